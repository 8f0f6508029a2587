// The corners of the map: what is in view, what cannot be, and how large a circle is.

import { legendSizes } from "../data/circles.js";
import { count, say } from "../data/words.js";
import { h, svg } from "./dom.js";

/** How many events are in view, and those that no map could show. Figures are never added up here. */
export function showNote(element, { inView, withoutPoint, leftOut, onWithoutPoint, onOnlyThese }) {
  element.hidden = false;
  element.replaceChildren(
    h(
      "p",
      { class: "note-count" },
      ...numbered(say("events", { n: inView }), count(inView)),
      ` ${say("inView")}`,
    ),
    ...[
      onOnlyThese &&
        h("p", {}, h("button", { type: "button", class: "link", click: onOnlyThese }, say("onlyThese"))),
      withoutPoint > 0 &&
        h(
          "p",
          {},
          h(
            "button",
            { type: "button", class: "link", click: onWithoutPoint },
            say("noPoint", { n: withoutPoint }),
          ),
        ),
      leftOut > 0 && h("p", {}, say("withoutDate", { n: leftOut })),
    ].filter(Boolean),
  );
}

/** The number large; where a language says "one event" and "two events" in words, these are. */
function numbered(words, number) {
  if (!words.startsWith(`${number} `)) return [h("strong", {}, words)];
  return [h("strong", {}, number), words.slice(number.length)];
}

export function showSizes(element, scales, isShown) {
  const families = ["casualties", "displacement"].filter((family) => scales[family]);
  element.hidden = !isShown || !families.length;
  const drawn = families.map((family) => `${family} ${scales[family]}`).join();
  if (element.hidden || element.dataset.drawn === drawn) return;
  element.dataset.drawn = drawn;
  element.replaceChildren(
    ...families.map((family) => sizes(family, scales[family])),
    h("p", { class: "size-note" }, say("openRing")),
  );
}

function sizes(family, scale) {
  const circles = legendSizes(scale);
  const largest = Math.max(...circles.map(({ radius }) => radius));
  const size = 2 * largest + 4;
  const label = say(family === "casualties" ? "killedCircles" : "displacedCircles");
  const text = ({ people, radius }) => {
    const y = size - 2 - 2 * radius;
    return [
      svg("line", { class: "size-line", x1: largest + 2, x2: size + 8, y1: y, y2: y }),
      svg("text", { class: "size-text", x: size + 11, y: y + 4 }, count(people)),
    ];
  };
  return h(
    "figure",
    { class: `size ${family}` },
    svg(
      "svg",
      { width: size + 66, height: size + 6, viewBox: `0 -6 ${size + 66} ${size + 6}`, "aria-hidden": "true" },
      circles.map(({ radius }) =>
        svg("circle", {
          class: `figure-circle ${family} is-filled`,
          cx: largest + 2,
          cy: size - 2 - radius,
          r: radius,
        }),
      ),
      circles.map(text),
    ),
    h("figcaption", {}, label),
  );
}
