// How the map is drawn: the choice of a drawing, and the key to it.

import { h } from "../ui/dom.js";
import { DrawingChoice } from "../ui/drawing-choice.js";
import { showKey } from "../ui/map-key.js";

export class Drawing {
  /** In `element`, the box of the layers; `onDraw(name)` with a name of DRAWINGS or null. */
  constructor(element, { verifications, onDraw }) {
    Object.assign(this, { verifications, draw: null, heat: null });
    const place = h("div", { class: "drawing-choice" });
    this.key = h("div", { class: "map-key" });
    element.append(place, this.key);
    this.choice = new DrawingChoice(place, { onDraw });
  }

  show({ draw }) {
    this.draw = draw;
    this.choice.show(draw);
    this.#explain();
  }

  /** What the map has drawn: its surface says how many events its darkest part stands for. */
  drawn({ heat }) {
    this.heat = heat;
    this.#explain();
  }

  #explain() {
    showKey(this.key, { draw: this.draw, heat: this.heat, verifications: this.verifications });
  }
}
