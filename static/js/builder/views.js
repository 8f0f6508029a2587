// Views of the map: what the preview says of its own, how wide it is shown, and rectangles in degrees. Pure.

/** Pixels of what the preview can be looked at as. */
const WIDTHS = { page: 1180, embed: 640, phone: 390 };
const HEIGHTS = { page: 800, embed: 560, phone: 780 };
/** Below this the words in a preview that is made smaller cannot be read. */
const SMALLEST = 0.5;

/**
 * How a preview of `mode` is fitted into a pane: its own width and height in pixels, and the scale at which it
 * is shown. One that is narrower than the pane stays as it is.
 */
export function fitted(mode, pane, { height = null } = {}) {
  const wanted = WIDTHS[mode] ?? WIDTHS.page;
  const scale = Math.max(SMALLEST, Math.min(1, pane.width / wanted));
  const width = Math.round(mode === "page" ? Math.max(wanted * scale, pane.width) / scale : wanted);
  const own = mode === "embed" && height ? height : HEIGHTS[mode];
  const free = Math.floor(pane.height / scale);
  return {
    width: Math.min(width, Math.floor(pane.width / scale)),
    height: mode === "page" ? Math.max(free, 480) : own,
    scale,
  };
}

/** What a preview says with a message: its view and what of the world is in it; null for anything else. */
export function viewSaid({ data, origin, source }, { origin: own, frame }) {
  if (origin !== own || !frame || source !== frame) return null;
  if (data?.type !== "dateline:view") return null;
  const { view, bounds } = data;
  const isView = view && [view.zoom, view.lat, view.lon].every(Number.isFinite);
  const isBounds = Array.isArray(bounds) && bounds.length === 4 && bounds.every(Number.isFinite);
  return isView && isBounds ? { view, bounds } : null;
}

/** A view as an address names it. */
export function written({ zoom, lat, lon }) {
  return `${zoom}/${lat.toFixed(4)}/${lon.toFixed(4)}`;
}

/** Bounds as the four sides of a rectangle that can be kept; null for one that reaches around the world. */
export function sidesOf([west, south, east, north]) {
  if (west >= east || south >= north) return null;
  const within = (degrees, most) => String(Math.max(-most, Math.min(most, Math.round(degrees * 1e4) / 1e4)));
  return {
    west: within(west, 180),
    south: within(south, 85),
    east: within(east, 180),
    north: within(north, 85),
  };
}
