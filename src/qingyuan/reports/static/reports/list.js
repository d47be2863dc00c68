// A present reader seals all that newcomers of the desks cannot open yet.

import { kept, unlock } from "../kit/sealing/keystore.js";
import { resealAll, summary } from "./resealing.js";
import { problems, progress, say } from "../kit/sealing/wire.js";

const form = document.getElementById("reseal-all");
if (form) {
  const field = document.getElementById("key-file-field");
  kept().then((found) => { field.hidden = found.length > 0; });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    problems(null);
    const button = form.querySelector("[type=submit]");
    button.disabled = true;
    try {
      progress(say("opening"));
      const keys = await unlock(form.querySelector("#passphrase").value, form.querySelector("#key-file").files[0]);
      form.reset();
      const made = await resealAll(keys, form.dataset, (done, whole) => progress(say("resealing", `${done} / ${whole}`)));
      progress(summary(made));
    } catch (error) {
      problems(error);
      progress("");
    }
    button.disabled = false;
  });
}
