import assert from "node:assert/strict";
import { test } from "node:test";
import { dataUrl, readState, writeState } from "../../static/js/state.js";

const config = {
  data_url: "/events.geojson",
  hidden: [],
  layers: [
    { slug: "front", is_shown: true },
    { slug: "people", is_shown: true },
    { slug: "archive", is_shown: false },
  ],
};

test("an empty query shows the layers that are shown at first", () => {
  const state = readState("", config);

  assert.deepEqual([...state.layers], ["front", "people"]);
  assert.equal(state.figures, true);
  assert.equal(writeState(state, config), "");
});

for (const query of [
  "kind=shelling,air_strike",
  "layer=front",
  "layer=front,people,archive",
  "precision=country,unknown",
  "verification=weak",
  "from=2019-04-30&to=2019-08-31",
  "hide=figures",
  "hide=front,people",
  "event=12&view=8/35.6000/36.6500",
  "q=market&kind=shelling",
]) {
  test(`${query} survives reading and writing`, () => {
    assert.equal(writeState(readState(`?${query}`, config), config), query);
  });
}

test("a hidden layer is written as those that remain", () => {
  assert.equal(writeState(readState("?hide=people", config), config), "layer=front");
});

test("what is no date, view or number is left out", () => {
  const state = readState("?from=yesterday&to=2019-8-1&view=8/95/36&event=twelve", config);

  assert.equal(writeState(state, config), "");
});

test("events are loaded whole for what is filtered in the browser", () => {
  const server = { ...config, data_url: "/events.geojson?map=idlib&from=2019-04-01&kind=shelling&q=market" };

  assert.equal(
    dataUrl(server, "?kind=shelling&q=market"),
    "/events.geojson?map=idlib&from=2019-04-01&q=market",
  );
});
