import assert from "node:assert/strict";
import { test } from "node:test";
import { arrange } from "../../static/js/map/placement.js";

const at = (x, y, count = 1, first = 1) => Array.from({ length: count }, (_, i) => ({ id: first + i, x, y }));
const idsOf = (places) => places.flatMap(({ ids }) => ids).sort((a, b) => a - b);

const apart = (a, b) => Math.max(Math.abs(a.x + a.dx - b.x - b.dx), Math.abs(a.y + a.dy - b.y - b.dy));

test("a lone symbol stands on its point", () => {
  assert.deepEqual(
    arrange(at(10, 10)).map(({ ids, dx, dy }) => ({ ids, dx, dy })),
    [{ ids: [1], dx: 0, dy: 0 }],
  );
});

test("a few at one point are spread so that none covers another", () => {
  const places = arrange(at(50, 50, 5));

  for (const [i, a] of places.entries()) {
    for (const b of places.slice(i + 1)) assert.ok(apart(a, b) >= 24);
  }
});

test("many at one point become a cluster with all of them", () => {
  const [cluster] = arrange(at(50, 50, 9));

  assert.equal(cluster.ids.length, 9);
});

test("an opened cluster shows every event", () => {
  const places = arrange(at(50, 50, 9), { opened: 4 });

  assert.equal(places.length, 9);
  assert.deepEqual(idsOf(places), [1, 2, 3, 4, 5, 6, 7, 8, 9]);
});

test("neighbouring groups move apart", () => {
  const [a, b] = arrange([...at(0, 0, 9), ...at(28, 0, 9, 10)]);

  assert.ok(apart(a, b) >= 32);
});

test("five thousand points are all somewhere, in no more places than asked for", () => {
  const points = Array.from({ length: 5000 }, (_, i) => ({ id: i, x: (i * 37) % 1200, y: (i * 91) % 800 }));
  const places = arrange(points, { most: 300 });

  assert.equal(idsOf(places).length, 5000);
  assert.ok(places.length <= 300, `${places.length} places`);
});

test("the selected event leaves its cluster for its own point", () => {
  const places = arrange(at(50, 50, 9), { selected: 2 });
  const [cluster, selected] = places;

  assert.deepEqual(selected.ids, [2]);
  assert.deepEqual([selected.dx, selected.dy], [0, 0]);
  assert.equal(cluster.ids.length, 8);
  assert.ok(apart(cluster, selected) >= 24);
});

test("selecting one leaves the others where they are", () => {
  const points = [...at(50, 50, 3), ...at(150, 50, 9, 10)];

  assert.deepEqual(arrange(points, { selected: 2 }), arrange(points));
});

test("a symbol that is moved keeps its own point", () => {
  const places = arrange([...at(0, 0), ...at(14, 6, 1, 2)]);

  assert.deepEqual(
    places.map(({ x, y }) => [x, y]),
    [
      [0, 0],
      [14, 6],
    ],
  );
});
