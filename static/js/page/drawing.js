// How the map is drawn: the layers as the reader has put them, the choice of a drawing, and the key to it.

import { layersDrawn } from "../data/drawing.js";
import { h } from "../ui/dom.js";
import { DrawingChoice } from "../ui/drawing-choice.js";
import { showKey } from "../ui/map-key.js";

export class Drawing {
  /** In `element`, the box of the layers; `onDraw(name)` with a name of DRAWINGS or null. */
  constructor(element, { stage, config, onDraw }) {
    Object.assign(this, { stage, config, draw: null, heat: null });
    const place = h("div", { class: "drawing-choice" });
    this.key = h("div", { class: "map-key" });
    element.append(place, this.key);
    this.choice = new DrawingChoice(place, { onDraw });
  }

  /** Before the stage draws a state. */
  show(state) {
    this.draw = state.draw;
    this.stage.setLayers(layersDrawn(this.config.layers, state));
    this.choice.show(state.draw);
    this.#explain();
  }

  /** What the map has drawn: its surface says how many events its darkest part stands for. */
  drawn({ heat }) {
    this.heat = heat;
    this.#explain();
  }

  #explain() {
    showKey(this.key, { draw: this.draw, heat: this.heat, verifications: this.config.verifications });
  }
}
