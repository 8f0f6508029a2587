// Rows in an order: where one goes, and which number each has. Pure.

/** Where a row lands that goes `steps` places down (up, when negative) among so many. */
export function landing(from, steps, number) {
  return Math.max(0, Math.min(number - 1, from + steps));
}

/**
 * Where the row at `from` goes that is dragged to the height `y`: past the middle of another one, so that rows of
 * different heights do not change places forever; null while it stays. `rows`: the top and height of each.
 */
export function draggedTo(rows, from, y) {
  const last = rows.length - 1;
  const over =
    y < rows[0].top ? 0 : rows.findIndex(({ top, height }, index) => index === last || y < top + height);
  if (over === from) return null;
  const isPast = y > rows[over].top + rows[over].height / 2;
  return isPast === over > from ? over : null;
}

/** The list with the item at `from` put at `to`. */
export function moved(list, from, to) {
  const items = [...list];
  items.splice(to, 0, ...items.splice(from, 1));
  return items;
}

/**
 * The place that each step of a story gets, from 1, null for those that keep theirs: places are written only
 * when the order on the page is not theirs any more, so that two editors' changes meet as seldom as can be.
 */
export function placesOf(steps) {
  const kept = steps.filter(({ isRemoved }) => !isRemoved);
  const isInOrder = kept.every(
    ({ place }, index) => Number.isFinite(place) && (index === 0 || place > kept[index - 1].place),
  );
  if (isInOrder) return steps.map(() => null);
  let last = 0;
  return steps.map(({ isRemoved }) => (isRemoved ? null : (last += 1)));
}

/** The number under which readers see a step, from 1; null for one that they do not. */
export function shownNumber(steps, index) {
  const isTold = ({ isRemoved, isBlank }) => !isRemoved && !isBlank;
  return isTold(steps[index]) ? steps.slice(0, index + 1).filter(isTold).length : null;
}
