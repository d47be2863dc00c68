/* Nothing typed is lost by accident, nothing is sent twice. form[data-unguarded] opts out. */
const guarded = "main form[method=post]:not([data-unguarded])";
const said = (form) => JSON.stringify([...new FormData(form)].map(([name, value]) => [name, value instanceof File ? value.name : value]));

export function guardUnsaved() {
  const before = new WeakMap();
  const watched = new Set();
  const watch = (form) => { if (!before.has(form)) { before.set(form, said(form)); watched.add(form); } };
  document.querySelectorAll(guarded).forEach(watch);
  document.addEventListener("focusin", (event) => { const form = event.target.closest?.(guarded); if (form) watch(form); });

  let leaving = false;
  document.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    const form = event.target;
    if (form.method !== "post") return;
    if (form.hasAttribute("data-busy")) { event.preventDefault(); return; }
    if (form.matches("[hx-post], [hx-put], [hx-patch], [hx-delete]")) { before.delete(form); watched.delete(form); return; }
    form.setAttribute("data-busy", "");
    event.submitter?.setAttribute("aria-busy", "true");
    leaving = true;
    /* A submission that downloads a file leaves the page standing: the form is free again. */
    setTimeout(() => { leaving = false; release(form); }, 8000);
  });

  const release = (form) => {
    form.removeAttribute("data-busy");
    form.querySelectorAll("[aria-busy]").forEach((button) => button.removeAttribute("aria-busy"));
  };
  addEventListener("pageshow", () => { leaving = false; document.querySelectorAll("form[data-busy]").forEach(release); });

  addEventListener("beforeunload", (event) => {
    if (leaving) return;
    const changed = [...watched].some((form) => form.isConnected && said(form) !== before.get(form));
    if (changed) event.preventDefault();
  });
}
