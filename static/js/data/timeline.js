// Events in buckets of time. Pure. Days are numbered as in measuring.js, and events carry the `first` and the
// `last` on which they can have happened; a range of days [low, high) begins with low and ends before high.

import { dayNumber, isoDay } from "./measuring.js";

const DAY_MS = 86_400_000;

/** Longest time, in days, whose buckets are days, weeks or months: about 40–150 of each. */
const LONGEST = { day: 100, week: 1100, month: 4400 };
/** What PageUp and PageDown move by, in buckets: a week, four weeks, a year, ten years. */
const LEAP = { day: 7, week: 4, month: 12, year: 10 };

/** Buckets from the first to the last dated event: their unit, the day each begins with, and the end. */
export function bucketsOf(events) {
  let [first, last] = [Infinity, -Infinity];
  for (const event of events) {
    if (event.first === null || event.last === null) continue;
    if (event.first < first) first = event.first;
    if (event.last > last) last = event.last;
  }
  if (first > last) return null;
  const days = last - first + 1;
  const unit = Object.keys(LONGEST).find((name) => days <= LONGEST[name]) ?? "year";
  const starts = [];
  let start = floor(first, unit);
  while (start <= last) {
    starts.push(start);
    start = next(start, unit);
  }
  return { unit, starts, end: start };
}

function floor(day, unit) {
  if (unit === "day") return day;
  // 1 January 1970 was a Thursday; weeks begin on Monday.
  if (unit === "week") return day - ((((day + 3) % 7) + 7) % 7);
  const date = new Date(day * DAY_MS);
  return Date.UTC(date.getUTCFullYear(), unit === "month" ? date.getUTCMonth() : 0, 1) / DAY_MS;
}

function next(day, unit) {
  if (unit === "day") return day + 1;
  if (unit === "week") return day + 7;
  const date = new Date(day * DAY_MS);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  return (unit === "month" ? Date.UTC(year, month + 1, 1) : Date.UTC(year + 1, 0, 1)) / DAY_MS;
}

/**
 * Events per bucket. An event that lies in one bucket counts there; one known only to a span that crosses
 * buckets is spread evenly over them and kept apart, so that it can be drawn as less certain.
 */
export function histogram(events, buckets) {
  const { starts } = buckets;
  const exact = new Float64Array(starts.length);
  const spread = new Float64Array(starts.length);
  for (const { first, last } of events) {
    if (first === null || last === null) continue;
    const from = bucketAt(buckets, first);
    const to = bucketAt(buckets, last);
    if (from === to) exact[from] += 1;
    else for (let i = from; i <= to; i += 1) spread[i] += 1 / (to - from + 1);
  }
  return { exact, spread };
}

/** The bucket that a day lies in; the first or the last for a day before or after all of them. */
export function bucketAt({ starts }, day) {
  let [low, high] = [0, starts.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle] <= day) low = middle;
    else high = middle - 1;
  }
  return low;
}

/**
 * Lines for the events that are known to more than a bucket, in lanes in which none touches another. Empty
 * when they are too many to be told apart: then only the bars speak of them.
 */
export function spansOf(events, buckets, { lanes = 4, most = 40, apart = 0 } = {}) {
  const spans = [];
  for (const { id, first, last } of events) {
    if (first === null || last === null || bucketAt(buckets, first) === bucketAt(buckets, last)) continue;
    spans.push({ id, low: first, high: last + 1, lane: 0 });
    if (spans.length > most) return [];
  }
  spans.sort((a, b) => a.low - b.low || b.high - a.high);
  const ends = [];
  for (const span of spans) {
    const free = ends.findIndex((end) => end + apart <= span.low);
    span.lane = free < 0 ? ends.length : free;
    if (span.lane >= lanes) return [];
    ends[span.lane] = span.high;
  }
  return spans;
}

/** From and to as a range of days within the axis, the whole of it where they are empty. */
export function rangeOf({ starts, end }, { from, to }) {
  const within = (day) => Math.max(starts[0], Math.min(end, day));
  const low = from ? Math.min(within(dayNumber(from)), end - 1) : starts[0];
  const high = to ? within(dayNumber(to) + 1) : end;
  return [low, Math.max(high, low + 1)];
}

/** And back: what is at an end of the axis is no limit. */
export function limitsOf({ starts, end }, [low, high]) {
  return { from: low > starts[0] ? isoDay(low) : null, to: high < end ? isoDay(high - 1) : null };
}

/** The boundary of two buckets that is nearest to a day. */
export function snap(buckets, day) {
  const i = bucketAt(buckets, day);
  const [before, after] = [buckets.starts[i], buckets.starts[i + 1] ?? buckets.end];
  return day - before <= after - day ? before : after;
}

/** The day that a key leads to from a boundary: by a bucket, by a day with Shift, by a page, to an end. */
export function dayAfterKey(buckets, day, { key, shiftKey = false }) {
  const by = shiftKey ? (steps) => day + steps : (steps) => boundaryAt(buckets, day, steps);
  switch (key) {
    case "ArrowRight":
    case "ArrowUp":
      return by(1);
    case "ArrowLeft":
    case "ArrowDown":
      return by(-1);
    case "PageUp":
      return boundaryAt(buckets, day, LEAP[buckets.unit]);
    case "PageDown":
      return boundaryAt(buckets, day, -LEAP[buckets.unit]);
    case "Home":
      return buckets.starts[0];
    case "End":
      return buckets.end;
    default:
      return null;
  }
}

/** Boundaries forward or back; a day between two of them counts as on its way to the next. */
function boundaryAt({ starts, end }, day, steps) {
  const all = [...starts, end];
  const ahead = all.findIndex((start) => start >= day);
  const isBetween = all[ahead] !== day;
  const index = ahead + steps - (isBetween && steps > 0 ? 1 : 0);
  return all[Math.max(0, Math.min(all.length - 1, ahead < 0 ? all.length - 1 : index))];
}

/** The range that a dragged end and the `anchor` enclose, on whichever side; a bucket long at least. */
export function spanBetween(buckets, anchor, day) {
  if (day === anchor) {
    return anchor >= buckets.end
      ? [boundaryAt(buckets, anchor, -1), anchor]
      : [anchor, boundaryAt(buckets, anchor, 1)];
  }
  return day < anchor ? [day, anchor] : [anchor, day];
}

/** The same length elsewhere on the axis, never beyond its ends. */
export function shifted({ starts, end }, [low, high], days) {
  const by = Math.max(starts[0] - low, Math.min(end - high, days));
  return [low + by, high + by];
}

/** Steps of labels, in days where the axis is short and otherwise in months. */
const DAY_STEPS = [1, 2, 7, 14];
const MONTH_STEPS = [1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200];

/** Where to write a label: `{ day, at, isMonth }`, at 0–1 of the axis; as many as fit and not more. */
export function ticksOf(buckets, most) {
  const steps = [
    ...(buckets.unit === "day" ? DAY_STEPS.map((step) => () => dayTicks(buckets, step)) : []),
    ...MONTH_STEPS.map((step) => () => monthTicks(buckets, step)),
  ];
  for (const ticks of steps.map((make) => make())) if (ticks.length <= most && ticks.length) return ticks;
  return [];
}

function dayTicks({ starts, end }, step) {
  const ticks = [];
  // From a Monday on, so that weeks read as weeks.
  const first = step < 7 ? starts[0] : floor(starts[0] + 6, "week");
  for (let day = first; day < end; day += step) ticks.push(tick(day, starts[0], end, false));
  return ticks;
}

function monthTicks({ starts, end }, step) {
  const months = (day) => {
    const date = new Date(day * DAY_MS);
    return date.getUTCFullYear() * 12 + date.getUTCMonth();
  };
  const ticks = [];
  for (let month = Math.ceil(months(starts[0]) / step) * step; month <= months(end); month += step) {
    const day = Date.UTC(Math.floor(month / 12), month % 12, 1) / DAY_MS;
    if (day >= starts[0] && day < end) ticks.push(tick(day, starts[0], end, true));
  }
  return ticks;
}

function tick(day, start, end, isMonth) {
  return { day: isoDay(day), at: (day - start) / (end - start), isMonth };
}
