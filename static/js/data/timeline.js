// Events in buckets of time. Pure; days are ISO strings, in UTC.

const DAY_MS = 86_400_000;
const toDay = (iso) => Date.parse(`${iso}T00:00:00Z`) / DAY_MS;
const toIso = (day) => new Date(day * DAY_MS).toISOString().slice(0, 10);

/** Buckets from the first to the last dated event: days, weeks, months or years, about 40–150 of them. */
export function bucketsOf(events) {
  const dated = events.filter(({ earliest, latest }) => earliest && latest);
  if (!dated.length) return null;
  const first = dated.reduce((day, { earliest }) => (earliest < day ? earliest : day), dated[0].earliest);
  const last = dated.reduce((day, { latest }) => (latest > day ? latest : day), dated[0].latest);
  const days = toDay(last) - toDay(first) + 1;
  const unit = days <= 100 ? "day" : days <= 1100 ? "week" : days <= 4400 ? "month" : "year";
  const starts = [];
  let start = floor(toDay(first), unit);
  while (start <= toDay(last)) {
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
export function histogram(events, { starts, end }) {
  const exact = new Float64Array(starts.length);
  const spread = new Float64Array(starts.length);
  for (const { earliest, latest } of events) {
    if (!earliest || !latest) continue;
    const from = bucketAt(starts, end, toDay(earliest));
    const to = bucketAt(starts, end, toDay(latest));
    if (from === to) exact[from] += 1;
    else for (let i = from; i <= to; i += 1) spread[i] += 1 / (to - from + 1);
  }
  return { exact, spread };
}

function bucketAt(starts, end, day) {
  if (day >= end) return starts.length - 1;
  let [low, high] = [0, starts.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle] <= day) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The boundaries a range is dragged between, as days: index 0 is the start of the first bucket. */
export function dayAt({ starts, end }, index) {
  return toIso(index >= starts.length ? end : starts[index]);
}

export function lastDayBefore(buckets, index) {
  return toIso(toDay(dayAt(buckets, index)) - 1);
}

/** From and to as boundaries, whole time where they are empty. */
export function boundariesOf({ starts, end }, { from, to }) {
  const low = from ? bucketAt(starts, end, toDay(from)) : 0;
  const high = to ? bucketAt(starts, end, toDay(to)) + 1 : starts.length;
  return [low, Math.max(high, low + 1)];
}

/** Where to write a label: at the start of months, quarters or years, as many as fit. */
export function ticksOf({ starts, end }, most) {
  const first = new Date(starts[0] * DAY_MS);
  const last = new Date(end * DAY_MS);
  const months = (date) => date.getUTCFullYear() * 12 + date.getUTCMonth();
  for (const step of [1, 2, 3, 6, 12, 24, 60, 120, 240]) {
    const ticks = [];
    for (let month = Math.ceil(months(first) / step) * step; month <= months(last); month += step) {
      const day = Date.UTC(Math.floor(month / 12), month % 12, 1) / DAY_MS;
      const at = (day - starts[0]) / (end - starts[0]);
      if (at >= 0 && at <= 1) ticks.push({ day: toIso(day), at });
    }
    if (ticks.length <= most) return ticks;
  }
  return [];
}
