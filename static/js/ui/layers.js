// The layers: on and off, which lies above which, and how strongly each is drawn.

import { FAINTEST, layersDrawn, moved } from "../data/drawing.js";
import { count, say } from "../data/words.js";
import { h } from "./dom.js";

const STEP = 10;
const FULL = 100;

export class LayerList {
  /** In a `<details>` with a list to fill and a box for the figures, whose words the page brings. */
  constructor(element, { onLayer, onFigures, onOpacity, onOrder }) {
    Object.assign(this, { element, onLayer, onOpacity, onOrder, layers: [], rows: new Map() });
    this.list = element.querySelector("ol");
    this.figures = element.querySelector("[name='figures']");
    this.figures.addEventListener("change", onFigures);
  }

  setLayers(layers, { hasCircles }) {
    this.figures.closest("label").hidden = !hasCircles;
    // One layer is the map itself: there is nothing to choose.
    const several = layers.length > 1 ? layers : [];
    if (several.map(({ slug }) => slug).join() === [...this.rows.keys()].join()) return;
    this.layers = layers;
    this.rows = new Map(several.map((layer) => [layer.slug, this.#row(layer)]));
    this.list.replaceChildren();
  }

  #row({ slug, name }) {
    const input = h("input", { type: "checkbox", change: () => this.onLayer(slug) });
    const number = h("span", { class: "kind-count" });
    const label = say("layerOpacity", { layer: name });
    const opacity = h("input", {
      type: "range",
      class: "opacity",
      min: FAINTEST,
      max: FULL,
      step: STEP,
      "aria-label": label,
      title: label,
      input: ({ target }) => this.onOpacity(slug, Number(target.value), { isDone: false }),
      change: ({ target }) => this.onOpacity(slug, Number(target.value), { isDone: true }),
    });
    const up = this.#mover("up", -1, slug, say("layerUp", { layer: name }));
    const down = this.#mover("down", 1, slug, say("layerDown", { layer: name }));
    const words = h("label", { class: "layer" }, input, h("span", {}, name), number);
    return {
      element: h("li", { class: "layer-row" }, words, opacity, up, down),
      ...{ input, number, opacity, up, down },
    };
  }

  #mover(name, steps, slug, label) {
    const move = ({ currentTarget }) => {
      this.focused = currentTarget;
      this.onOrder(moved(this.layers, this.state, slug, steps));
    };
    const properties = { type: "button", class: `mover ${name}`, "aria-label": label, title: label };
    return h("button", { ...properties, click: move });
  }

  show(state, counts) {
    this.state = state;
    this.figures.checked = state.figures;
    const order = layersDrawn(this.layers, state).filter(({ slug }) => this.rows.has(slug));
    order.forEach(({ slug, opacity: strength }, place) => {
      const { input, number, opacity, up, down } = this.rows.get(slug);
      const percent = Math.round(strength * FULL);
      input.checked = state.layers.has(slug);
      number.textContent = count(counts.get(slug) ?? 0);
      opacity.value = percent;
      opacity.style.setProperty("--strength", strength);
      opacity.setAttribute("aria-valuetext", say("percent", { n: percent }));
      // Not `disabled`: the focus would be lost when a layer reaches the top.
      up.setAttribute("aria-disabled", String(place === 0));
      down.setAttribute("aria-disabled", String(place === order.length - 1));
    });
    this.#arrange(order.map(({ slug }) => this.rows.get(slug).element));
    this.#openIfChanged(state);
  }

  #arrange(rows) {
    if (rows.length === this.list.children.length && rows.every((row, i) => row === this.list.children[i]))
      return;
    this.list.replaceChildren(...rows);
    this.focused?.focus({ preventScroll: true });
    this.focused = null;
  }

  /** What a link has changed here is seen at once; afterwards it is the reader's to open and close. */
  #openIfChanged({ figures, opacity, order, layers }) {
    if (this.wasShown) return;
    this.wasShown = true;
    const isOff = this.layers.some(({ slug }) => !layers.has(slug));
    if (!figures || isOff || opacity.size || order.length) this.element.open = true;
  }
}
