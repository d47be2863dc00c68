/* The wall chart: arrow keys move between cells, a refresh that failed is said, and on phones a unit opens. */
const live = document.querySelector("[data-wall]");
const alarm = document.querySelector("[data-wall-failed]");
const opened = new Set();
let here = "";

const lines = () =>
  [...live.querySelectorAll("[data-grid] tr")].map((row) => [...row.querySelectorAll("a[href]")].filter((link) => link.offsetParent)).filter((row) => row.length);

/* Of all links in the chart one is in the order of the tab key: the last one used, or the first. */
function rove(to) {
  const links = [...live.querySelectorAll("[data-grid] a[href]")];
  const chosen = to ?? links.find((link) => link.id && link.id === here) ?? links[0];
  for (const link of links) link.tabIndex = link === chosen ? 0 : -1;
  if (chosen?.id) here = chosen.id;
}

/* The link of a line whose middle lies nearest to the middle of another. */
function nearest(line, from) {
  const middle = (link) => { const box = link.getBoundingClientRect(); return box.left + box.width / 2; };
  return line.reduce((best, link) => (Math.abs(middle(link) - middle(from)) < Math.abs(middle(best) - middle(from)) ? link : best));
}

function move(event) {
  const from = event.target.closest("[data-grid] a[href]");
  if (!from || event.altKey || event.metaKey) return;
  const all = lines();
  const row = all.findIndex((line) => line.includes(from));
  const line = all[row];
  const place = line.indexOf(from);
  const steps = {
    ArrowLeft: () => line[place - 1],
    ArrowRight: () => line[place + 1],
    ArrowUp: () => all[row - 1] && nearest(all[row - 1], from),
    ArrowDown: () => all[row + 1] && nearest(all[row + 1], from),
    Home: () => (event.ctrlKey ? all[0][0] : line[0]),
    End: () => (event.ctrlKey ? all.at(-1).at(-1) : line.at(-1)),
    PageUp: () => nearest(all[0], from),
    PageDown: () => nearest(all.at(-1), from),
  };
  if (!(event.key in steps)) return;
  event.preventDefault();
  const to = steps[event.key]();
  if (!to) return;
  rove(to);
  to.focus();
}

function unfold(button, open) {
  const row = button.closest("tr");
  row.classList.toggle("open", open);
  button.setAttribute("aria-expanded", String(open));
}

function settle() {
  rove();
  for (const button of live.querySelectorAll("[data-wall-open]")) unfold(button, opened.has(button.closest("tr").rowIndex));
}

function failed() {
  alarm.querySelector("[data-wall-since]").textContent = live.querySelector("[data-wall-time]")?.textContent ?? "";
  alarm.hidden = false;
}

if (live) {
  live.addEventListener("keydown", move);
  live.addEventListener("focusin", (event) => { const link = event.target.closest("[data-grid] a[href]"); if (link) rove(link); });
  live.addEventListener("click", (event) => {
    const button = event.target.closest("[data-wall-open]");
    if (!button) return;
    const open = button.getAttribute("aria-expanded") !== "true";
    const index = button.closest("tr").rowIndex;
    if (open) opened.add(index); else opened.delete(index);
    unfold(button, open);
  });
  for (const name of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) live.addEventListener(name, failed);
  live.addEventListener("htmx:afterSettle", () => { alarm.hidden = true; settle(); });
  settle();
}
