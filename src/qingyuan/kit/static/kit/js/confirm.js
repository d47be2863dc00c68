/* A submit button with data-confirm="words" asks first; data-confirm-tone="bad" for what cannot be undone. */
export function confirmFirst() {
  const dialog = document.querySelector("#confirm-dialog");
  if (!dialog) return;
  const words = dialog.querySelector("h2");
  const usual = words.textContent;
  let agreed = null;

  document.addEventListener("submit", (event) => {
    const button = event.submitter;
    const question = button?.dataset.confirm;
    if (question === undefined || agreed === button) { agreed = null; return; }
    event.preventDefault();
    event.stopImmediatePropagation();
    words.textContent = question || usual;
    dialog.dataset.tone = button.dataset.confirmTone ?? (button.classList.contains("btn-danger") ? "bad" : "");
    dialog.returnValue = "";
    dialog.addEventListener("close", () => {
      if (dialog.returnValue !== "yes") { button.focus(); return; }
      agreed = button;
      event.target.requestSubmit(button);
    }, { once: true });
    dialog.showModal();
    dialog.querySelector("[value=no]")?.focus();
  }, { capture: true });
}
