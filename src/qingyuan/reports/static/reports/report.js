// The report: short steps, units from a search, everything sealed here, the code shown once.

import { fromCode, newCode, newIdentity, recipientOf, seal } from "../kit/sealing/envelope.js";
import { watchFiles } from "./files.js";
import { solve } from "./pow.js";
import { sealFile, sealName, sealText } from "./sealing.js";
import { download, post, problems, progress, Refused, say, toBase64, toBytes, toHex } from "../kit/sealing/wire.js";

const form = document.getElementById("report");
const field = (name) => form.elements[name];
const by = (id) => document.getElementById(id);
const chosen = new Map();

if (form && window.isSecureContext && crypto.subtle) begin();

function begin() {
  by("plain-note").hidden = true;
  by("sealed-note").hidden = false;
  by("search").hidden = false;
  by("plain-units").remove();
  const files = watchFiles(by("file"), by("files"), problems);
  searchUnits();
  stepByStep();
  const named = () => { by("real-name").hidden = form.querySelector("[name=real]:checked").value !== "yes"; };
  form.addEventListener("change", named);
  named();
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = by("submit");
    button.disabled = true;
    problems(null);
    try {
      await send(files);
    } catch (error) {
      problems(error);
    }
    progress("");
    button.disabled = false;
  });
}

function stepByStep() {
  const steps = [...form.querySelectorAll("[data-step]")];
  let at = 0;
  const show = (to) => {
    at = Math.max(0, Math.min(steps.length - 1, to));
    steps.forEach((step, place) => { step.hidden = place !== at; });
    by("step-back").hidden = at === 0;
    by("step-next").hidden = at === steps.length - 1;
    by("submit").hidden = at !== steps.length - 1;
    steps[at].querySelector("textarea, input, select")?.focus({ preventScroll: true });
  };
  by("step-back").addEventListener("click", () => show(at - 1));
  by("step-next").addEventListener("click", () => {
    if (at === 0 && !field("what").value.trim()) return problems({ reasons: [say("no_what")] });
    problems(null);
    return show(at + 1);
  });
  show(0);
}

function searchUnits() {
  const posts = JSON.parse(by("posts").textContent);
  let last = 0;
  const shown = () => {
    by("unit-chosen").replaceChildren(...[...chosen].map(([code, one]) => {
      const item = document.createElement("li");
      item.className = "row";
      item.append(Object.assign(document.createElement("strong"), { textContent: one.name }));
      const post = document.createElement("select");
      post.setAttribute("aria-label", one.name);
      for (const [value, words] of posts) post.append(new Option(words, value, false, value === one.post));
      post.addEventListener("change", () => { one.post = post.value; });
      const drop = Object.assign(document.createElement("button"), {
        type: "button", className: "btn btn-small", textContent: say("drop"),
      });
      drop.addEventListener("click", () => { chosen.delete(code); shown(); });
      item.append(post, drop);
      return item;
    }));
  };
  by("unit-search").addEventListener("input", async (event) => {
    const mine = ++last;
    const typed = event.target.value.trim();
    if (typed.length < 2) return by("unit-found").replaceChildren();
    const url = `${form.dataset.units}?q=${encodeURIComponent(typed)}`;
    const answer = await fetch(url, { credentials: "omit", referrerPolicy: "no-referrer" }).catch(() => null);
    if (!answer?.ok || mine !== last) return null;
    const { units } = await answer.json();
    return by("unit-found").replaceChildren(...units.map((unit) => {
      const item = document.createElement("li");
      const pick = Object.assign(document.createElement("button"), {
        type: "button", className: "btn btn-small", textContent: unit.above ? `${unit.name}（${unit.above}）` : unit.name,
      });
      pick.addEventListener("click", () => {
        chosen.set(unit.code, { name: unit.name, post: posts[0][0] });
        by("unit-search").value = "";
        by("unit-found").replaceChildren();
        shown();
      });
      item.append(pick);
      return item;
    }));
  });
}

/** Tags of all runs of two to four letters in what was typed: so a handler's name is found without being sent. */
async function tags(text) {
  const found = new Set();
  const runs = new Set(text.split(/[\s,，、;；]+/).filter(Boolean));
  const letters = [...text.replace(/\s/g, "")];
  for (let size = 2; size <= 4; size++) {
    for (let at = 0; at + size <= letters.length; at++) runs.add(letters.slice(at, at + size).join(""));
  }
  for (const run of runs) {
    const digest = await crypto.subtle.digest("SHA-256", toBytes(`${form.dataset.salt}\n${run}`));
    found.add(toHex(new Uint8Array(digest)).slice(0, 6));
  }
  return found;
}

async function send(files) {
  const said = {};
  for (const part of ["what", "who", "when", "where", "names"]) said[part] = field(part).value.trim();
  if (!said.what) throw new Refused([{ words: say("no_what") }]);
  const real = form.querySelector("[name=real]:checked").value === "yes";
  const name = { name: field("name").value.trim(), phone: field("phone").value.trim() };
  if (real && !(name.name && name.phone)) throw new Refused([{ words: say("no_name") }]);
  progress(say("sealing"));
  const facts = {
    units: [...chosen].map(([code, one]) => [code, one.post]),
    desks: [...form.querySelectorAll("[name=desk]:checked")].map((one) => one.value),
    avoid: [],
    nonce: toHex(crypto.getRandomValues(new Uint8Array(16))),
  };
  const told = await routed(facts, said.names);
  const code = newCode();
  const mine = await fromCode(code);
  const content = newIdentity();
  const recipient = await recipientOf(content);
  const slots = {};
  for (const reader of told.readers) slots[reader.id] = toBase64(await seal(toBytes(content), reader.recipient));
  const { nonce, ...open } = facts;
  const fields = {
    facts: JSON.stringify(facts),
    recipient,
    reporter: mine.recipient,
    locator: mine.locator,
    own_slot: toBase64(await seal(toBytes(content), mine.recipient)),
    slots: JSON.stringify(slots),
    body: await sealText({ ...said, facts: open, nonce }, recipient),
    ...(real ? await sealName(name, told.keepers) : {}),
  };
  progress(say("working"));
  const solution = await solve(told.challenge);
  progress(say("sending"));
  const taken = await post(form.dataset.send, { ...fields, challenge: told.challenge, solution });
  receipt(code, taken.id, mine.locator);
  await attachAll(files, mine.locator, recipient);
}

/** Who would read; asked again without those whose name was typed. */
async function routed(facts, names) {
  let told = await post(form.dataset.route, { facts: JSON.stringify(facts) });
  const typed = names ? await tags(names) : new Set();
  const named = new Set([...told.readers, ...told.keepers].filter((key) => typed.has(key.tag)).map((key) => key.id));
  if (named.size) {
    facts.avoid = [...named];
    told = await post(form.dataset.route, { facts: JSON.stringify(facts) });
  }
  return told;
}

async function attachAll(files, locator, recipient) {
  for (const file of files.files()) {
    progress(say("attaching", file.name));
    try {
      await post(form.dataset.attach, { locator, sealed: await sealFile(file, recipient) });
    } catch {
      const item = Object.assign(document.createElement("li"), { textContent: say("attach_failed", file.name) });
      by("late-files").append(item);
    }
  }
}

/** The code comes first: a phone that is put away while files are sent has not lost it. */
function receipt(code, id, locator) {
  form.remove();
  by("sealed-note").remove();
  by("code").textContent = code;
  by("public-id").textContent = id;
  by("receipt").hidden = false;
  by("receipt").focus();
  by("take-proof").addEventListener("click", async () => {
    try {
      const told = await post(form.dataset.proof, { locator });
      download(told.name, toBytes(told.proof), "text/plain");
    } catch (error) {
      problems(error);
    }
  });
}
