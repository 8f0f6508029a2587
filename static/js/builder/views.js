// Views of the map: what the preview says of its own, how wide it is shown, and rectangles in degrees. Pure.

/** Pixels of what the preview can be looked at as. */
const WIDTHS = { page: 1180, embed: 640, phone: 390 };
const HEIGHTS = { page: 480, embed: 560, phone: 780 };
/** In a pane that is narrower a whole page could not be read: it is shown as wide as the pane is. */
const LEAST_FOR_PAGE = 620;

/**
 * How a preview of `mode` is laid out in a pane `{ width, height }`: its own width and height in pixels, and the
 * scale at which it is shown. `height`: that of an embed's frame, where the map says one.
 */
export function fitted(mode, pane, { height = null } = {}) {
  if (mode === "embed" || mode === "phone") {
    return {
      width: Math.min(WIDTHS[mode], pane.width),
      height: (mode === "embed" && height) || HEIGHTS[mode],
      scale: 1,
    };
  }
  const scale = pane.width < LEAST_FOR_PAGE ? 1 : Math.min(1, pane.width / WIDTHS.page);
  return {
    width: Math.round(pane.width / scale),
    height: Math.max(Math.floor(pane.height / scale), HEIGHTS.page),
    scale,
  };
}

/** What the page in a frame says with a message: its view, and what of the world is in it; else null. */
export function viewSaid({ data, origin, source }, { origin: own, frame }) {
  if (origin !== own || !frame || source !== frame) return null;
  const { view, bounds } = data?.dateline ?? {};
  const isView = view && [view.zoom, view.lat, view.lon].every(Number.isFinite);
  const isBounds = Array.isArray(bounds) && bounds.length === 4 && bounds.every(Number.isFinite);
  return isView && isBounds ? { view, bounds } : null;
}

/** A view as an address names it. A street is a matter of the fifth decimal. */
export function written({ zoom, lat, lon }) {
  return `${zoom}/${lat.toFixed(5)}/${lon.toFixed(5)}`;
}

/** Bounds as the four sides of a rectangle that can be kept; null for one that reaches around the world. */
export function sidesOf([west, south, east, north]) {
  if (west >= east || south >= north) return null;
  const within = (degrees, most) => String(Math.max(-most, Math.min(most, Math.round(degrees * 1e5) / 1e5)));
  return {
    west: within(west, 180),
    south: within(south, 85),
    east: within(east, 180),
    north: within(north, 85),
  };
}
