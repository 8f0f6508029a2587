// A view that shows all events keeps them clear of the buttons that lie over the map.

/** So many events are looked at one by one; of more, some lie under whatever stands there. */
export const FEW = 400;
/** Pixels: half a symbol with its ring. */
const REACH = 22;

/**
 * The insets with the box's side added when a point would lie under the box, in pixels of a map of this width;
 * null when none does. The box stands at the left or right edge.
 */
export function clearOf(box, points, { insets, width }) {
  const isUnder = ({ x, y }) =>
    x > box.left - REACH && x < box.right + REACH && y > box.top - REACH && y < box.bottom + REACH;
  if (!points.some(isUnder)) return null;
  const isLeft = (box.left + box.right) / 2 < width / 2;
  return isLeft
    ? { ...insets, left: Math.max(insets.left, box.right) }
    : { ...insets, right: Math.max(insets.right, width - box.left) };
}
