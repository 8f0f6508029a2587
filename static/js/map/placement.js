// Where symbols go when their points are too close together to be told apart. Pure; pixels.

/** The least distance of two symbols: WCAG's target size, so that a finger hits the one it means. */
const APART = 24;
/** A pixel more between neighbours in a row, so that rounding keeps them apart. */
const PITCH = APART + 1;
const CLUSTER_RADIUS = 16;
/** So many are spread around their point; more become a cluster with their number. */
const MOST_SPREAD = 6;
/** How far from its point a symbol may be moved, and how often neighbours are looked at. */
const FARTHEST = 32;
const ROUNDS = 24;
const WIDEST = 400;
/** Two that are farther apart than this along an axis never touch. */
const REACH = 2 * CLUSTER_RADIUS + 1;

/**
 * Places of symbols and clusters for points `{ id, x, y }`: `ids` stand at `x + dx`, `y + dy`.
 * Nothing is hidden: every id is in exactly one place. The cluster that holds `opened` is shown one by one,
 * and the event `selected` never disappears in a cluster; choosing one leaves all others where they are.
 */
export function arrange(points, { most = 300, opened = null, selected = null } = {}) {
  let distance = APART;
  let mostSpread = MOST_SPREAD;
  for (;;) {
    const places = gather(points, distance).flatMap((group) => place(group, opened, mostSpread));
    const isCrowded = places.length > most;
    if ((!isCrowded && settle(places)) || distance > WIDEST || opened !== null) {
      return takeOut(places, points, selected).map(rounded);
    }
    // Too many for the view, or for their corner of it: wider clusters.
    if (isCrowded) mostSpread = 1;
    distance *= isCrowded ? 1.6 : 1.25;
  }
}

/** The selected event leaves its cluster and stands on its own point. */
function takeOut(places, points, selected) {
  const cluster = places.find(({ ids }) => ids.length > 1 && ids.includes(selected));
  if (!cluster) return places;
  cluster.ids = cluster.ids.filter((id) => id !== selected);
  const still = { ...alone(points.find(({ id }) => id === selected)), isFixed: true };
  const around = [...places, still];
  settle(around);
  return around;
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

function alone({ id, x, y }) {
  return { ids: [id], x, y, dx: 0, dy: 0 };
}

function place({ members }, opened, mostSpread) {
  if (members.length === 1) return [alone(members[0])];
  const x = mean(members, "x");
  const y = mean(members, "y");
  const isOpen = opened !== null && members.some(({ id }) => id === opened);
  if (members.length > mostSpread && !isOpen) {
    return [{ ids: members.map(({ id }) => id), x, y, dx: 0, dy: 0 }];
  }
  return members.map((point, i) => {
    const [dx, dy] = offset(i, members.length);
    return { ...alone(point), dx: x + dx - point.x, dy: y + dy - point.y };
  });
}

/** Rows like bricks, the shortest on top: 2, 1+2, 2+2, 2+3, 3+3, and so on. */
function offset(i, total) {
  const rows = total <= 2 ? 1 : Math.round(Math.sqrt(total / 1.3));
  const short = Math.floor(total / rows);
  const shortRows = rows - (total % rows);
  const inShort = shortRows * short;
  const row = i < inShort ? Math.floor(i / short) : shortRows + Math.floor((i - inShort) / (short + 1));
  const length = row < shortRows ? short : short + 1;
  const column = row < shortRows ? i - row * short : i - inShort - (row - shortRows) * length;
  return [(column - (length - 1) / 2) * PITCH, (row - (rows - 1) / 2) * PITCH];
}

/** Neighbours that still cover each other move apart a little; true when in the end none do. */
function settle(places) {
  // From left to right, so that each is compared only with those that can reach it.
  const across = [...places];
  const left = ({ x, dx }) => x + dx;
  for (let round = 0; round < ROUNDS; round += 1) {
    let isStill = true;
    across.sort((a, b) => left(a) - left(b));
    for (let i = 0; i < across.length; i += 1) {
      for (let j = i + 1; j < across.length && left(across[j]) - left(across[i]) < REACH; j += 1) {
        isStill = !part(across[i], across[j]) && isStill;
      }
    }
    if (isStill) return true;
  }
  return false;
}

/** Touch targets are squares: two are apart when they are along one axis, so they part along the nearer. */
function part(a, b) {
  const wide = radiusOf(a) + radiusOf(b);
  const x = b.x + b.dx - a.x - a.dx;
  const y = b.y + b.dy - a.y - a.dy;
  const [overX, overY] = [wide - Math.abs(x), wide - Math.abs(y)];
  if (overX <= 0 || overY <= 0) return false;
  // Half a pixel more than needed, so that rounding does not bring them together again.
  const byX = overX <= overY ? (overX + 0.5) * Math.sign(x || 1) : 0;
  const byY = overX <= overY ? 0 : (overY + 0.5) * Math.sign(y);
  // A cluster moves less than a symbol, and what is fixed not at all.
  const share = a.isFixed ? 0 : b.isFixed ? 1 : radiusOf(b) / wide;
  move(a, -byX * share, -byY * share);
  move(b, byX * (1 - share), byY * (1 - share));
  return true;
}

function move(place, byX, byY) {
  const [dx, dy] = [place.dx + byX, place.dy + byY];
  const far = Math.hypot(dx, dy);
  const within = far > FARTHEST ? FARTHEST / far : 1;
  place.dx = dx * within;
  place.dy = dy * within;
}

function radiusOf({ ids }) {
  return ids.length > 1 ? CLUSTER_RADIUS : PITCH / 2;
}

function mean(points, axis) {
  return points.reduce((sum, point) => sum + point[axis], 0) / points.length;
}

function rounded(place) {
  return { ...place, dx: Math.round(place.dx * 10) / 10, dy: Math.round(place.dy * 10) / 10 };
}
