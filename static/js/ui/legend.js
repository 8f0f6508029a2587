// The legend that is also the filter: kinds with their symbols, how many events each has, and the layers.

import { count, say } from "../data/words.js";
import { h, symbol } from "./dom.js";
import { LayerList } from "./layers.js";

export class Legend {
  constructor(element, { groups, layers, hasCircles, onKinds, ...onLayers }) {
    this.rows = new Map();
    const rows = groups.map(({ value, label }) => this.#row(value, label, onKinds));
    this.all = h(
      "button",
      { type: "button", class: "link all-kinds", hidden: true, click: () => onKinds(null) },
      say("allKinds"),
    );
    this.layers = new LayerList({ layers, hasCircles, ...onLayers });
    const isOpen = element.querySelector(".layers")?.open ?? false;
    this.layers.element.open = isOpen;
    element.replaceChildren(
      h("div", { class: "kinds", role: "group", "aria-label": say("kinds") }, rows, this.all),
      this.layers.element,
    );
  }

  #row(value, label, onKinds) {
    const bar = h("span", { class: "kind-bar", "aria-hidden": "true" });
    const number = h("span", { class: "kind-count" });
    const button = h(
      "button",
      { type: "button", class: `kind group-${value}`, "aria-pressed": "false", click: () => onKinds(value) },
      symbol(value, 18),
      h("span", { class: "kind-label" }, label),
      bar,
      number,
    );
    this.rows.set(value, { button, bar, number });
    return button;
  }

  /** Counts are of what the other filters leave, so that each says what choosing its kind would show. */
  show(state, { group, layer }) {
    const most = Math.max(1, ...group.values());
    for (const [value, { button, bar, number }] of this.rows) {
      const n = group.get(value) ?? 0;
      const isChosen = state.kinds.has(value);
      button.setAttribute("aria-pressed", String(isChosen));
      button.classList.toggle("is-out", state.kinds.size > 0 && !isChosen);
      button.classList.toggle("is-empty", !n);
      bar.style.setProperty("--share", n / most);
      number.textContent = count(n);
    }
    this.all.hidden = !state.kinds.size;
    this.layers.show(state, layer);
  }
}
