// A keeper agrees: his share is opened here and sealed to who asked.

import { fingerprint, open, seal } from "../kit/sealing/envelope.js";
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

// -- a lost key: the fingerprint is compared here as well, so that no server puts another key in its place -------

const plain = (text) => text.toUpperCase().replace(/[^0-9A-Z]/g, "").replaceAll("O", "0").replace(/[IL]/g, "1");

document.querySelectorAll("[data-give]").forEach((button) => button.addEventListener("click", async () => {
  problems(null);
  try {
    const said = by(button.dataset.said).value;
    if (plain(said).length !== 8) throw new Refused([{ words: say("said_first") }]);
    progress(say("opening"));
    const keys = await unlock(by("passphrase").value, by("key-file").files[0]);
    const answer = await fetch(button.dataset.share, { cache: "no-store" });
    if (!answer.ok) throw new Refused([{ words: say("failed") }]);
    const told = await answer.json();
    if (plain(await fingerprint(told.recipient)).slice(-8) !== plain(said)) {
      throw new Refused([{ words: say("fingerprint_differs") }]);
    }
    let share = null;
    for (const identity of keys.values()) share ??= await open(fromBase64(told.share), identity).catch(() => null);
    if (!share) throw new Refused([{ words: say("wrong_pass") }]);
    await post(button.dataset.give, { said, sealed: await seal(share, told.recipient) }, { own: true });
    button.closest("li").remove();
    progress(say("share_given"));
  } catch (error) {
    problems(error);
    progress("");
  }
}));
