// Parts of a page as tabs. Without this script they stand one below the other, each under its heading.

import { say } from "../data/words.js";
import { h } from "../ui/dom.js";

let count = 0;

/**
 * Makes tabs of the panels, elements with their name in `data-tab`. `data-tab-mark` says something more of one,
 * `data-tab-lang` its language; one with `data-tab-narrow` is a tab on narrow windows only, else it is always
 * there. `onShow(panel)` hears which is shown. Returns `show(panel)`, `panels` and the tab `list`.
 */
export function makeTabs(panels, { label, before = panels[0], onShow = () => {} }) {
  const group = `tabs-${(count += 1)}`;
  const narrow = matchMedia("(width < 1000px)");
  const tabs = panels.map((panel, index) => tabOf(panel, `${group}-${index}`));
  const list = h("div", { class: "tabs", role: "tablist", "aria-label": label }, tabs);
  let shown = null;

  const isTab = (panel) => !("tabNarrow" in panel.dataset) || narrow.matches;
  const offered = () => panels.filter(isTab);

  function show(panel, { hasFocus = false } = {}) {
    shown = isTab(panel) ? panel : offered()[0];
    panels.forEach((other, index) => {
      const tab = tabs[index];
      const isShown = other === shown;
      tab.hidden = !isTab(other);
      tab.setAttribute("aria-selected", String(isShown));
      tab.tabIndex = isShown ? 0 : -1;
      other.hidden = isTab(other) && !isShown;
      if (isTab(other)) other.setAttribute("role", "tabpanel");
      else other.removeAttribute("role");
      if (isShown && hasFocus) tab.focus();
    });
    onShow(shown);
  }

  list.addEventListener("click", ({ target }) => {
    const at = tabs.indexOf(target.closest("[role='tab']"));
    if (at >= 0) show(panels[at]);
  });
  list.addEventListener("keydown", (press) => {
    const among = offered();
    const to = landingTab(press.key, among.indexOf(shown), among.length, getComputedStyle(list).direction);
    if (to === null) return;
    press.preventDefault();
    show(among[to], { hasFocus: true });
  });
  narrow.addEventListener("change", () => show(shown));
  before.before(list);
  show(offered().find(hasErrors) ?? offered()[0]);
  return { show, panels, list, shown: () => shown };
}

/** Which tab a key leads to, null for a key that leads nowhere. */
export function landingTab(key, at, number, direction = "ltr") {
  const onward = direction === "rtl" ? "ArrowLeft" : "ArrowRight";
  const back = direction === "rtl" ? "ArrowRight" : "ArrowLeft";
  if (key === onward) return (at + 1) % number;
  if (key === back) return (at - 1 + number) % number;
  if (key === "Home") return 0;
  if (key === "End") return number - 1;
  return null;
}

function tabOf(panel, id) {
  panel.id ||= `${id}-panel`;
  panel.setAttribute("aria-labelledby", id);
  const { tab, tabMark, tabLang } = panel.dataset;
  const mark = hasErrors(panel)
    ? h("span", { class: "tab-mark is-wrong", title: say("hasErrors", { name: tab }) }, "!")
    : tabMark && h("span", { class: "tab-mark", title: tabMark }, "✓");
  const words = tabLang ? h("span", { lang: tabLang, dir: "auto" }, tab) : tab;
  return h("button", { type: "button", role: "tab", id, "aria-controls": panel.id }, words, mark);
}

function hasErrors(panel) {
  return panel.querySelector(".errorlist:not([hidden])") !== null && panel.id !== "preview";
}
