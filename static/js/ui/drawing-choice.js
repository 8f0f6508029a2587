// How the events are drawn: as their editors set it, or one way for all.

import { DRAWINGS } from "../data/drawing.js";
import { say } from "../data/words.js";
import { h, svg } from "./dom.js";

const WORDS = {
  "": "drawAsSet",
  symbols: "drawSymbols",
  circles: "drawCircles",
  areas: "drawAreas",
  heat: "drawHeat",
};

let choices = 0;

export class DrawingChoice {
  /** `onDraw(name)` with one of DRAWINGS, or null for the editors' own choice. */
  constructor(element, { onDraw }) {
    const name = `drawing-${(choices += 1)}`;
    this.inputs = new Map();
    const choice = (value) => {
      const input = h("input", { type: "radio", name, value, change: () => onDraw(value || null) });
      this.inputs.set(value, input);
      return h(
        "label",
        { class: "drawing" },
        input,
        h("span", { class: "drawing-face" }, picture(value), h("span", {}, say(WORDS[value]))),
      );
    };
    element.replaceChildren(
      h("fieldset", { class: "drawings" }, h("legend", {}, say("drawing")), ["", ...DRAWINGS].map(choice)),
    );
  }

  show(draw) {
    this.inputs.get(draw ?? "").checked = true;
  }
}

/** What each looks like, in a few lines. */
function picture(value) {
  const circle = (cx, cy, r, name = "") => svg("circle", { cx, cy, r, class: name });
  const drawn = {
    "": [
      circle(6, 7, 2.6, "full"),
      circle(15, 13, 5.5, "pale"),
      svg("path", { class: "ring", d: "M3 17h5v-5" }),
    ],
    symbols: [
      circle(6, 6.5, 2.8, "full"),
      svg("path", { class: "full", d: "M14.5 3.5l3.4 6h-6.8zM5 12.5h5v5H5z" }),
      svg("path", { class: "full", d: "M15.5 11.8l3 3-3 3-3-3z" }),
    ],
    circles: [circle(7.5, 8, 6, "pale"), circle(15.5, 15.5, 3.2, "pale"), circle(16.5, 5, 1.8, "pale")],
    areas: [
      svg("path", { class: "ring", d: "M3 5l8-2 7 4-2 9-9 2z" }),
      svg("path", { class: "line", d: "M4 11l6-7.4M5.2 15.5 14 4.7M8.4 17.3l8.2-10M13 16.6l3.7-4.6" }),
    ],
    heat: [circle(10.5, 10.5, 8, "faint"), circle(10.5, 10.5, 5.2, "pale"), circle(10.5, 10.5, 2.6, "full")],
  };
  return svg(
    "svg",
    { class: "drawing-picture", viewBox: "0 0 21 21", width: 21, height: 21, "aria-hidden": "true" },
    drawn[value],
  );
}
