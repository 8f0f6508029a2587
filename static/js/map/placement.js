// Where symbols go when their points are too close together to be told apart. Pure; pixels.

import { cellsOf } from "./cells.js";

/** The least distance of two symbols: WCAG's target size, so that a finger hits the one it means. */
const APART = 24;
/** A pixel more between neighbours in a row, so that rounding keeps them apart. */
const PITCH = APART + 1;
/** The radius of a cluster, by the number that stands in it. */
const CLUSTER_RADII = [
  { least: 100_000, radius: 25 },
  { least: 10_000, radius: 22 },
  { least: 1000, radius: 19 },
  { least: 2, radius: 16 },
];
/** So many are spread around their point; more become a cluster with their number. */
const MOST_SPREAD = 6;
/** How far from its point a symbol may be moved, and how often neighbours are looked at. */
const FARTHEST = 32;
const ROUNDS = 24;
const WIDEST = 400;
/** Two that are farther apart than this along an axis never touch. */
const REACH = 2 * CLUSTER_RADII[0].radius + 1;
/** More points than this are first put into the cells of a grid, which are then gathered like points. */
const CROWD = 1500;

/**
 * Places of symbols and clusters for points `{ id, x, y }`, of which a pixel is `scale` long: the `members`
 * stand at `x + dx`, `y + dy`, in pixels. Nothing is hidden: every point is in exactly one place. The cluster
 * that holds `opened` is shown one by one, and the one `selected` never disappears in a cluster; choosing one
 * leaves all others where they are.
 */
export function arrange(points, { most = 300, opened = null, selected = null, scale = 1 } = {}) {
  const parts = points.length > CROWD ? cellsOf(points, { scale, size: APART }) : points.map(single(scale));
  let distance = APART;
  let mostSpread = MOST_SPREAD;
  for (;;) {
    const groups = gather(parts, distance);
    const isCrowded = placesIn(groups, mostSpread) > most;
    if (!isCrowded || distance > WIDEST) {
      const places = groups.flatMap((group) => place(group, opened, mostSpread, scale));
      if (settle(places) || distance > WIDEST || opened !== null) {
        return takeOut(places.map(withMembers), selected, scale).map(rounded);
      }
    }
    // Too many for the view, or for their corner of it: wider clusters.
    if (isCrowded) mostSpread = 1;
    distance *= isCrowded ? 1.6 : 1.25;
  }
}

function single(scale) {
  return (point) => ({ x: point.x * scale, y: point.y * scale, members: [point] });
}

function placesIn(groups, mostSpread) {
  return groups.reduce((sum, { size }) => sum + (size > mostSpread ? 1 : size), 0);
}

/** The selected event leaves its cluster and stands on its own point. */
function takeOut(places, selected, scale) {
  if (selected === null) return places;
  const isSelected = ({ id }) => id === selected;
  const cluster = places.find(({ members }) => members.length > 1 && members.some(isSelected));
  if (!cluster) return places;
  const still = { ...alone(cluster.members.find(isSelected), scale), isFixed: true };
  cluster.members = cluster.members.filter((point) => !isSelected(point));
  cluster.size -= 1;
  const around = [...places, still];
  settle(around);
  return around;
}

/** Greedy: each part joins the nearest group within the distance, found through a grid. */
function gather(parts, distance) {
  const grid = new Map();
  const groups = [];
  for (const part of parts) {
    const [column, row] = [Math.floor(part.x / distance), Math.floor(part.y / distance)];
    const near = nearest(grid, column, row, part, distance);
    if (near) {
      near.parts.push(part);
      near.size += part.members.length;
    } else {
      const group = { x: part.x, y: part.y, parts: [part], size: part.members.length };
      groups.push(group);
      const cell = cellKey(column, row);
      if (!grid.has(cell)) grid.set(cell, []);
      grid.get(cell).push(group);
    }
  }
  return groups;
}

/** One number for a cell: the world is never 2²⁴ cells wide. */
function cellKey(column, row) {
  return column * 2 ** 24 + row;
}

function nearest(grid, column, row, part, distance) {
  let found = null;
  let best = distance ** 2;
  for (let x = column - 1; x <= column + 1; x += 1) {
    for (let y = row - 1; y <= row + 1; y += 1) {
      for (const group of grid.get(cellKey(x, y)) ?? []) {
        const apart = (group.x - part.x) ** 2 + (group.y - part.y) ** 2;
        if (apart < best) [found, best] = [group, apart];
      }
    }
  }
  return found;
}

function alone(point, scale) {
  return { members: [point], size: 1, x: point.x * scale, y: point.y * scale, dx: 0, dy: 0 };
}

function place({ parts, size }, opened, mostSpread, scale) {
  if (size === 1) return [alone(parts[0].members[0], scale)];
  const x = mean(parts, "x", size);
  const y = mean(parts, "y", size);
  const isOpen = opened !== null && parts.some(({ members }) => members.some(({ id }) => id === opened));
  if (size > mostSpread && !isOpen) return [{ parts, size, x, y, dx: 0, dy: 0 }];
  return membersOf(parts).map((point, i) => {
    const [dx, dy] = offset(i, size);
    const own = alone(point, scale);
    return { ...own, dx: x + dx - own.x, dy: y + dy - own.y };
  });
}

function membersOf(parts) {
  return [].concat(...parts.map(({ members }) => members));
}

/** Put together once all places are known: for a crowd that is most of the work. */
function withMembers({ parts, ...place }) {
  return parts ? { ...place, members: membersOf(parts) } : place;
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

function radiusOf({ size }) {
  return size > 1 ? clusterRadius(size) : PITCH / 2;
}

/** Pixels; the ring is wide enough for its number. */
export function clusterRadius(n) {
  return CLUSTER_RADII.find(({ least }) => n >= least).radius;
}

/** Of all members: a part counts as often as it has some. */
function mean(parts, axis, size) {
  return parts.reduce((sum, part) => sum + part[axis] * part.members.length, 0) / size;
}

function rounded(place) {
  return { ...place, dx: Math.round(place.dx * 10) / 10, dy: Math.round(place.dy * 10) / 10 };
}
