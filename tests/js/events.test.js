import assert from "node:assert/strict";
import { test } from "node:test";
import {
  articlesOf,
  countBy,
  countryInFocus,
  filterEvents,
  readEvents,
} from "../../static/js/data/events.js";
import { readState } from "../../static/js/state.js";

const config = { layers: [{ slug: "front" }, { slug: "people" }] };
const event = (id, changes) => ({
  id,
  group: "shelling",
  kind: "shelling_artillery",
  layer: "front",
  precision: "settlement",
  verification: "fair",
  earliest: "2019-08-01",
  latest: "2019-08-01",
  place: { country: "SY" },
  sources: [{ url: `https://example.org/${id}` }],
  ...changes,
});
const EVENTS = [
  event(1),
  event(2, { group: "displacement", kind: "flight", layer: "people" }),
  event(3, { earliest: "2019-07-20", latest: "2019-08-10" }),
  event(4, { earliest: null, latest: null }),
];
const ids = (events) => events.map(({ id }) => id);

for (const [query, expected] of [
  ["", [1, 2, 3, 4]],
  ["kind=displacement", [2]],
  ["kind=flight", [2]],
  ["layer=front", [1, 3, 4]],
  ["from=2019-08-05", [3]],
  ["to=2019-07-31", [3]],
  ["from=2019-08-01&to=2019-08-01", [1, 2, 3]],
  ["kind=protest", []],
]) {
  test(`"${query}" leaves events ${expected}`, () => {
    assert.deepEqual(ids(filterEvents(EVENTS, readState(query, config))), expected);
  });
}

test("counts of a filter leave that filter out", () => {
  const state = readState("kind=displacement&from=2019-08-05", config);
  const counts = countBy(filterEvents(EVENTS, state, { except: "kinds" }), "group");

  assert.deepEqual([...counts], [["shelling", 1]]);
});

test("a collection and a single feature are read alike, the latest first and undated last", () => {
  const feature = ({ id, ...properties }) => ({ type: "Feature", id, geometry: null, properties });
  const collection = { type: "FeatureCollection", features: EVENTS.map(feature) };

  assert.deepEqual(ids(readEvents(collection)), [3, 2, 1, 4]);
  assert.deepEqual(ids(readEvents(feature(EVENTS[0]))), [1]);
});

test("an article that tells two events is counted once", () => {
  assert.equal(articlesOf([EVENTS[0], { ...EVENTS[1], sources: EVENTS[0].sources }]), 1);
});

test("the country in focus is that of most events", () => {
  assert.equal(
    countryInFocus([...EVENTS, event(5, { place: { country: "TR" } }), event(6, { place: null })]),
    "SY",
  );
  assert.equal(countryInFocus([]), null);
});
