// Background tiles that are wanted at the same time, as rectangles that one request brings each.

/**
 * The tiles `[{ z, x, y }]` as `[{ z, left, right, top, bottom, tiles }]`, edges included, `tiles` row by row:
 * a first view or the strip that a move uncovers is one rectangle, the corner of a slanting move two.
 */
export function packsOf(tiles) {
  const packs = [];
  for (const run of runsOf(tiles)) {
    const above = packs.find(
      (pack) =>
        pack.z === run.z && pack.left === run.left && pack.right === run.right && pack.bottom === run.top - 1,
    );
    if (above) {
      above.bottom = run.bottom;
      above.tiles.push(...run.tiles);
    } else packs.push(run);
  }
  return packs;
}

/** Neighbours of a row. */
function runsOf(tiles) {
  const runs = [];
  for (const tile of [...tiles].sort((a, b) => a.z - b.z || a.y - b.y || a.x - b.x)) {
    const { z, x, y } = tile;
    const last = runs.at(-1);
    if (last?.z === z && last.top === y && last.right === x - 1) {
      last.right = x;
      last.tiles.push(tile);
    } else runs.push({ z, left: x, right: x, top: y, bottom: y, tiles: [tile] });
  }
  return runs;
}

/** The tiles of a pack's answer, in its order: each is its length in four bytes and so many bytes. */
export function unpack(buffer) {
  const view = new DataView(buffer);
  const tiles = [];
  for (let at = 0; at < buffer.byteLength;) {
    const length = view.getUint32(at);
    tiles.push(buffer.slice(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return tiles;
}
