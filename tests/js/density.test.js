import assert from "node:assert/strict";
import { test } from "node:test";
import { classOf, densityOf } from "../../static/js/data/density.js";

const SIZE = { columns: 60, rows: 40, radius: 8 };
const at = (x, y, n = 1) => Array.from({ length: n }, () => ({ x, y }));
const valueAt = ({ grid }, x, y) => grid[y * SIZE.columns + x];

test("a lone event counts as one where it is and as nothing beyond its reach", () => {
  const density = densityOf(at(30, 20), SIZE);

  assert.ok(Math.abs(valueAt(density, 30, 20) - 1) < 1e-4);
  assert.ok(Math.abs(density.most - 1) < 1e-4);
  assert.equal(valueAt(density, 5, 20), 0);
});

test("events at one place add up and fade with the distance", () => {
  const density = densityOf([...at(20, 20, 3), ...at(36, 20)], SIZE);
  const values = [20, 26, 36].map((x) => valueAt(density, x, 20));

  assert.ok(Math.abs(values[0] - 3) < 0.01);
  assert.ok(values[0] > values[1]);
  assert.ok(Math.abs(values[2] - 1) < 0.01);
});

test("what lies outside is not counted and nothing is no density", () => {
  assert.equal(densityOf([...at(-1, 3), ...at(60, 3)], SIZE).most, 0);
  assert.equal(classOf(0, 0, 5), 0);
});

test("classes go from the rim of one event to the most", () => {
  assert.deepEqual(
    [0.1, 1, 4, 9, 16, 25].map((density) => classOf(density, 25, 5)),
    [0, 1, 2, 3, 4, 5],
  );
});

test("a hundred thousand events take no longer than an eye notices", () => {
  const points = Array.from({ length: 100_000 }, (_, i) => ({ x: (i * 37) % 500, y: (i * 91) % 300 }));
  const start = performance.now();

  densityOf(points, { columns: 500, rows: 300, radius: 10 });

  assert.ok(performance.now() - start < 250);
});
