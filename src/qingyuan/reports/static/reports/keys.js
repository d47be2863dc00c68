// A handler makes a key, leaves shares of it with other offices, and gets a lost one back from them.

import { EnvelopeError, identityFrom, join, open, recipientOf, seal, secretOf, split } from "../kit/sealing/envelope.js";
import { keep, make, unlock } from "../kit/sealing/keystore.js";
import { resealAll, summary } from "./resealing.js";
import { download, fromBase64, post, problems, progress, Refused, say, toBase64 } from "../kit/sealing/wire.js";

const others = JSON.parse(document.getElementById("others").textContent);
const LEAST = 12;

const handle = (form, act) => form.addEventListener("submit", async (event) => {
  event.preventDefault();
  problems(null);
  const button = form.querySelector("[type=submit]");
  button.disabled = true;
  try {
    await act(form);
  } catch (error) {
    problems(error);
    progress("");
  }
  button.disabled = false;
});

document.querySelectorAll("[data-make]").forEach((form) => handle(form, async () => {
  const typed = form.elements.new.value;
  if ([...typed].length < LEAST) throw new Refused([{ words: say("weak_pass") }]);
  if (typed !== form.elements.again.value) throw new Refused([{ words: say("differ") }]);
  progress(say("sealing"));
  const made = await make(typed);
  const told = await post(form.dataset.make, { recipient: made.recipient }, { own: true });
  await keep(made.recipient, made.sealed);
  download(`qingyuan-key-${told.fingerprint}.age`, made.sealed);
  form.reset();
  progress(`${say("made")} ${told.fingerprint}`);
}));

document.querySelectorAll("[data-shares]").forEach((form) => handle(form, async () => {
  progress(say("sealing"));
  const keys = await unlock(form.elements.passphrase.value);
  const identity = keys.get(form.dataset.recipient);
  if (!identity || (await recipientOf(identity)) !== form.dataset.recipient) {
    throw new Refused([{ words: say("wrong_pass") }]);
  }
  const keepers = [...new Map(others.map((one) => [one.desk, one])).values()];
  const parts = await split(secretOf(identity), 2, Math.max(2, keepers.length));
  const shares = {};
  for (const [place, keeper] of keepers.entries()) shares[keeper.id] = toBase64(await seal(parts[place], keeper.recipient));
  await post(form.dataset.shares, { shares: JSON.stringify(shares) }, { own: true });
  form.reset();
  progress(say("shares_kept"));
}));

document.querySelectorAll("#import").forEach((form) => handle(form, async () => {
  const file = form.querySelector("#key-file").files[0];
  if (!file) throw new Refused([{ words: say("no_key") }]);
  progress(say("opening"));
  await unlock(form.querySelector("#import-pass").value, file);
  form.reset();
  progress(say("imported"));
}));

document.querySelectorAll("[data-take]").forEach((form) => handle(form, async () => {
  progress(say("joining"));
  const keys = await unlock(form.elements.passphrase.value);
  const told = await post(form.dataset.take, {}, { own: true });
  const shares = [];
  for (const sealed of told.shares) shares.push(await openedByMine(fromBase64(sealed), keys));
  const old = await joined(shares);
  if ((await recipientOf(old)) !== form.dataset.old) throw new Refused([{ words: say("wrong_shares") }]);
  form.reset();
  keys.set(form.dataset.old, old);
  const made = await resealAll(keys, form.dataset, (done, whole) => progress(say("resealing", `${done} / ${whole}`)));
  await post(form.dataset.finish, {}, { own: true });
  form.remove();
  progress(`${summary(made)} ${say("recovered")}`);
}));

async function joined(shares) {
  try {
    return identityFrom(await join(shares));
  } catch (error) {
    if (error instanceof EnvelopeError) throw new Refused([{ words: say("wrong_shares") }]);
    throw error;
  }
}

async function openedByMine(sealed, keys) {
  for (const identity of keys.values()) {
    try {
      return await open(sealed, identity);
    } catch {
      // sealed to another of my keys
    }
  }
  throw new Refused([{ words: say("wrong_pass") }]);
}
