// The layers: on and off, which lies above which, how faint; and the places where the drawing is chosen and explained.

import { layersDrawn, moved } from "../data/drawing.js";
import { count, say } from "../data/words.js";
import { h } from "./dom.js";

const FAINTEST = 10;
const STEP = 10;
const FULL = 100;

export class LayerList {
  constructor({ layers, hasCircles, onLayers, onFigures, onOpacity, onOrder }) {
    Object.assign(this, { layers, onLayers, onOpacity, onOrder });
    this.rows = new Map();
    this.list = h("ol", { class: "layer-list" });
    this.figures = h("input", { type: "checkbox", change: onFigures });
    if (layers.length > 1) for (const layer of layers) this.rows.set(layer.slug, this.#row(layer));
    this.drawing = h("div", { class: "drawing-choice" });
    this.key = h("div", { class: "map-key" });
    this.element = h(
      "details",
      { class: "layers" },
      h("summary", {}, say(layers.length > 1 ? "layers" : "drawn")),
      this.list,
      hasCircles && h("label", { class: "layer" }, this.figures, h("span", {}, say("figuresLayer"))),
      this.drawing,
      this.key,
    );
  }

  #row({ slug, name }) {
    const input = h("input", { type: "checkbox", change: () => this.onLayers(slug) });
    const number = h("span", { class: "kind-count" });
    const opacity = h("input", {
      type: "range",
      class: "opacity",
      min: FAINTEST,
      max: FULL,
      step: STEP,
      "aria-label": say("layerOpacity", { layer: name }),
      title: say("layerOpacity", { layer: name }),
      input: ({ target }) => this.onOpacity(slug, Number(target.value)),
    });
    const [up, down] = [
      this.#mover("up", -1, slug, say("layerUp", { layer: name })),
      this.#mover("down", 1, slug, say("layerDown", { layer: name })),
    ];
    const element = h(
      "li",
      { class: "layer-row" },
      h("label", { class: "layer" }, input, h("span", {}, name), number),
      opacity,
      up,
      down,
    );
    return { element, input, number, opacity, up, down };
  }

  #mover(name, steps, slug, label) {
    const act = ({ currentTarget }) => {
      this.onOrder(moved(this.layers, this.state, slug, steps));
      this.focused = currentTarget;
    };
    return h("button", {
      type: "button",
      class: `mover ${name}`,
      "aria-label": label,
      title: label,
      click: act,
    });
  }

  show(state, counts) {
    this.state = state;
    this.figures.checked = state.figures;
    if (!state.figures) this.element.open = true;
    const order = layersDrawn(this.layers, state).filter(({ slug }) => this.rows.has(slug));
    order.forEach(({ slug, opacity }, place) => {
      const { input, number, opacity: slider, up, down } = this.rows.get(slug);
      input.checked = state.layers.has(slug);
      number.textContent = count(counts.get(slug) ?? 0);
      slider.value = Math.round(opacity * FULL);
      slider.setAttribute("aria-valuetext", say("percent", { n: Math.round(opacity * FULL) }));
      // Not `disabled`: the focus would be lost when a layer reaches the top.
      up.setAttribute("aria-disabled", String(place === 0));
      down.setAttribute("aria-disabled", String(place === order.length - 1));
      if (!input.checked || opacity < 1) this.element.open = true;
    });
    this.#arrange(order.map(({ slug }) => this.rows.get(slug).element));
  }

  #arrange(rows) {
    if (rows.every((row, i) => row === this.list.children[i])) return;
    this.list.replaceChildren(...rows);
    this.focused?.focus({ preventScroll: true });
    this.focused = null;
  }
}
