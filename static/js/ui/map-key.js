// How to read the map: what precision and verification look like, and what the chosen drawing counts.

import { AREA_STEPS } from "../data/drawing.js";
import { count, say } from "../data/words.js";
import { h, svg } from "./dom.js";
import { verifiedSymbol } from "./marks.js";

/** Any kind's shape will do; its colour is taken away by the style sheet. */
const KIND = "shelling";
const SHADES = 5;

/**
 * `verifications` are the choices of the page's configuration; `draw` as in the state; `heat` is what the map
 * last said of its surface: `{ most, km }` or null.
 */
export function showKey(element, { draw = null, verifications = [], heat = null }) {
  const asked = JSON.stringify([draw, heat]);
  if (element.dataset.shown === asked) return;
  element.dataset.shown = asked;
  element.replaceChildren(
    ...[drawingKey(draw, heat), precisionKey(), verificationKey(verifications)].filter(Boolean),
  );
}

function drawingKey(draw, heat) {
  if (draw === "heat") return heatKey(heat);
  if (draw === "areas") return areasKey();
  if (draw === "circles")
    return part("keyFigures", [row(circlesPicture(), say("keyCircles"))], "keyCirclesNote");
  return null;
}

function heatKey(heat) {
  const shades = Array.from({ length: SHADES }, (_, i) =>
    svg("rect", { class: `shade-${i + 1}`, x: i * 26, y: 0, width: 26, height: 12 }),
  );
  const ramp = svg(
    "svg",
    { class: "ramp", viewBox: "0 0 130 12", width: 130, height: 12, "aria-hidden": "true" },
    shades,
  );
  return part(
    "keyHeat",
    [
      h("li", { class: "ramp-row" }, h("span", {}, say("few")), ramp, h("span", {}, say("many"))),
      heat && h("li", {}, say("keyHeatMost", { n: heat.most, km: distance(heat.km) })),
    ],
    "keyHeatNote",
  );
}

function distance(km) {
  return count(km >= 10 ? Math.round(km) : Math.round(km * 10) / 10);
}

function areasKey() {
  const rows = AREA_STEPS.map(({ least, apart }, i) => {
    const next = AREA_STEPS[i + 1]?.least;
    const words = next
      ? next - 1 > least
        ? say("fromTo", { from: count(least), to: count(next - 1) })
        : count(least)
      : say("orMore", { n: least });
    return row(hatchPicture(apart), words);
  });
  return part("keyAreas", rows, "keyAreasNote");
}

function precisionKey() {
  const spot = (x = 15) => svg("circle", { class: "key-spot", cx: x, cy: 10, r: 4.5 });
  return part("keyPrecision", [
    row(picture(spot()), say("keyExact")),
    row(picture(svg("circle", { class: "key-dashes", cx: 15, cy: 10, r: 8.5 }), spot()), say("keyNear")),
    row(
      picture(
        svg("rect", { class: "key-dashes", x: 6.5, y: 1.5, width: 17, height: 17, rx: 2 }),
        svg("path", { class: "key-hatch", d: "M2 9l7-7M2 17l15-15M8 19l15-15M16 19l12-12M24 19l4-4" }),
        spot(),
      ),
      say("keyArea"),
    ),
    row(picture(svg("path", { class: "key-band", d: "M2 14q9-9 26-8" })), say("keyBorder")),
    row(picture(), say("keyNoPoint")),
  ]);
}

function verificationKey(verifications) {
  const rows = verifications.map(({ value, label }) => row(verifiedSymbol(KIND, value, 20), label));
  return rows.length ? part("keyVerification", rows) : null;
}

function part(title, rows, note = null) {
  return h(
    "section",
    { class: "key-part" },
    h("h3", {}, say(title)),
    h("ul", {}, rows),
    note && h("p", {}, say(note)),
  );
}

function row(drawn, words) {
  return h("li", {}, drawn, h("span", {}, words));
}

function picture(...parts) {
  return svg("svg", { viewBox: "0 0 30 20", width: 30, height: 20, "aria-hidden": "true" }, parts);
}

function circlesPicture() {
  return picture(
    svg("circle", { class: "figure-circle is-filled", cx: 8, cy: 10, r: 7 }),
    svg("circle", { class: "figure-circle is-ring", cx: 23, cy: 10, r: 5 }),
  );
}

function hatchPicture(apart) {
  const lines = [];
  for (let x = -18; x < 30; x += apart * Math.SQRT2) lines.push(`M${x.toFixed(1)} 19l18-18`);
  return svg(
    "svg",
    { viewBox: "0 0 30 20", width: 30, height: 20, "aria-hidden": "true" },
    svg(
      "svg",
      { x: 1, y: 1, width: 28, height: 18, viewBox: "1 1 28 18" },
      svg("path", { class: "key-hatch is-count", d: lines.join("") }),
    ),
    svg("rect", { class: "key-frame", x: 1, y: 1, width: 28, height: 18 }),
  );
}
