// How close a map opens. Pure.

/** A first view of several places is not closer than this, unless an editor has taken one that is. */
export const CLOSEST_FIT = 10;

/**
 * The zoom at which a view opens that an editor took at the zoom `taken`; `whole` is the one at which all of it is
 * seen here. A view closer than CLOSEST_FIT is of a spot, and opens as it was taken on every screen. A wider one is
 * of a region: on a small screen all of it is seen, on a large one it is no closer than the editor has seen it.
 */
export function openingZoom(taken, whole) {
  return taken > CLOSEST_FIT ? taken : Math.min(taken, whole);
}
