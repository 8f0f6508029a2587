// Many points put into the cells of a grid that is fixed to the world, so that moving the map moves no cluster.
// Pure.

/**
 * The cells that hold points `{ x, y }`, each with its `members` and their middle in pixels, the fullest first: a
 * crowd draws its neighbours to itself. A pixel is `scale` of the points' own measure, `size` a cell's in pixels.
 */
export function cellsOf(points, { scale, size }) {
  // One product for both, or rounding would put a point beside its frame.
  const perCell = scale / size;
  const { left, top, columns, rows } = frameOf(points, perCell);
  const at = new Int32Array(columns * rows).fill(-1);
  const cells = [];
  for (const point of points) {
    const { x, y } = point;
    const index = (Math.floor(y * perCell) - top) * columns + Math.floor(x * perCell) - left;
    if (at[index] < 0) at[index] = cells.push({ x: 0, y: 0, members: [] }) - 1;
    const cell = cells[at[index]];
    cell.x += x;
    cell.y += y;
    cell.members.push(point);
  }
  for (const cell of cells) {
    cell.x *= scale / cell.members.length;
    cell.y *= scale / cell.members.length;
  }
  return cells.sort((a, b) => b.members.length - a.members.length);
}

/** The columns and rows of cells that the points lie in. */
function frameOf(points, perCell) {
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const { x, y } of points) {
    if (x < left) left = x;
    if (x > right) right = x;
    if (y < top) top = y;
    if (y > bottom) bottom = y;
  }
  const cell = (value) => Math.floor(value * perCell);
  return {
    left: cell(left),
    top: cell(top),
    columns: cell(right) - cell(left) + 1,
    rows: cell(bottom) - cell(top) + 1,
  };
}
