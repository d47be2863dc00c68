/* The side menu on phones: a drawer that keeps the focus while it is open. */
export function openMenu() {
  const menu = document.querySelector("[data-menu]");
  const opener = document.querySelector("[data-menu-open]");
  if (!menu || !opener) return;
  opener.setAttribute("role", "button");
  opener.setAttribute("aria-controls", menu.id);

  const behind = () => document.querySelectorAll("body > :not([data-menu], dialog, script)");
  const set = (open) => {
    menu.toggleAttribute("data-open", open);
    opener.setAttribute("aria-expanded", String(open));
    behind().forEach((part) => { part.inert = open; });
    (open ? menu.querySelector("[aria-current], .side-link") : opener)?.focus();
  };
  const isOpen = () => menu.hasAttribute("data-open");
  opener.setAttribute("aria-expanded", "false");

  opener.addEventListener("click", (event) => { event.preventDefault(); set(true); });
  opener.addEventListener("keydown", (event) => { if (event.key === " ") { event.preventDefault(); set(true); } });
  menu.querySelector("[data-menu-close]")?.addEventListener("click", (event) => { event.preventDefault(); set(false); });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape" && isOpen()) set(false); });
  document.addEventListener("click", (event) => { if (isOpen() && !event.target.closest("[data-menu], [data-menu-open]")) set(false); });
  matchMedia("(width >= 900px)").addEventListener("change", () => { if (isOpen()) set(false); });
}
