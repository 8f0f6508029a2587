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

function nameOf(field) {
  const label = document.querySelector(`label[for="${CSS.escape(field.id)}"]`);
  return (label?.textContent ?? field.getAttribute("aria-label") ?? "").replace(/:\s*$/, "").trim();
}

/** What opens over the page is a part of it with a name, and the box that opened it says which. */
function nameOpened({ target: select }) {
  const dropdown = document.querySelector(".select2-container--open .select2-dropdown");
  if (!dropdown) return;
  dropdown.querySelector(".select2-search__field")?.setAttribute("aria-label", nameOf(select));
  dropdown.parentElement.setAttribute("role", "region");
  dropdown.parentElement.setAttribute("aria-label", nameOf(select));
  const list = dropdown.querySelector("[role=listbox]");
  const box = select.nextElementSibling?.querySelector("[role=combobox]");
  if (list) box?.setAttribute("aria-controls", list.id);
}

function nameCalendars() {
  for (const box of document.querySelectorAll(".calendarbox, .clockbox")) {
    const opener = document.getElementById(box.id.replace("box", "link"));
    const field = opener?.closest(".datetimeshortcuts")?.parentElement.querySelector("input");
    box.setAttribute("role", "region");
    box.setAttribute("aria-label", field ? nameOf(field) : "");
    if (opener) leadIntoAndBack(opener, box);
  }
}

/** Calendars stand at the end of the page: opened by a key, the keys go there, and back when it closes. */
function leadIntoAndBack(opener, box) {
  opener.addEventListener("click", (event) => {
    // A click that a key made has no count.
    if (!event.detail) box.querySelector("a")?.focus();
  });
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape") opener.focus();
  });
  box.addEventListener("click", () => {
    if (box.style.display === "none" && !document.activeElement?.matches("input")) opener.focus();
  });
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
  nameCalendars();
  globalThis.django?.jQuery?.(document).on("select2:open", nameOpened);
});
window.addEventListener("resize", openToKeys);
