/* What every page does with script. Each part stands alone; without script the page still works. */
import { confirmFirst } from "./confirm.js";
import { filterAtOnce } from "./filters.js";
import { guardUnsaved } from "./guard.js";
import { listenToKeys } from "./keys.js";
import { openMenu } from "./drawer.js";

document.documentElement.classList.add("scripted");

openMenu();
confirmFirst();
filterAtOnce();
guardUnsaved();
listenToKeys();

document.addEventListener("click", (event) => {
  const pressed = event.target.closest("[data-dismiss], [data-back], [data-print]");
  if (!pressed) return;
  if (pressed.matches("[data-dismiss]")) pressed.closest(".note")?.remove();
  else if (pressed.matches("[data-back]")) history.back();
  else print();
});

/* A table too wide for its place can be scrolled with the keyboard. */
const reachable = () => document.querySelectorAll(".table-wrap").forEach((wrap) => {
  const scrolls = wrap.scrollWidth > wrap.clientWidth && getComputedStyle(wrap).overflowX === "auto";
  if (scrolls) wrap.tabIndex = 0;
  else wrap.removeAttribute("tabindex");
});
reachable();
addEventListener("resize", reachable);
document.addEventListener("htmx:afterSettle", reachable);

/* Where there are many tabs or a long menu, the one that is open is brought into sight. */
document.querySelectorAll(".tabs [aria-current], .sidebar [aria-current]").forEach((open) => {
  const box = open.closest(".tabs, .sidebar");
  box.scrollLeft = Math.max(0, open.offsetLeft - box.offsetLeft - (box.clientWidth - open.offsetWidth) / 2);
  if (open.offsetTop + open.offsetHeight > box.clientHeight) box.scrollTop = open.offsetTop - box.clientHeight / 2;
});

/* After a failed submission the reader starts at the summary of errors. */
document.querySelector("[data-summary]:not([data-specimen] *)")?.focus();
