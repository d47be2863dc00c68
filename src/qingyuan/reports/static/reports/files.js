// Files chosen for a report: cleaned before they leave, said what was removed and what cannot be.

import { clean } from "./clean.js";
import { say } from "../kit/sealing/wire.js";

const MOST = 5;

/** Watch an input; gives a function that returns the cleaned files, and one that forgets them. */
export function watchFiles(input, list, complain) {
  let kept = [];
  const show = () => {
    list.replaceChildren();
    for (const one of kept) {
      const item = document.createElement("li");
      const words = one.cannot ? say("cannot") : say(one.removed.length > 1 ? "removed" : "nothing_removed");
      item.append(Object.assign(document.createElement("span"), { textContent: `${one.file.name} · ${words} ` }));
      const drop = Object.assign(document.createElement("button"), {
        type: "button", className: "btn btn-small", textContent: say("drop"),
      });
      drop.addEventListener("click", () => {
        kept = kept.filter((other) => other !== one);
        show();
      });
      item.append(drop);
      list.append(item);
    }
  };
  input.addEventListener("change", async () => {
    const chosen = [...input.files];
    input.value = "";
    for (const file of chosen) {
      if (kept.length >= MOST) {
        complain({ reasons: [say("too_many_files")] });
        break;
      }
      const made = await clean(file, { number: kept.length + 1, word: say("file") });
      if (made.cannot === "too_large") complain({ reasons: [say("attach_failed", made.file.name)] });
      else kept.push(made);
    }
    show();
  });
  return { files: () => kept.map((one) => one.file), forget: () => { kept = []; show(); } };
}
