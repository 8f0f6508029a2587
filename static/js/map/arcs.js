// Displacement as arcs: thin where people left, broad with an arrow where they came to. Pure but for the pen.

import { longitudeToX, latitudeToY } from "../data/measuring.js";

/** How far an arc bows to the left of its way, as a part of its length. */
const BEND = 0.22;
const STEPS = 24;
/** The breadth of an arc at its arrow: without a number, and of the most people. */
const LEAST_PX = 3;
const MOST_PX = 11;
const ORIGIN_PX = 1;
/** An arc ends before the symbol that it leads to. */
const SHORT_OF_PX = 13;
/** Shorter ones would be an arrow without a way. */
const SHORTEST_PX = 34;
const HEAD_PX = 9;
const FAINT = 0.25;

/** The breadth at the arrow for so many people, its area-like measure the square root, as for circles. */
export function breadthOf(people, most) {
  if (!people || !most) return LEAST_PX;
  return LEAST_PX + (MOST_PX - LEAST_PX) * Math.sqrt(Math.min(1, people / most));
}

/** The outline of an arc in pixels: its tapered body and the arrow, as one polygon; null when too short. */
export function arcShape(from, to, breadth) {
  const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
  if (length < SHORTEST_PX) return null;
  const control = [
    (from[0] + to[0]) / 2 + (to[1] - from[1]) * BEND,
    (from[1] + to[1]) / 2 - (to[0] - from[0]) * BEND,
  ];
  const head = HEAD_PX + breadth * 0.7;
  // Where the body ends and the arrow begins, by length along the nearly straight last part.
  const tip = 1 - SHORT_OF_PX / length;
  const neck = tip - head / length;
  const [left, right] = [[], []];
  for (let i = 0; i <= STEPS; i += 1) {
    const t = (neck * i) / STEPS;
    const { point, normal } = at(from, control, to, t);
    const half = (ORIGIN_PX + (breadth - ORIGIN_PX) * (i / STEPS)) / 2;
    left.push([point[0] + normal[0] * half, point[1] + normal[1] * half]);
    right.push([point[0] - normal[0] * half, point[1] - normal[1] * half]);
  }
  const { point, normal } = at(from, control, to, neck);
  const wing = breadth / 2 + HEAD_PX / 2;
  const side = (sign) => [point[0] + sign * normal[0] * wing, point[1] + sign * normal[1] * wing];
  return {
    outline: [...left, side(1), at(from, control, to, tip).point, side(-1), ...right.reverse()],
    middle: at(from, control, to, 0.5).point,
  };
}

function at(from, control, to, t) {
  const weigh = (axis) => (1 - t) ** 2 * from[axis] + 2 * t * (1 - t) * control[axis] + t ** 2 * to[axis];
  const slope = (axis) => 2 * (1 - t) * (control[axis] - from[axis]) + 2 * t * (to[axis] - control[axis]);
  const [dx, dy] = [slope(0), slope(1)];
  const length = Math.hypot(dx, dy) || 1;
  return { point: [weigh(0), weigh(1)], normal: [-dy / length, dx / length] };
}

/**
 * Paints `arcs` of `{ origin, destination, people, isSelected, opacity }`; the middles of the selected ones come
 * back, for their words.
 */
export function paintArcs(pen, arcs, { most, hasSelection }) {
  const { context } = pen;
  const middles = [];
  for (const arc of [...arcs].sort((a, b) => Number(a.isSelected) - Number(b.isSelected))) {
    const shape = arcShape(
      placeOf(pen, arc.origin),
      placeOf(pen, arc.destination),
      breadthOf(arc.people, most),
    );
    if (!shape) continue;
    context.beginPath();
    shape.outline.forEach(([x, y], i) => (i ? context.lineTo(x, y) : context.moveTo(x, y)));
    context.closePath();
    context.globalAlpha = arc.opacity * (hasSelection && !arc.isSelected ? FAINT : 1);
    context.lineJoin = "round";
    context.strokeStyle = pen.colour("map-halo");
    context.lineWidth = 2.5;
    context.stroke();
    context.fillStyle = pen.colour("displaced");
    context.globalAlpha *= arc.isSelected ? 1 : 0.72;
    context.fill();
    if (arc.isSelected) middles.push({ event: arc.event, point: shape.middle });
  }
  context.globalAlpha = 1;
  return middles;
}

function placeOf(pen, [lon, lat]) {
  return pen.place(longitudeToX(lon), latitudeToY(lat));
}
