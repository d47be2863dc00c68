// A keeper agrees: his share is opened here and sealed to who asked.

import { open, seal } from "../kit/sealing/envelope.js";
import { kept, unlock } from "../kit/sealing/keystore.js";
import { fromBase64, post, problems, progress, Refused, say } from "../kit/sealing/wire.js";

const by = (id) => document.getElementById(id);
if (by("unlock")) {
  kept().then((found) => { by("key-file-field").hidden = found.length > 0; });
  by("unlock").addEventListener("submit", (event) => event.preventDefault());
}

document.querySelectorAll("[data-agree]").forEach((button) => button.addEventListener("click", async () => {
  problems(null);
  try {
    progress(say("opening"));
    const keys = await unlock(by("passphrase").value, by("key-file").files[0]);
    const answer = await fetch(button.dataset.share, { cache: "no-store" });
    if (!answer.ok) throw new Refused([{ words: say("failed") }]);
    const told = await answer.json();
    let share = null;
    for (const identity of keys.values()) share ??= await open(fromBase64(told.share), identity).catch(() => null);
    if (!share) throw new Refused([{ words: say("wrong_pass") }]);
    await post(button.dataset.agree, { sealed: await seal(share, told.recipient) }, { own: true });
    location.reload();
  } catch (error) {
    problems(error);
    progress("");
  }
}));
