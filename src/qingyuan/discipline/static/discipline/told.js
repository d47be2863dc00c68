// A handler opens a self-report with his passphrase: the key never leaves this browser.

import { open, unpad } from "../kit/sealing/envelope.js";
import { kept, unlock } from "../kit/sealing/keystore.js";
import { fromBase64, line, post, problems, progress, Refused, say, toText } from "../kit/sealing/wire.js";

const told = document.getElementById("told");
const by = (id) => document.getElementById(id);

kept().then((found) => { by("key-file-field").hidden = found.length > 0; });

by("unlock").addEventListener("submit", async (event) => {
  event.preventDefault();
  problems(null);
  progress(say("opening"));
  try {
    const keys = await unlock(by("passphrase").value, by("key-file").files[0] ?? null);
    by("passphrase").value = "";
    const answer = await post(told.dataset.open, {}, { own: true });
    const said = JSON.parse(toText(unpad(await open(fromBase64(answer.body), await content(answer.slots, keys)))));
    by("lines").replaceChildren();
    const entries = Object.entries(said).map(([label, text]) => [label === "text" ? "" : label, String(text)]);
    line(by("lines"), { at: "", who: "", entries });
    if (by("next")) by("next").hidden = false;
    by("first")?.remove();
    progress("");
  } catch (error) {
    problems(error);
    progress("");
  }
});

async function content(slots, keys) {
  for (const slot of slots) {
    for (const identity of keys.values()) {
      try {
        return toText(await open(fromBase64(slot), identity));
      } catch {
        // sealed to another of my keys
      }
    }
  }
  throw new Refused([{ words: say("wrong_pass") }]);
}
