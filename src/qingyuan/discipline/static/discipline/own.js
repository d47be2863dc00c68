// Reading again what one told: the passphrase opens the key, the key opens the words. Nothing leaves this browser.

import { open, openPass, unpad } from "../kit/sealing/envelope.js";
import { line, problems, progress, Refused, say, toText } from "../kit/sealing/wire.js";

const mine = document.getElementById("mine");

async function fetched(address) {
  const answer = await fetch(address, { cache: "no-store" });
  if (!answer.ok) throw new Refused([{ words: say("failed") }]);
  return new Uint8Array(await answer.arrayBuffer());
}

document.getElementById("unlock").addEventListener("submit", async (event) => {
  event.preventDefault();
  problems(null);
  progress(say("opening"));
  try {
    const identity = await openPass(await fetched(mine.dataset.key), document.getElementById("passphrase").value);
    const said = JSON.parse(toText(unpad(await open(await fetched(mine.dataset.body), identity))));
    const list = document.getElementById("lines");
    list.replaceChildren();
    const entries = Object.entries(said).map(([label, text]) => [label === "text" ? "" : label, String(text)]);
    line(list, { at: "", who: "", entries });
    progress("");
  } catch (error) {
    problems(error.problem ? { reasons: [say("wrong_pass")] } : error);
    progress("");
  }
});
