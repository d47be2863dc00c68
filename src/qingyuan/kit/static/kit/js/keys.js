/* Single keys: / search, j k rows, g + letter places, ? help. They can be turned off (WCAG 2.1.4). */
const OFF = "qingyuan.keys.off";
const remembered = () => { try { return localStorage.getItem(OFF) === "1"; } catch { return false; } };
const remember = (off) => { try { localStorage.setItem(OFF, off ? "1" : "0"); } catch { /* private window */ } };
const typing = (target) => target instanceof Element && target.matches("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");

function move(step) {
  const rows = [...document.querySelectorAll("table[data-rows] tbody tr")].filter((row) => row.querySelector("a[href]"));
  if (!rows.length) return false;
  const here = rows.findIndex((row) => row.contains(document.activeElement));
  const next = here < 0 ? (step > 0 ? 0 : rows.length - 1) : Math.min(Math.max(here + step, 0), rows.length - 1);
  const link = rows[next].querySelector("a.row-link") ?? rows[next].querySelector("a[href]");
  link.focus({ preventScroll: true });
  rows[next].scrollIntoView({ block: "nearest" });
  return true;
}

export function listenToKeys() {
  const help = document.querySelector("#help-dialog");
  const toggle = document.querySelector("[data-keys-off]");
  let off = remembered();
  let goUntil = 0;

  if (toggle) {
    toggle.checked = off;
    toggle.addEventListener("change", () => { off = toggle.checked; remember(off); });
  }
  document.querySelector("[data-help-open]")?.addEventListener("click", () => help?.showModal());

  document.addEventListener("keydown", (event) => {
    if (off || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (typing(event.target) || document.querySelector("dialog[open]")) return;
    if (performance.now() < goUntil) {
      goUntil = 0;
      const place = document.querySelector(`[data-go="${CSS.escape(event.key)}"]`);
      if (place) { event.preventDefault(); place.click(); }
      return;
    }
    let done = true;
    if (event.key === "/") {
      const search = document.querySelector("[data-search]");
      if (search) { search.focus(); search.select(); } else done = false;
    } else if (event.key === "?") help?.showModal();
    else if (event.key === "g") goUntil = performance.now() + 1200;
    else if (event.key === "j") done = move(1);
    else if (event.key === "k") done = move(-1);
    else done = false;
    if (done) event.preventDefault();
  });
}
