import assert from "node:assert/strict";
import { test } from "node:test";
import {
  boundariesOf,
  bucketsOf,
  dayAt,
  histogram,
  lastDayBefore,
  ticksOf,
} from "../../static/js/data/timeline.js";

const on = (earliest, latest = earliest) => ({ earliest, latest });

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
  const buckets = bucketsOf([on("2019-03-01"), on("2019-12-31")]);

  assert.equal(dayAt(buckets, 0), "2019-02-25");
  assert.equal(lastDayBefore(buckets, buckets.starts.length), "2020-01-05");
});

test("an event known to a span is spread over it and sums up to one", () => {
  const events = [on("2019-03-01"), on("2019-03-02", "2019-03-05"), on("2019-03-10")];
  const { exact, spread } = histogram(events, bucketsOf(events));

  assert.deepEqual([...exact], [1, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
  assert.deepEqual([...spread], [0, 0.25, 0.25, 0.25, 0.25, 0, 0, 0, 0, 0]);
});

test("boundaries and days are each other's inverse", () => {
  const buckets = bucketsOf([on("2019-03-01"), on("2019-12-31")]);

  assert.deepEqual(boundariesOf(buckets, {}), [0, 45]);
  assert.deepEqual(boundariesOf(buckets, { from: dayAt(buckets, 5), to: lastDayBefore(buckets, 9) }), [5, 9]);
  assert.deepEqual(boundariesOf(buckets, { from: "2001-01-01", to: "2001-02-01" }), [0, 1]);
});

test("ticks stand at starts of months and are no more than fit", () => {
  const buckets = bucketsOf([on("2019-03-01"), on("2020-02-01")]);

  assert.deepEqual(
    ticksOf(buckets, 5).map(({ day }) => day),
    ["2019-04-01", "2019-07-01", "2019-10-01", "2020-01-01"],
  );
  assert.ok(ticksOf(buckets, 12).length <= 12);
});
