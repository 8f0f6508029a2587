// The legend that is also the filter: kinds with their counts, and the layers.

import { count, say } from "../data/words.js";
import { h, symbol } from "./dom.js";

export class Legend {
  constructor(element, { groups, layers, onKinds, onLayers, onFigures, hasCircles }) {
    this.chips = new Map();
    this.boxes = new Map();
    const chips = groups.map(({ value, label }) => this.#chip(value, label, onKinds));
    this.all = h(
      "button",
      { type: "button", class: "link", hidden: true, click: () => onKinds(null) },
      say("allKinds"),
    );
    element.replaceChildren(
      h("div", { class: "chips", role: "group", "aria-label": say("kinds") }, chips, this.all),
      (this.layers = h(
        "details",
        { class: "layers" },
        h("summary", {}, say("layers")),
        layers.length > 1 &&
          layers.map((layer) => this.#box(layer.slug, layer.name, () => onLayers(layer.slug))),
        hasCircles && this.#box("", say("figuresLayer"), onFigures),
      )),
    );
  }

  #chip(value, label, onKinds) {
    const number = h("span", { class: "chip-count" });
    const button = h(
      "button",
      { type: "button", class: "chip", "aria-pressed": "false", click: () => onKinds(value) },
      symbol(value, 18),
      h("span", { class: "chip-label" }, label),
      number,
    );
    this.chips.set(value, { button, number });
    return button;
  }

  #box(slug, name, onChange) {
    const input = h("input", { type: "checkbox", change: onChange });
    const number = h("span", { class: "chip-count" });
    this.boxes.set(slug, { input, number });
    return h("label", { class: "layer" }, input, h("span", {}, name), slug && number);
  }

  show({ kinds, layers, figures }, kindCounts, layerCounts) {
    for (const [value, { button, number }] of this.chips) {
      const isChosen = kinds.has(value);
      const n = kindCounts.get(value) ?? 0;
      button.setAttribute("aria-pressed", String(isChosen));
      button.classList.toggle("is-out", kinds.size > 0 && !isChosen);
      button.classList.toggle("is-empty", !n);
      number.textContent = count(n);
    }
    this.all.hidden = !kinds.size;
    for (const [slug, { input, number }] of this.boxes) {
      input.checked = slug ? layers.has(slug) : figures;
      number.textContent = count(layerCounts.get(slug) ?? 0);
      if (!input.checked) this.layers.open = true;
    }
  }
}
