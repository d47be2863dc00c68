// A handler makes a key and leaves shares of it with other offices.

import { recipientOf, seal, secretOf, split } from "../kit/sealing/envelope.js";
import { keep, make, unlock } from "../kit/sealing/keystore.js";
import { download, post, problems, progress, Refused, say, toBase64 } from "../kit/sealing/wire.js";

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
