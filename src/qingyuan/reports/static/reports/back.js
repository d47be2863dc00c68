// With the code: it never leaves this browser, only the locator that comes out of it does.

import { checkCode, fromCode, open, unpad, unpadFile } from "../kit/sealing/envelope.js";
import { watchFiles } from "./files.js";
import { sealFile, sealName, sealText } from "./sealing.js";
import { download, fromBase64, line, post, problems, progress, readable, Refused, say, toText } from "../kit/sealing/wire.js";

const enter = document.getElementById("enter");
const by = (id) => document.getElementById(id);
const urls = enter?.dataset;
let me = null;

if (enter && window.isSecureContext && crypto.subtle) {
  const files = watchFiles(by("file"), by("files"), problems);
  handle(enter, start);
  handle(by("say"), () => tell(files));
  handle(by("rate"), rate);
  handle(by("review"), askReview);
  handle(by("give-name"), giveName);
}

function handle(form, act) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    problems(null);
    const button = form.querySelector("[type=submit]");
    button.disabled = true;
    try {
      await act();
    } catch (error) {
      problems(error);
      progress("");
    }
    button.disabled = false;
  });
}

async function start() {
  let code;
  try {
    code = checkCode(by("code").value);
  } catch {
    throw new Refused([{ words: say("wrong_code") }]);
  }
  progress(say("opening"));
  const keys = await fromCode(code);
  me = { identity: keys.identity, locator: keys.locator, facts: null };
  await refresh();
  enter.hidden = true;
  by("opened").hidden = false;
  by("opened").focus();
}

async function refresh() {
  const told = await post(urls.find, { locator: me.locator });
  me.content = toText(await open(fromBase64(told.slot), me.identity));
  me.recipient = told.recipient;
  standing(told.standing);
  by("lines").replaceChildren();
  for (const one of told.lines) await show(one);
  progress("");
}

function standing(now) {
  for (const place of by("standing").querySelectorAll("[data-of]")) {
    place.textContent = now[place.dataset.of] ?? "";
    const row = place.closest("div");
    row.hidden = ![...row.querySelectorAll("[data-of]")].some((one) => one.textContent);
  }
  by("openings").replaceChildren(...now.openings.map((one) =>
    Object.assign(document.createElement("li"), { textContent: `${one.at} ${one.desk} ${one.why}` })));
  by("rate").hidden = now.stage !== "answered";
  for (const choice of by("rate").elements.rating ?? []) choice.checked = choice.value === now.rating;
  by("review").hidden = !now.review_until;
  by("give-name").hidden = now.real_name;
}

const fetched = (number) => post(urls.envelope, { locator: me.locator, number: String(number) });

async function show(one) {
  const who = say(one.side === "reporter" ? "reporter" : "handler");
  if (one.part === "file") {
    line(by("lines"), {
      at: one.at, who,
      file: async () => {
        const found = unpadFile(await open(await fetched(one.number), me.content));
        download(found.name, found.bytes, found.type);
      },
    });
    return;
  }
  try {
    const said = JSON.parse(toText(unpad(await open(await fetched(one.number), me.content))));
    if (one.part === "body") me.facts = { ...said.facts, nonce: said.nonce };
    line(by("lines"), { at: one.at, who, entries: readable(said) });
  } catch {
    line(by("lines"), { at: one.at, who, broken: true });
  }
}

async function tell(files) {
  const text = by("text").value.trim();
  const chosen = files.files();
  if (!text && !chosen.length) throw new Refused([{ words: say("empty") }]);
  if (text) await post(urls.say, { locator: me.locator, sealed: await sealText({ text }, me.recipient) });
  by("text").value = "";
  for (const file of chosen) {
    progress(say("attaching", file.name));
    await post(urls.attach, { locator: me.locator, sealed: await sealFile(file, me.recipient) });
  }
  files.forget();
  await refresh();
  by("said").textContent = say("sent");
}

async function rate() {
  const rating = new FormData(by("rate")).get("rating");
  if (!rating) throw new Refused([{ words: say("empty") }]);
  const told = await post(urls.rate, { locator: me.locator, rating });
  standing(told.standing);
  by("said").textContent = say("sent");
}

async function askReview() {
  const told = await post(urls.review, { locator: me.locator });
  standing(told.standing);
  by("said").textContent = say("sent");
}

async function giveName() {
  const name = { name: by("name").value.trim(), phone: by("phone").value.trim() };
  if (!(name.name && name.phone)) throw new Refused([{ words: say("no_name") }]);
  const facts = JSON.stringify(me.facts);
  const { keepers } = await post(urls.route, { facts });
  const told = await post(urls.name, { locator: me.locator, facts, ...(await sealName(name, keepers)) });
  standing(told.standing);
  by("said").textContent = say("sent");
}
