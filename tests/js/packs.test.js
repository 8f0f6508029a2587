import assert from "node:assert/strict";
import { test } from "node:test";
import { packsOf, unpack } from "../../static/js/map/packs.js";

function block(z, left, right, top, bottom) {
  const tiles = [];
  for (let x = left; x <= right; x += 1) for (let y = top; y <= bottom; y += 1) tiles.push({ z, x, y });
  return tiles;
}

const edges = (tiles) =>
  packsOf(tiles).map(({ z, left, right, top, bottom }) => [z, left, right, top, bottom]);

test("a first view is one pack, its tiles row by row", () => {
  const [pack, ...others] = packsOf(block(4, 9, 11, 5, 6).reverse());

  assert.deepEqual(others, []);
  assert.deepEqual(
    pack.tiles.map(({ x, y }) => [x, y]),
    [
      [9, 5],
      [10, 5],
      [11, 5],
      [9, 6],
      [10, 6],
      [11, 6],
    ],
  );
});

test("the corner that a slanting move uncovers is two packs", () => {
  assert.deepEqual(edges([...block(4, 9, 12, 5, 5), ...block(4, 12, 12, 6, 7)]), [
    [4, 9, 12, 5, 5],
    [4, 12, 12, 6, 7],
  ]);
});

test("zooms, gaps and the two sides of the date line are apart", () => {
  assert.deepEqual(
    edges([
      { z: 4, x: 15, y: 3 },
      { z: 4, x: 0, y: 3 },
      { z: 5, x: 0, y: 4 },
    ]),
    [
      [4, 0, 0, 3, 3],
      [4, 15, 15, 3, 3],
      [5, 0, 0, 4, 4],
    ],
  );
});

test("what is unpacked is what was packed", () => {
  const packed = new Uint8Array([0, 0, 0, 2, 7, 8, 0, 0, 0, 0, 0, 0, 0, 1, 9]).buffer;

  assert.deepEqual(
    unpack(packed).map((tile) => [...new Uint8Array(tile)]),
    [[7, 8], [], [9]],
  );
});
