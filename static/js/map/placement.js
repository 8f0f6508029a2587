// Where symbols go when their points are too close together to be told apart. Pure; pixels.

/** The distance below which two symbols cover each other. */
const APART = 17;
/** So many are spread around their point; more become a cluster with their number. */
const MOST_SPREAD = 6;
const GOLDEN_ANGLE = Math.PI * (3 - Math.sqrt(5));

/**
 * Places of symbols and clusters for points `{ id, x, y }`, in the order of their first event.
 * Nothing is hidden: every id is in exactly one place.
 */
export function arrange(points, { most = 300, opened = null } = {}) {
  let distance = APART;
  let groups = gather(points, distance);
  while (groups.length > most && distance < 400) {
    distance *= 1.6;
    groups = gather(points, distance);
  }
  return groups.flatMap((group) => place(group, opened));
}

/** Greedy: each point joins the first group within the distance, found through a grid. */
function gather(points, distance) {
  const grid = new Map();
  const groups = [];
  for (const point of points) {
    const [column, row] = [Math.floor(point.x / distance), Math.floor(point.y / distance)];
    const near = nearest(grid, column, row, point, distance);
    if (near) near.members.push(point);
    else {
      const group = { x: point.x, y: point.y, members: [point] };
      groups.push(group);
      const cell = `${column},${row}`;
      if (!grid.has(cell)) grid.set(cell, []);
      grid.get(cell).push(group);
    }
  }
  return groups;
}

function nearest(grid, column, row, point, distance) {
  let found = null;
  let best = distance;
  for (let x = column - 1; x <= column + 1; x += 1) {
    for (let y = row - 1; y <= row + 1; y += 1) {
      for (const group of grid.get(`${x},${y}`) ?? []) {
        const apart = Math.hypot(group.x - point.x, group.y - point.y);
        if (apart < best) [found, best] = [group, apart];
      }
    }
  }
  return found;
}

function place({ members }, opened) {
  const x = mean(members, "x");
  const y = mean(members, "y");
  if (members.length === 1) return [{ ids: [members[0].id], x, y, dx: 0, dy: 0 }];
  const isOpen = opened !== null && members.some(({ id }) => id === opened);
  if (members.length > MOST_SPREAD && !isOpen) {
    return [{ ids: members.map(({ id }) => id), x, y, dx: 0, dy: 0 }];
  }
  return members.map(({ id }, i) => ({ ids: [id], x, y, ...offset(i, members.length), isSpread: true }));
}

/** Up to six on a ring just wide enough; more on a spiral that keeps its density. */
function offset(i, total) {
  if (total <= MOST_SPREAD) {
    const radius = total === 2 ? 9.5 : APART / 2 / Math.sin(Math.PI / total) + 1;
    const angle = -Math.PI / 2 + (2 * Math.PI * (i + (total === 2 ? 0.5 : 0))) / total;
    return { dx: round(radius * Math.cos(angle)), dy: round(radius * Math.sin(angle)) };
  }
  const radius = 11.5 * Math.sqrt(i + 0.8);
  return {
    dx: round(radius * Math.cos(i * GOLDEN_ANGLE)),
    dy: round(radius * Math.sin(i * GOLDEN_ANGLE)),
  };
}

function mean(points, axis) {
  return points.reduce((sum, point) => sum + point[axis], 0) / points.length;
}

function round(number) {
  return Math.round(number * 10) / 10;
}
