// Offsets of the server count code points, those of the browser UTF-16 units; here they are converted, and
// overlapping spans are cut into pieces that each carry all their spans.

/** Conversions between the two ways of counting in one text. */
export function offsetsOf(text) {
  if (!/[\ud800-\udbff][\udc00-\udfff]/.test(text)) {
    return { size: text.length, toUnit: (point) => point, toPoint: (unit) => unit };
  }
  const units = [];
  let unit = 0;
  for (const character of text) {
    units.push(unit);
    unit += character.length;
  }
  units.push(unit);
  return {
    size: units.length - 1,
    toUnit: (point) => units[Math.max(0, Math.min(point, units.length - 1))],
    toPoint: (wanted) => firstAtOrAfter(units, wanted),
  };
}

/** Index of the first entry that is not below `wanted`: half a surrogate pair counts as the next character. */
function firstAtOrAfter(sorted, wanted) {
  let low = 0;
  let high = sorted.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Cuts [0, size) at every start and end of the spans `{start, end, …}`. Each piece lists the spans that cover
 * it, the longest first, so that the last is the innermost.
 */
export function segmentsOf(size, spans) {
  const whole = spans.filter(({ start, end }) => start >= 0 && start < end && end <= size);
  const cuts = [...new Set([0, size, ...whole.flatMap(({ start, end }) => [start, end])])].sort(
    (a, b) => a - b,
  );
  const sorted = [...whole].sort((a, b) => a.start - b.start || b.end - a.end);
  const pieces = [];
  let next = 0;
  let open = [];
  for (let i = 0; i + 1 < cuts.length; i += 1) {
    const [start, end] = [cuts[i], cuts[i + 1]];
    open = open.filter((span) => span.end > start);
    while (next < sorted.length && sorted[next].start === start) open.push(sorted[next++]);
    const covering = [...open].sort((a, b) => b.end - b.start - (a.end - a.start));
    pieces.push({ start, end, spans: covering });
  }
  return pieces;
}

/** The words of a selection without the spaces around them; null when nothing is left. */
export function trimmed(text, start, end) {
  while (start < end && /\s/.test(text[start])) start += 1;
  while (end > start && /\s/.test(text[end - 1])) end -= 1;
  return start < end ? { start, end } : null;
}
