// Telling something of oneself: the draft under one's own passphrase, the rest under the keys of those who may read.

import { MAX_TEXT, newIdentity, openPass, pad, recipientOf, seal, sealPass } from "../kit/sealing/envelope.js";
import { post, problems, progress, Refused, say, toBase64, toBytes } from "../kit/sealing/wire.js";

const form = document.getElementById("tell");
const by = (id) => document.getElementById(id);
const fields = () => [...form.querySelectorAll("textarea")];
const BUCKETS = [4 * 1024, 16 * 1024, 64 * 1024];
const LEAST = 12;

if (form && window.isSecureContext && crypto.subtle) begin();

function begin() {
  by("plain-note").hidden = true;
  by("sealed-note").hidden = false;
  by("draft").hidden = false;
  const readers = JSON.parse(by("readers").textContent);
  handle(form, "submit", () => send(readers));
  handle(by("keep"), "click", keep);
  handle(by("open-draft"), "click", openDraft);
}

function handle(target, event, act) {
  target.addEventListener(event, async (happened) => {
    happened.preventDefault();
    const buttons = form.querySelectorAll("button");
    buttons.forEach((button) => { button.disabled = true; });
    problems(null);
    try {
      await act();
    } catch (error) {
      problems(error.problem === "wrong_key" ? { reasons: [say("wrong_pass")] } : error);
      progress("");
    }
    buttons.forEach((button) => { button.disabled = false; });
  });
}

/** JSON filled up with spaces to a bucket: a draft tells its size no better than what is sent. */
function filled(said) {
  const text = JSON.stringify(said);
  const size = toBytes(text).length;
  const bucket = BUCKETS.find((one) => size <= one);
  if (!bucket) throw new Refused([{ words: say("too_long") }]);
  return text + " ".repeat(bucket - size);
}

function passphrase(needed) {
  const typed = by("passphrase").value;
  if ((needed || typed) && [...typed].length < LEAST) throw new Refused([{ words: say("weak_pass") }]);
  return typed;
}

async function keep() {
  const typed = passphrase(true);
  progress(say("sealing"));
  const said = Object.fromEntries(fields().map((field) => [field.name, field.value]));
  await post(form.dataset.draft, { sealed: toBase64(await sealPass(filled(said), typed)) }, { own: true });
  by("open-draft").hidden = false;
  progress(say("draft_kept"));
}

async function openDraft() {
  const typed = passphrase(true);
  progress(say("opening"));
  const answer = await fetch(form.dataset.draft, { cache: "no-store" });
  if (!answer.ok) throw new Refused([{ words: say("no_draft") }]);
  const said = JSON.parse(await openPass(new Uint8Array(await answer.arrayBuffer()), typed));
  for (const field of fields()) if (typeof said[field.name] === "string") field.value = said[field.name];
  progress(say("draft_opened"));
}

async function send(readers) {
  const said = {};
  for (const field of fields()) if (field.value.trim()) said[field.dataset.label] = field.value.trim();
  if (!Object.keys(said).length) throw new Refused([{ words: say("empty") }]);
  const typed = passphrase(false);
  progress(say("sealing"));
  const bytes = toBytes(JSON.stringify(said));
  if (bytes.length > MAX_TEXT) throw new Refused([{ words: say("too_long") }]);
  const identity = newIdentity();
  const recipient = await recipientOf(identity);
  const slots = {};
  for (const one of readers) slots[one.key] = toBase64(await seal(toBytes(identity), one.recipient));
  const told = {
    recipient,
    body: toBase64(await seal(pad(bytes), recipient)),
    slots: JSON.stringify(slots),
    own: typed ? toBase64(await sealPass(identity, typed)) : "",
  };
  progress(say("sending"));
  const answer = await post(form.action, told, { own: true });
  form.reset();
  location.assign(answer.url);
}
