import assert from "node:assert/strict";
import { test } from "node:test";
import { arcShape, breadthOf } from "../../static/js/map/arcs.js";

test("an arc is thin where it begins and its arrow points at its end", () => {
  const { outline } = arcShape([0, 0], [200, 0], 8);
  const first = outline[0];
  const last = outline.at(-1);
  const tip = outline.reduce((far, point) => (point[0] > far[0] ? point : far));

  assert.ok(Math.hypot(first[0] - last[0], first[1] - last[1]) < 1.1);
  // Short of the symbol that stands at the end.
  assert.ok(Math.hypot(200 - tip[0], tip[1]) < 16);
  assert.ok(Math.hypot(200 - tip[0], tip[1]) > 8);
});

test("there and back are two arcs and not one over the other", () => {
  const there = arcShape([0, 0], [200, 0], 4).middle;
  const back = arcShape([200, 0], [0, 0], 4).middle;

  assert.ok(there[1] * back[1] < 0);
});

test("too short a way has no arc", () => {
  assert.equal(arcShape([0, 0], [20, 10], 4), null);
});

test("four times the people, twice the breadth above the least", () => {
  const [least, quarter, most] = [null, 25_000, 100_000].map((people) => breadthOf(people, 100_000));

  assert.equal(most - least, 2 * (quarter - least));
});
