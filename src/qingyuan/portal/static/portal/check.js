/* The page "is it still there": checks in the browser where it can, and leaves the form to the server where it cannot. */
import { Rewritten, canVerify, standing } from "./proofs.js";

const form = document.querySelector("[data-check]");
const MOST = 64 * 1024;

async function ask(path) {
  const answer = await fetch(`/${path}`, { cache: "no-store", credentials: "omit", redirect: "error" });
  if (answer.status === 404) throw new Rewritten(path);
  if (!answer.ok) throw new Error(String(answer.status));
  return new Uint8Array(await answer.arrayBuffer());
}

async function given() {
  const file = form.querySelector("input[type=file]").files[0];
  if (file) return file.size > MOST ? "" : new TextDecoder().decode(await file.arrayBuffer());
  const text = form.querySelector("textarea").value.replaceAll("\r\n", "\n").trim();
  return text && `${text}\n`;
}

function show(name, found) {
  const shown = { verdict: found.standing, by: name };
  for (const [what, which] of Object.entries(shown)) {
    document.querySelectorAll(`[data-${what}]`).forEach((block) => { block.hidden = block.dataset[what] !== which; });
  }
  document.querySelectorAll("[data-index]").forEach((place) => { place.textContent = found.index ?? "—"; });
  document.querySelectorAll("[data-size]").forEach((place) => { place.textContent = found.size ?? "—"; });
  const answer = document.querySelector("[data-answer]");
  answer.hidden = false;
  answer.focus();
}

if (form && globalThis.isSecureContext && globalThis.crypto?.subtle) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const text = await given();
    if (!text) { form.submit(); return; }
    try {
      const found = await standing(text, form.dataset.check, ask);
      show((await canVerify()) ? "browser" : "half", found);
    } catch {
      form.submit();  // the platform could not be asked from here: let it answer by itself
    }
  });
}
