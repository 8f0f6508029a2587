import assert from "node:assert/strict";
import { test } from "node:test";
import {
  activeFilters,
  changesFilters,
  namesIn,
  onlyWithoutPoint,
  withoutFilter,
  withoutFilters,
} from "../../static/js/data/filters.js";
import { readState, writeState } from "../../static/js/state.js";

const config = {
  groups: [{ value: "shelling", label: "Shelling" }],
  kinds: [{ value: "air_strike", label: "Air strike" }],
  layers: [
    { slug: "front", name: "Front", is_shown: true },
    { slug: "people", name: "People", is_shown: true },
    { slug: "archive", name: "Archive", is_shown: false },
  ],
  measures: [{ value: "killed", label: "Killed" }],
  precisions: [{ value: "country", label: "Country" }],
  verifications: [{ value: "weak", label: "Weak" }],
  place: { id: 12, name: "Idlib" },
  claimants: [{ value: 3, label: "Observatory" }],
  outlets: [{ value: 5, label: "Example Herald" }],
};
const QUERY =
  "q=camp&place=12&claimant=3,4&outlet=5&measure=killed&size=1000&bbox=35,34,38,37" +
  "&kind=shelling&layer=front&precision=country&verification=weak&from=2019-04-30&to=2019-08-31";

function filtersOf(query) {
  return activeFilters(readState(`?${query}`, config), config, namesIn(config));
}

test("every filter is said in words, and what has no name by its value", () => {
  assert.deepEqual(
    filtersOf(QUERY).map(({ label }) => label),
    [
      "“camp”",
      "Shelling",
      "without People",
      "in Idlib",
      "claimed by Observatory",
      "claimed by 4",
      "printed by Example Herald",
      "with a number Killed",
      "1,000 or more",
      "Country",
      "verification: Weak",
      "30 April 2019 – 31 August 2019",
      "in the area chosen",
    ],
  );
});

test("taken away one by one, in any order, nothing is left", () => {
  const state = readState(`?lang=ar&show=table&${QUERY}`, config);
  for (let left = filtersOf(QUERY).length; left > 0; left -= 1) {
    const filters = activeFilters(state, config);
    assert.equal(filters.length, left);
    Object.assign(state, withoutFilter(state, filters[Math.floor(filters.length / 2)]));
  }

  assert.equal(writeState(state, config), "lang=ar&show=table");
});

test("all of them are taken away at once, and the rest of the screen stays", () => {
  const state = readState(`?lang=ar&show=table&event=7&${QUERY}`, config);

  Object.assign(state, withoutFilters(config));

  assert.equal(writeState(state, config), "lang=ar&show=table&event=7");
});

test("one of several claimants can be taken away", () => {
  const state = readState("?claimant=3,4", config);

  Object.assign(state, withoutFilter(state, { name: "claimant", value: "3" }));

  assert.equal(writeState(state, config), "claimant=4");
});

test("events without a point are one filter, said once", () => {
  const state = readState("", config);
  Object.assign(state, onlyWithoutPoint());

  const filters = activeFilters(state, config);

  assert.deepEqual(
    filters.map(({ label }) => label),
    ["without a point on the map"],
  );
  assert.equal(writeState({ ...state, ...withoutFilter(state, filters[0]) }, config), "");
});

test("half a range of time says which half", () => {
  assert.equal(filtersOf("from=2019-04-30")[0].label, "since 30 April 2019");
  assert.equal(filtersOf("to=2019-08-31")[0].label, "until 31 August 2019");
});

test("a list begins again with its first page when a filter changes, not when an event is chosen", () => {
  assert.ok(changesFilters({ asked: {} }));
  assert.ok(changesFilters({ from: null }));
  assert.ok(!changesFilters({ event: 12 }));
  assert.ok(!changesFilters({ sort: "size", page: 3 }));
});
