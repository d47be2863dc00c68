// A handler opens a report with his passphrase: the key never leaves this browser.

import { identityFrom, join, open, seal, unpad, unpadFile } from "../kit/sealing/envelope.js";
import { kept, unlock } from "../kit/sealing/keystore.js";
import { sealText } from "./sealing.js";
import { download, fromBase64, line, post, problems, progress, readable, Refused, say, toBase64, toBytes, toText } from "../kit/sealing/wire.js";

const desk = document.getElementById("desk");
const by = (id) => document.getElementById(id);
let keys = new Map();
let content = "";
let recipient = "";
let facts = null;

kept().then((found) => { by("key-file-field").hidden = found.length > 0; });

const handle = (target, event, act) => target.addEventListener(event, async (happened) => {
  happened.preventDefault();
  problems(null);
  try {
    await act(happened);
  } catch (error) {
    problems(error);
    progress("");
  }
});

handle(by("unlock"), "submit", async () => {
  progress(say("opening"));
  const file = by("key-file").files[0];
  if (!file && !(await kept()).length) {
    by("key-file-field").hidden = false;
    throw new Refused([{ words: say("no_key") }]);
  }
  keys = await unlock(by("passphrase").value, file);
  by("passphrase").value = "";
  await refresh();
  by("unlock").hidden = true;
  by("reply").hidden = false;
  document.querySelectorAll("[data-take]").forEach((button) => { button.disabled = false; });
});

async function refresh() {
  const told = await post(desk.dataset.open, {}, { own: true });
  const slot = told.slots.find((one) => keys.has(one.recipient));
  if (!slot) throw new Refused([{ words: say("wrong_pass") }]);
  content = toText(await open(fromBase64(slot.sealed), keys.get(slot.recipient)));
  recipient = told.recipient;
  by("lines").replaceChildren();
  for (const one of told.lines) await show(one);
  progress("");
}

async function fetched(number) {
  const answer = await fetch(desk.dataset.sealed.replace("/0/", `/${number}/`), { cache: "no-store" });
  if (!answer.ok) throw new Refused([{ words: say("failed") }]);
  return new Uint8Array(await answer.arrayBuffer());
}

async function show(one) {
  const who = say(one.side === "reporter" ? "me" : "handler");
  if (one.part === "file") {
    line(by("lines"), {
      at: one.at, who,
      file: async () => {
        const found = unpadFile(await open(await fetched(one.number), content));
        download(found.name, found.bytes, "application/octet-stream");
      },
    });
    return;
  }
  try {
    const said = JSON.parse(toText(unpad(await open(await fetched(one.number), content))));
    if (one.part === "body") facts = { ...said.facts, nonce: said.nonce };
    line(by("lines"), { at: one.at, who, entries: readable(said) });
  } catch {
    line(by("lines"), { at: one.at, who, broken: true });
  }
}

handle(by("reply"), "submit", async () => {
  const text = by("text").value.trim();
  if (!text) throw new Refused([{ words: say("empty") }]);
  await post(desk.dataset.reply, { sealed: await sealText({ text }, recipient) }, { own: true });
  by("text").value = "";
  await refresh();
  progress(say("sent"));
});

handle(by("reseal"), "click", async () => {
  const asked = { facts: JSON.stringify(facts) };
  const offered = await post(desk.dataset.offer, asked, { own: true });
  if (!offered.keys.length) return progress(say("nobody_new"));
  const slots = {};
  for (const key of offered.keys) slots[key.id] = toBase64(await seal(toBytes(content), key.recipient));
  await post(desk.dataset.reseal, { ...asked, slots: JSON.stringify(slots) }, { own: true });
  return progress(`${say("resealed")} ${offered.keys.map((key) => key.who).join(" ")}`);
});

document.querySelectorAll("[data-take]").forEach((button) => handle(button, "click", async () => {
  const told = await post(button.dataset.take, {}, { own: true });
  const shares = [];
  for (const sealed of told.shares) shares.push(await openedByMine(fromBase64(sealed)));
  const identity = identityFrom(await join(shares));
  const said = JSON.parse(toText(unpad(await open(fromBase64(told.vault), identity))));
  by("identity").textContent = `${say("name")} ${said.name} · ${say("phone")} ${said.phone ?? ""}`;
}));

async function openedByMine(sealed) {
  for (const identity of keys.values()) {
    try {
      return await open(sealed, identity);
    } catch {
      // sealed to another of my keys
    }
  }
  throw new Refused([{ words: say("wrong_pass") }]);
}
