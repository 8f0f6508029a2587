import assert from "node:assert/strict";
import { test } from "node:test";
import { latitudeToY, longitudeToX } from "../../static/js/data/measuring.js";
import { meets, pathOf } from "../../static/js/map/outlines.js";

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

/** A rectangle of the Web Mercator square, from the degrees of its sides. */
const box = (west, south, east, north) => ({
  left: longitudeToX(west),
  right: longitudeToX(east),
  top: latitudeToY(north),
  bottom: latitudeToY(south),
});
const around = (least, most) => [
  [least, least],
  [most, least],
  [most, most],
  [least, most],
  [least, least],
];
const view = box(10, 10, 20, 20);

test("an area meets what it covers whole, what it lies in and what it cuts", () => {
  const area = (...rings) => ({ type: "Polygon", coordinates: rings });

  for (const [ring, isMet] of [
    [around(0, 40), true],
    [around(12, 14), true],
    [around(15, 40), true],
    [around(21, 40), false],
    [around(-40, 9), false],
  ]) {
    assert.equal(meets(area(ring), view), isMet, ring);
  }
  // Within a hole there is nothing of it, and within an island of the hole there is.
  const holed = area(around(0, 40), around(5, 30));
  assert.equal(meets(holed, view), false);
  assert.equal(
    meets({ type: "MultiPolygon", coordinates: [holed.coordinates, [around(8, 25)]] }, view),
    true,
  );
});

test("an area whose outline only reaches around a view leaves it out", () => {
  const corner = {
    type: "Polygon",
    coordinates: [
      [
        [0, 0],
        [40, 0],
        [40, 40],
        [0, 0],
      ],
    ],
  };

  assert.equal(meets(corner, box(5, 20, 10, 30)), false);
  assert.equal(meets(corner, box(20, 5, 30, 10)), true);
});

test("a line meets what it passes, also without a corner in it, and a point meets nothing", () => {
  const line = (...coordinates) => ({ type: "LineString", coordinates });

  assert.equal(meets(line([0, 15], [40, 15]), view), true);
  assert.equal(meets(line([15, -40], [15, 40]), view), true);
  assert.equal(meets(line([0, 5], [9, 30]), view), false);
  assert.equal(meets(line([0, 18], [12, 40]), view), false);
  assert.equal(meets(line([30, 0], [30, 40], [9, 40]), view), false); // around it, and open
  assert.equal(meets({ type: "Point", coordinates: [15, 15] }, view), false);
  assert.equal(
    meets({ type: "GeometryCollection", geometries: [line([0, 0], [1, 1]), line([0, 15], [40, 15])] }, view),
    true,
  );
});
