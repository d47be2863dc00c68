/* On phones a form.filters with more than three parts stands behind a button (see forms.css). */
function fold(within) {
  const template = document.querySelector("#filters-toggle");
  if (!template) return;
  within.querySelectorAll(".filters:has(> :nth-child(4)):not([data-folded])").forEach((form, n) => {
    form.dataset.folded = "";
    form.id ||= `filters-${n}`;
    const button = template.content.firstElementChild.cloneNode(true);
    const used = [...form.querySelectorAll("input, select")].filter((field) => field.type === "checkbox" || field.type === "radio" ? field.checked && field.value : field.type !== "hidden" && field.value).length;
    if (used) button.append(` · ${used}`);
    button.setAttribute("aria-controls", form.id);
    button.setAttribute("aria-expanded", "false");
    button.addEventListener("click", () => button.setAttribute("aria-expanded", String(form.toggleAttribute("data-unfolded"))));
    form.before(button);
  });
}

/* form[data-autosubmit]: a choice takes effect at once, a typed word or date when the field is left or Enter pressed. */
export function filterAtOnce() {
  fold(document);
  document.addEventListener("htmx:load", (event) => { if (event.target instanceof Element) fold(event.target); });

  document.addEventListener("change", (event) => {
    const form = event.target.form;
    if (!form?.matches("[data-autosubmit]")) return;
    if (event.target.matches("input[type=date], input[type=text], input[type=search], input[type=number]")) {
      if (document.activeElement === event.target) {
        event.target.addEventListener("blur", () => form.requestSubmit(), { once: true });
        return;
      }
    }
    form.requestSubmit();
  });

  /* Empty fields do not clutter the address. */
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-autosubmit], .filters, [role=search]") || form.method !== "get") return;
    const empty = [...form.elements].filter((field) => field.name && field.value === "" && !field.disabled);
    empty.forEach((field) => { field.disabled = true; });
    setTimeout(() => empty.forEach((field) => { field.disabled = false; }), 0);
  });
}
