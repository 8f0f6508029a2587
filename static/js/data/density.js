// Where events lie close together: a smoothed count on a grid. Pure.

/** A box blur three times over is as good as a bell curve, whatever the number of events. */
const PASSES = 3;

/**
 * The density of points on a grid of `columns` × `rows`, `x` and `y` in cells. The value of a cell is about the
 * number of points within `radius` cells of it, near ones counting more than far ones.
 */
export function densityOf(points, { columns, rows, radius }) {
  let grid = new Float32Array(columns * rows);
  for (const { x, y } of points) {
    const [column, row] = [Math.floor(x), Math.floor(y)];
    if (column >= 0 && row >= 0 && column < columns && row < rows) grid[row * columns + column] += 1;
  }
  const reach = Math.max(1, Math.round(radius / 2));
  for (let pass = 0; pass < PASSES; pass += 1) {
    grid = blurred(grid, columns, rows, reach, 1, columns);
    grid = blurred(grid, rows, columns, reach, columns, 1);
  }
  // The peak of the curve over a lone point: three boxes one after the other.
  const lone = peakOf(reach) ** 2;
  let most = 0;
  for (let i = 0; i < grid.length; i += 1) {
    grid[i] /= lone;
    if (grid[i] > most) most = grid[i];
  }
  return { grid, most };
}

/** A running mean of 2 × reach + 1 cells along lines of `length`, `step` apart within and `stride` between. */
function blurred(grid, length, lines, reach, step, stride) {
  const result = new Float32Array(grid.length);
  const width = 2 * reach + 1;
  for (let line = 0; line < lines; line += 1) {
    const start = line * stride;
    let sum = 0;
    for (let i = 0; i <= Math.min(reach, length - 1); i += 1) sum += grid[start + i * step];
    for (let i = 0; i < length; i += 1) {
      result[start + i * step] = sum / width;
      if (i + reach + 1 < length) sum += grid[start + (i + reach + 1) * step];
      if (i - reach >= 0) sum -= grid[start + (i - reach) * step];
    }
  }
  return result;
}

/** The middle value of one point after the passes along one line. */
function peakOf(reach) {
  const length = 2 * PASSES * reach + 1;
  let line = new Float32Array(length);
  line[PASSES * reach] = 1;
  for (let pass = 0; pass < PASSES; pass += 1) line = blurred(line, length, 1, reach, 1, length);
  return line[PASSES * reach];
}

/** The class of a density, 0 for none to `classes`: equal steps of its square root, so that few show too. */
export function classOf(density, most, classes) {
  // What is left of a point at the rim of its curve is no density.
  if (density < 0.2 || !most) return 0;
  return Math.max(1, Math.min(classes, Math.ceil(classes * Math.sqrt(density / most))));
}
