import assert from "node:assert/strict";
import { test } from "node:test";
import {
  bucketsOf,
  dayAfterKey,
  histogram,
  limitsOf,
  rangeOf,
  shifted,
  snap,
  spanBetween,
  spansOf,
  ticksOf,
} from "../../static/js/data/timeline.js";
import { dayNumber, isoDay } from "../../static/js/data/measuring.js";

const on = (earliest, latest = earliest, id = 0) => ({
  id,
  first: earliest && dayNumber(earliest),
  last: latest && dayNumber(latest),
});
/** 45 weeks from Monday 25 February 2019 on. */
const weeks = bucketsOf([on("2019-03-01"), on("2019-12-31")]);

test("no dated event, no buckets", () => {
  assert.equal(bucketsOf([on(null)]), null);
});

for (const [unit, latest, count] of [
  ["day", "2019-03-31", 31],
  ["week", "2019-12-31", 45],
  ["month", "2024-02-29", 60],
  ["year", "2038-01-01", 20],
]) {
  test(`events from March 2019 to ${latest} are counted by ${unit}`, () => {
    const buckets = bucketsOf([on("2019-03-01"), on(latest)]);

    assert.equal(buckets.unit, unit);
    assert.equal(buckets.starts.length, count);
  });
}

test("weeks begin on Monday and cover the first event", () => {
  assert.equal(isoDay(weeks.starts[0]), "2019-02-25");
  assert.equal(isoDay(weeks.end), "2020-01-06");
});

test("an event known to a span is spread over it and sums up to one", () => {
  const events = [on("2019-03-01"), on("2019-03-02", "2019-03-05"), on("2019-03-10")];
  const { exact, spread } = histogram(events, bucketsOf(events));

  assert.deepEqual([...exact], [1, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
  assert.deepEqual([...spread], [0, 0.25, 0.25, 0.25, 0.25, 0, 0, 0, 0, 0]);
});

test("spans lie in lanes in which none covers another; too many are not drawn one by one", () => {
  const months = [
    on("2019-03-01", "2019-03-31", 1),
    on("2019-03-15", "2019-04-15", 2),
    on("2019-04-01", "2019-04-30", 3),
    on("2019-05-06", "2019-05-08", 4),
  ];

  assert.deepEqual(
    spansOf(months, weeks).map(({ id, lane }) => [id, lane]),
    [
      [1, 0],
      [2, 1],
      [3, 0],
    ],
  );
  assert.deepEqual(spansOf(months, weeks, { lanes: 1 }), []);
  assert.deepEqual(spansOf(months, weeks, { most: 2 }), []);
});

test("limits and days on the axis are each other's inverse", () => {
  const limits = { from: "2019-04-03", to: "2019-05-31" };

  assert.deepEqual(rangeOf(weeks, {}), [weeks.starts[0], weeks.end]);
  assert.deepEqual(limitsOf(weeks, rangeOf(weeks, limits)), limits);
  assert.deepEqual(limitsOf(weeks, [weeks.starts[0], weeks.end]), { from: null, to: null });
});

test("limits beyond the axis are drawn at its end, a day long at least", () => {
  assert.deepEqual(rangeOf(weeks, { from: "2001-01-01", to: "2001-02-01" }), [
    weeks.starts[0],
    weeks.starts[0] + 1,
  ]);
  assert.deepEqual(rangeOf(weeks, { from: "2031-01-01" }), [weeks.end - 1, weeks.end]);
});

for (const [key, shiftKey, from, expected] of [
  ["ArrowRight", false, "2019-03-04", "2019-03-11"],
  ["ArrowRight", false, "2019-03-06", "2019-03-11"],
  ["ArrowLeft", false, "2019-03-06", "2019-03-04"],
  ["ArrowLeft", false, "2019-02-25", "2019-02-25"],
  ["ArrowUp", true, "2019-03-04", "2019-03-05"],
  ["PageUp", false, "2019-03-04", "2019-04-01"],
  ["PageDown", false, "2019-04-01", "2019-03-04"],
  ["Home", false, "2019-04-01", "2019-02-25"],
  ["End", false, "2019-04-01", "2020-01-06"],
]) {
  test(`${shiftKey ? "Shift and " : ""}${key} leads from ${from} to ${expected}`, () => {
    assert.equal(isoDay(dayAfterKey(weeks, dayNumber(from), { key, shiftKey })), expected);
  });
}

test("other keys lead nowhere", () => {
  assert.equal(dayAfterKey(weeks, weeks.starts[3], { key: "Tab" }), null);
});

test("a handle that is dragged past the other changes places with it", () => {
  const [a, b, c] = [weeks.starts[3], weeks.starts[4], weeks.starts[9]];

  assert.deepEqual(spanBetween(weeks, b, c), [b, c]);
  assert.deepEqual(spanBetween(weeks, b, a), [a, b]);
  assert.deepEqual(spanBetween(weeks, b, b), [b, weeks.starts[5]]);
  assert.deepEqual(spanBetween(weeks, weeks.end, weeks.end), [weeks.starts[44], weeks.end]);
});

test("a drag snaps to the nearer boundary and a window stays on the axis", () => {
  assert.equal(isoDay(snap(weeks, dayNumber("2019-03-06"))), "2019-03-04");
  assert.equal(isoDay(snap(weeks, dayNumber("2019-03-09"))), "2019-03-11");
  assert.deepEqual(shifted(weeks, [weeks.starts[1], weeks.starts[3]], -70), [
    weeks.starts[0],
    weeks.starts[2],
  ]);
  assert.deepEqual(shifted(weeks, [weeks.starts[1], weeks.starts[3]], 7), [weeks.starts[2], weeks.starts[4]]);
});

test("ticks stand at starts of months and are no more than fit", () => {
  const buckets = bucketsOf([on("2019-03-01"), on("2020-02-01")]);

  assert.deepEqual(
    ticksOf(buckets, 5).map(({ day }) => day),
    ["2019-04-01", "2019-07-01", "2019-10-01", "2020-01-01"],
  );
  assert.ok(ticksOf(buckets, 12).length <= 12);
});

test("a short time has ticks at Mondays", () => {
  const days = bucketsOf([on("2019-03-01"), on("2019-03-31")]);

  assert.deepEqual(
    ticksOf(days, 5).map(({ day }) => day),
    ["2019-03-04", "2019-03-11", "2019-03-18", "2019-03-25"],
  );
});
