/* Putting a figure of the ledger where the cursor is: its name in braces. */
let place = document.querySelector("textarea[data-figures]");

document.addEventListener("focusin", (event) => {
  if (event.target.matches?.("textarea[data-figures], input[name=title]")) place = event.target;
});

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-fact]");
  if (!button || !place) return;
  const words = `{${button.dataset.fact}}`;
  const [from, to] = [place.selectionStart ?? place.value.length, place.selectionEnd ?? place.value.length];
  place.setRangeText(words, from, to, "end");
  place.dispatchEvent(new Event("input", { bubbles: true }));
  place.focus();
});
