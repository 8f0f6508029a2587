// The legend that is also the filter: kinds with their symbols and how many events each has. The first choice
// shows one kind alone, further ones add to it; without any, all are shown.

import { count } from "../data/words.js";
import { h, symbol } from "./dom.js";

export class Legend {
  constructor(element, { onKind }) {
    Object.assign(this, { element, onKind, rows: new Map() });
  }

  setGroups(groups) {
    const values = groups.map(({ value }) => value);
    if (values.join() === [...this.rows.keys()].join()) return;
    this.rows.clear();
    this.element.replaceChildren(...groups.map((group) => this.#row(group)));
  }

  #row({ value, label }) {
    const bar = h("span", { class: "kind-bar", "aria-hidden": "true" });
    const number = h("span", { class: "kind-count" });
    const button = h(
      "button",
      { type: "button", class: "kind", "aria-pressed": "false", click: () => this.onKind(value) },
      symbol(value, 18),
      h("span", { class: "kind-label" }, label),
      bar,
      number,
    );
    this.rows.set(value, { button, bar, number });
    return button;
  }

  /** `counts` is of what the other filters leave: what choosing a kind would show. */
  show({ kinds }, counts) {
    const most = Math.max(1, ...counts.values());
    for (const [value, { button, bar, number }] of this.rows) {
      const n = counts.get(value) ?? 0;
      const isChosen = kinds.has(value);
      button.setAttribute("aria-pressed", String(isChosen));
      button.classList.toggle("is-out", kinds.size > 0 && !isChosen);
      button.classList.toggle("is-empty", !n);
      bar.style.setProperty("--share", n / most);
      number.textContent = count(n);
    }
  }
}
