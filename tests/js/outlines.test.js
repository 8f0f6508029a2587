import assert from "node:assert/strict";
import { test } from "node:test";
import { pathOf } from "../../static/js/map/outlines.js";

/** A world a thousand pixels wide, the equator and the meridian of Greenwich in its middle. */
const place = (x, y) => [x * 1000, y * 1000];
const SQUARE = [
  [0, 0],
  [36, 0],
  [36, 0.0001],
  [72, 0],
  [0, 0],
];

const rings = (geometry) => pathOf(geometry, place, { isClosed: true });
const lines = (geometry) => pathOf(geometry, place, { isClosed: false });

test("a line is open and an area closed, with its holes as further rings", () => {
  const [outer, hole] = [SQUARE.slice(0, 2), SQUARE.slice(3).reverse()];
  const area = { type: "Polygon", coordinates: [outer, hole] };

  assert.equal(lines({ type: "LineString", coordinates: outer }), "M500.0 500.0L600.0 500.0");
  assert.equal(rings(area), "M500.0 500.0L600.0 500.0zM500.0 500.0L700.0 500.0z");
  assert.equal(lines(area), "");
});

test("corners that nobody could tell apart are left out, and the last never", () => {
  const line = (coordinates) => lines({ type: "LineString", coordinates });

  assert.equal(line(SQUARE.slice(0, 4)), "M500.0 500.0L600.0 500.0L700.0 500.0");
  assert.equal(line(SQUARE.slice(1, 3)), "M600.0 500.0L600.0 500.0");
});

test("of a collection the lines are drawn and the areas, and no points", () => {
  const line = SQUARE.slice(0, 2);
  const geometries = [
    { type: "Point", coordinates: [1, 1] },
    { type: "MultiLineString", coordinates: [line, line] },
    { type: "MultiPolygon", coordinates: [[line]] },
  ];
  const collection = { type: "GeometryCollection", geometries };

  assert.equal(lines(collection), "M500.0 500.0L600.0 500.0".repeat(2));
  assert.equal(rings(collection), "M500.0 500.0L600.0 500.0z");
});
