// Parts of a page as tabs. Without this script they stand one below the other, each under its heading.

import { say } from "../data/words.js";
import { h } from "../ui/dom.js";

/** How much of a tab's neighbour is seen in a line that is too short for all. */
const BESIDE_PX = 40;

let count = 0;

/**
 * Makes tabs of the panels, elements with their name in `data-tab`. `data-tab-mark` says something more of one,
 * `data-tab-lang` its language; one with `data-tab-narrow` is a tab on narrow windows only, else it is always
 * there; one with `data-tab-left-out` is not shown. `onShow(panel)` hears which is shown. Returns `show(panel)`,
 * `panels`, the tab `list`, and `renew()`, which reads anew what the panels say of themselves.
 */
export function makeTabs(panels, { label, before = panels[0], onShow = () => {} }) {
  const group = `tabs-${(count += 1)}`;
  const narrow = matchMedia("(width < 1000px)");
  const tabs = panels.map((panel, index) => tabOf(panel, `${group}-${index}`));
  const isLeftOut = (panel) => "tabLeftOut" in panel.dataset;
  const list = h("div", { class: "tabs", role: "tablist", "aria-label": label }, tabs);
  let shown = null;

  const isTab = (panel) => !("tabNarrow" in panel.dataset) || narrow.matches;
  const offered = () => panels.filter((panel) => isTab(panel) && !isLeftOut(panel));

  function show(panel, { hasFocus = false } = {}) {
    const among = offered();
    shown = among.includes(panel) ? panel : among[0];
    panels.forEach((other, index) => {
      const tab = tabs[index];
      const isShown = other === shown;
      tab.hidden = !among.includes(other);
      tab.setAttribute("aria-selected", String(isShown));
      tab.tabIndex = isShown ? 0 : -1;
      other.hidden = isLeftOut(other) || (isTab(other) && !isShown);
      if (isTab(other)) other.setAttribute("role", "tabpanel");
      else other.removeAttribute("role");
      if (isShown && hasFocus) tab.focus();
    });
    bringIntoSight(tabs[panels.indexOf(shown)]);
    onShow(shown);
  }

  /** On narrow windows the tabs are one line, moved along: that of the panel shown is in it, and a bit beside. */
  function bringIntoSight(tab) {
    const [line, at] = [list.getBoundingClientRect(), tab.getBoundingClientRect()];
    if (at.left < line.left + BESIDE_PX) list.scrollLeft += at.left - line.left - BESIDE_PX;
    if (at.right > line.right - BESIDE_PX) list.scrollLeft += at.right - line.right + BESIDE_PX;
    tellMore();
  }

  /** Whether the line goes on to the left or to the right of what is seen of it. */
  function tellMore() {
    const [line, all] = [list.getBoundingClientRect(), tabs.filter((tab) => !tab.hidden)];
    const edges = all.map((tab) => tab.getBoundingClientRect());
    list.classList.toggle("has-more-before", Math.min(...edges.map(({ left }) => left)) < line.left - 1);
    list.classList.toggle("has-more-after", Math.max(...edges.map(({ right }) => right)) > line.right + 1);
  }

  function renew() {
    panels.forEach((panel, index) => tabs[index].replaceChildren(...namedAs(panel)));
    show(shown);
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
  list.addEventListener("scroll", tellMore, { passive: true });
  new ResizeObserver(tellMore).observe(list);
  before.before(list);
  show(offered().find(hasErrors) ?? offered()[0]);
  return { show, renew, panels, list, shown: () => shown };
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
  return h("button", { type: "button", role: "tab", id, "aria-controls": panel.id }, namedAs(panel));
}

function namedAs(panel) {
  const { tab, tabMark, tabLang } = panel.dataset;
  const mark = hasErrors(panel)
    ? markOf("!", say("hasErrors", { name: tab }), " is-wrong")
    : tabMark && markOf("✓", tabMark);
  const words = tabLang ? h("span", { lang: tabLang, dir: "auto" }, tab) : tab;
  return mark ? [words, mark] : [words];
}

function markOf(sign, words, look = "") {
  return h("span", { class: `tab-mark${look}`, role: "img", title: words, "aria-label": words }, sign);
}

function hasErrors(panel) {
  return panel.querySelector(".errorlist:not([hidden])") !== null && panel.id !== "preview";
}
