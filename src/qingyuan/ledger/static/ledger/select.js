/* Ticking rows: x ticks the row that has the focus, one box ticks the page, and the button says how many. */
const ticks = [...document.querySelectorAll("[data-tick]")];
const all = document.querySelector("[data-all]");
const bar = document.querySelector("[data-bulk]");

function show() {
  const ticked = ticks.filter((box) => box.checked).length;
  const count = bar?.querySelector("[data-count]");
  if (count) count.textContent = ticked ? `(${ticked})` : "";
  const button = bar?.querySelector("button");
  if (button) button.disabled = ticked === 0;
  if (all) {
    all.checked = ticked > 0 && ticked === ticks.length;
    all.indeterminate = ticked > 0 && ticked < ticks.length;
  }
}

if (bar && !ticks.length) bar.hidden = true;
all?.addEventListener("change", () => { ticks.forEach((box) => { box.checked = all.checked; }); show(); });
document.addEventListener("change", (event) => { if (event.target.matches("[data-tick]")) show(); });
document.addEventListener("keydown", (event) => {
  if (event.key !== "x" || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (document.querySelector("#help-dialog [data-keys-off]")?.checked) return;
  if (event.target instanceof Element && event.target.matches("input:not([type=checkbox]), textarea, select")) return;
  const box = document.activeElement?.closest("tr")?.querySelector("[data-tick]");
  if (!box) return;
  event.preventDefault();
  box.checked = !box.checked;
  show();
});
addEventListener("pageshow", show);
show();
