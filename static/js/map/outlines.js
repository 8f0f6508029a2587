// Geometries as the paths of an SVG. Pure.

import { latitudeToY, longitudeToX } from "../data/measuring.js";

/** Corners closer than this to the one before are not seen. */
const APART_PX = 0.7;

const known = new WeakMap();

/**
 * What `d` is of the rings of a geometry (GeoJSON), or of its lines; points are neither. `place(x, y)` gives the
 * pixels of a point of the Web Mercator square.
 */
export function pathOf(geometry, place, { isClosed }) {
  return linesOf(geometry)
    .filter((line) => line.isClosed === isClosed)
    .map(({ corners }) => lineOf(corners, isClosed, place))
    .join("");
}

/**
 * Whether the area or line of a geometry meets a rectangle `{ left, right, top, bottom }` of the Web Mercator square,
 * also where it covers all of that; points do not.
 */
export function meets(geometry, box) {
  let isAround = false;
  for (const { corners, isClosed, reach } of linesOf(geometry)) {
    if (reach.left > box.right || reach.right < box.left || reach.top > box.bottom || reach.bottom < box.top)
      continue;
    for (let i = 2; i < corners.length; i += 2) {
      const [x0, y0, x1, y1] = [corners[i - 2], corners[i - 1], corners[i], corners[i + 1]];
      if (crosses(x0, y0, x1, y1, box)) return true;
      // Of a rectangle that no ring crosses, one corner is as good as all: inside an odd number of rings it is covered.
      if (isClosed && y0 > box.top !== y1 > box.top) {
        if (box.left < x0 + ((box.top - y0) / (y1 - y0)) * (x1 - x0)) isAround = !isAround;
      }
    }
  }
  return isAround;
}

/** Whether a straight line has a part in the rectangle: what is left of it after each side has cut it. */
function crosses(x0, y0, x1, y1, { left, right, top, bottom }) {
  const [dx, dy] = [x1 - x0, y1 - y0];
  let [from, to] = [0, 1];
  for (const [step, room] of [
    [-dx, x0 - left],
    [dx, right - x0],
    [-dy, y0 - top],
    [dy, bottom - y0],
  ]) {
    if (step === 0 && room < 0) return false;
    if (step < 0) from = Math.max(from, room / step);
    if (step > 0) to = Math.min(to, room / step);
  }
  return from <= to;
}

function lineOf(corners, isClosed, place) {
  let path = "";
  let [lastX, lastY] = [Infinity, Infinity];
  for (let i = 0; i < corners.length; i += 2) {
    const [x, y] = place(corners[i], corners[i + 1]);
    const isEnd = i === 0 || i === corners.length - 2;
    if (!isEnd && Math.abs(x - lastX) < APART_PX && Math.abs(y - lastY) < APART_PX) continue;
    path += `${i ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`;
    [lastX, lastY] = [x, y];
  }
  return isClosed ? `${path}z` : path;
}

/** Its lines and rings in the Web Mercator square, x and y by turns, with the rectangle that each reaches over. */
function linesOf(geometry) {
  let lines = known.get(geometry);
  if (!lines) {
    lines = [...partsOf(geometry)].map((line) => ({ ...line, reach: reachOf(line.corners) }));
    known.set(geometry, lines);
  }
  return lines;
}

function reachOf(corners) {
  const reach = { left: Infinity, right: -Infinity, top: Infinity, bottom: -Infinity };
  for (let i = 0; i < corners.length; i += 2) {
    reach.left = Math.min(reach.left, corners[i]);
    reach.right = Math.max(reach.right, corners[i]);
    reach.top = Math.min(reach.top, corners[i + 1]);
    reach.bottom = Math.max(reach.bottom, corners[i + 1]);
  }
  return reach;
}

function* partsOf({ type, coordinates, geometries }) {
  if (geometries) for (const part of geometries) yield* partsOf(part);
  else if (type === "LineString") yield { corners: cornersOf(coordinates), isClosed: false };
  else if (type === "MultiLineString")
    for (const line of coordinates) yield { corners: cornersOf(line), isClosed: false };
  else if (type === "Polygon")
    for (const ring of coordinates) yield { corners: cornersOf(ring), isClosed: true };
  else if (type === "MultiPolygon")
    for (const polygon of coordinates) yield* partsOf({ type: "Polygon", coordinates: polygon });
}

function cornersOf(positions) {
  const corners = new Float64Array(positions.length * 2);
  positions.forEach(([lon, lat], i) => {
    corners[2 * i] = longitudeToX(lon);
    corners[2 * i + 1] = latitudeToY(lat);
  });
  return corners;
}
