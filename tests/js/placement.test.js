import assert from "node:assert/strict";
import { test } from "node:test";
import { cellsOf } from "../../static/js/map/cells.js";
import { arrange, clusterRadius } from "../../static/js/map/placement.js";

const at = (x, y, count = 1, first = 1) => Array.from({ length: count }, (_, i) => ({ id: first + i, x, y }));
const ids = ({ members }) => members.map(({ id }) => id);
const idsOf = (places) => places.flatMap(ids).sort((a, b) => a - b);

const apart = (a, b) => Math.max(Math.abs(a.x + a.dx - b.x - b.dx), Math.abs(a.y + a.dy - b.y - b.dy));

test("a lone symbol stands on its point", () => {
  assert.deepEqual(
    arrange(at(10, 10)).map(({ members, dx, dy }) => ({ ids: ids({ members }), dx, dy })),
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

  assert.equal(cluster.members.length, 9);
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

  assert.deepEqual(ids(selected), [2]);
  assert.deepEqual([selected.dx, selected.dy], [0, 0]);
  assert.equal(cluster.members.length, 8);
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

/** A hundred thousand at twenty thousand spots, some of them with most of the events. */
function crowd(number) {
  let seed = 1;
  const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
  const spots = Array.from({ length: number / 5 }, () => [0.6 + random() ** 2 * 0.02, 0.4 + random() * 0.01]);
  return Array.from({ length: number }, (_, id) => {
    const [x, y] = spots[Math.floor(random() ** 3 * spots.length)];
    return { id, x, y };
  });
}

test("a hundred thousand points keep their exact number and no symbol covers another", () => {
  const points = crowd(100_000);
  const places = arrange(points, { scale: 256 * 2 ** 6 });

  assert.deepEqual(
    idsOf(places),
    points.map(({ id }) => id),
  );
  assert.ok(places.length <= 300, `${places.length} places`);
  for (const [i, a] of places.entries()) {
    for (const b of places.slice(i + 1)) assert.ok(apart(a, b) >= 23.9, `${apart(a, b)} apart`);
  }
});

test("the cells of a crowd are fixed to the world, wherever the view ends", () => {
  const points = crowd(20_000);
  const grid = { scale: 256 * 2 ** 9, size: 24 };
  const cellsIn = (view) =>
    new Set(cellsOf(view, grid).map(({ members }) => members.map(({ id }) => id).join()));

  const all = cellsIn(points);
  const inner = cellsIn(points.filter(({ x }) => Math.floor((x * grid.scale) / grid.size) < 3330));

  assert.ok(inner.size > 100 && inner.size < all.size);
  assert.ok([...inner].every((cell) => all.has(cell)));
});

test("one event of a crowd is taken out of its cluster, and a cluster of it can be opened", () => {
  const points = crowd(5000);
  const scale = 256 * 2 ** 5;
  const clusters = arrange(points, { scale }).filter(({ members }) => members.length > 1);
  const small = clusters.reduce((a, b) => (b.members.length < a.members.length ? b : a));
  const { id } = small.members[0];

  const selected = arrange(points, { scale, selected: id });
  const opened = arrange(points, { scale, opened: id });

  assert.ok(selected.some(({ members }) => members.length === 1 && members[0].id === id));
  assert.equal(idsOf(selected).length, 5000);
  for (const { id: other } of small.members) {
    assert.ok(opened.some(({ members }) => members.length === 1 && members[0].id === other));
  }
});

test("a hundred thousand points are placed within a step of panning", () => {
  const points = crowd(100_000);
  const scale = 256 * 2 ** 6;
  arrange(points, { scale });

  const started = performance.now();
  arrange(points, { scale });
  const taken = performance.now() - started;

  // 50 ms on a quiet machine; a busy one may take its time.
  assert.ok(taken < 250, `${taken} ms`);
});

test("a cluster of thousands is as wide as its number, and what stands beside it keeps as far away", () => {
  assert.deepEqual([2, 999, 1000, 12_345, 100_000].map(clusterRadius), [16, 16, 19, 22, 25]);

  const places = arrange([...at(0, 0, 1200), ...at(26, 0, 1200, 2001)]);

  assert.equal(places.length, 2);
  assert.ok(apart(...places) >= 38);
});
