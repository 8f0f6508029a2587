// What Django's admin and its scripts leave without a name or out of the keyboard's reach.

/** Select2 names its box by what is chosen in it alone: the field's label comes first. */
function nameChoices() {
  for (const select of document.querySelectorAll("select.select2-hidden-accessible")) {
    const built = select.nextElementSibling;
    const box = built?.querySelector?.("[role=combobox]");
    if (!box) continue;
    const label = document.querySelector(`label[for="${CSS.escape(select.id)}"]`);
    const chosen = built.querySelector(".select2-selection__rendered");
    if (label && chosen) {
      label.id ||= `${select.id}-label`;
      chosen.id ||= `${select.id}-chosen`;
      // What is chosen is shown here and typed nowhere.
      withoutRole(chosen);
      box.setAttribute("aria-labelledby", `${label.id} ${chosen.id}`);
    } else {
      box.removeAttribute("aria-labelledby");
      box.setAttribute("aria-label", select.getAttribute("aria-label") ?? "");
      withoutRole(chosen);
    }
    built.querySelector(".select2-search__field")?.setAttribute("aria-label", nameOf(select));
  }
}

function withoutRole(shown) {
  shown?.removeAttribute("role");
  shown?.removeAttribute("aria-readonly");
}

function nameOf(select) {
  const label = document.querySelector(`label[for="${CSS.escape(select.id)}"]`);
  return (label?.textContent ?? select.getAttribute("aria-label") ?? "").replace(/:\s*$/, "").trim();
}

/** A table that is wider than the window is scrolled with the keyboard too. */
function openToKeys() {
  for (const region of document.querySelectorAll(".inline-group, .results, .scrolled")) {
    if (region.scrollWidth > region.clientWidth) region.tabIndex = 0;
    else region.removeAttribute("tabindex");
  }
}

/** The corner of a table of inline rows heads no column. */
function emptyCorners() {
  for (const head of document.querySelectorAll("thead th")) {
    if (head.childElementCount || head.textContent.trim()) continue;
    const cell = document.createElement("td");
    cell.className = head.className;
    head.replaceWith(cell);
  }
}

// jQuery builds boxes when it gets round to it, before or after the page is loaded, and in rows that are added.
new MutationObserver((changes) => {
  const added = changes.flatMap((change) => [...change.addedNodes]);
  if (added.some((node) => node.classList?.contains("select2"))) nameChoices();
}).observe(document.documentElement, { childList: true, subtree: true });
window.addEventListener("load", () => {
  nameChoices();
  openToKeys();
  emptyCorners();
  globalThis.django?.jQuery?.(document).on("select2:open", (event) => {
    const search = document.querySelector(
      ".select2-container--open .select2-dropdown .select2-search__field",
    );
    search?.setAttribute("aria-label", nameOf(event.target));
  });
});
window.addEventListener("resize", openToKeys);
