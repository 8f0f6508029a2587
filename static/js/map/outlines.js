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

/** Its lines and rings in the Web Mercator square, x and y by turns: `[{ corners, isClosed }]`. */
function linesOf(geometry) {
  let lines = known.get(geometry);
  if (!lines) known.set(geometry, (lines = [...partsOf(geometry)]));
  return lines;
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
