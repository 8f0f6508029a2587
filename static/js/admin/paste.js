// The form for a pasted article: the keyboard goes through it without a detour.

/** A choice from the server opens with the first letter, which is typed into its search. */
document.addEventListener("keydown", (event) => {
  const box = event.target.closest?.(".select2-selection[role=combobox]");
  const isLetter = event.key.length === 1 && event.key !== " ";
  if (!box || !isLetter || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  const select = box.closest(".select2").previousElementSibling;
  django.jQuery(select).select2("open");
  const search = document.querySelector(".select2-container--open .select2-search__field");
  search.value += event.key;
  search.dispatchEvent(new Event("input", { bubbles: true }));
});

/** Ctrl or ⌘ with Enter saves from wherever one is, the text included. */
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  const form = event.target.closest?.("form");
  const save = form?.querySelector("input[name=_save]");
  if (!save) return;
  event.preventDefault();
  form.requestSubmit(save);
});

// Once the admin's own script has looked for a first field: the text is what everything else is told from.
window.addEventListener("load", () => {
  const text = document.getElementById("id_text");
  if (text && !text.value) text.focus();
});
