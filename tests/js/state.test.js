import assert from "node:assert/strict";
import { test } from "node:test";
import { dataSource, dataUrl, readState, writeState } from "../../static/js/state.js";

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
  "q=two+words&place=12&claimant=3,4&outlet=5&measure=killed,injured&size=100&bbox=35,34,38,37",
  "kind=shelling&show=table&sort=-size&page=3",
  "lang=ar&theme=dark&kind=shelling&event=12",
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

const server = { ...config, data_url: "/events.json?map=idlib&from=2019-04-01&kind=shelling&q=market" };
const opened = "?kind=shelling&q=market";

test("events are loaded whole for what is filtered in the browser", () => {
  const source = dataSource(server, opened);

  assert.equal(dataUrl(source, readState(opened, config)), "/events.json?map=idlib&from=2019-04-01&q=market");
});

test("what only the server knows follows the state, not the address that the page was opened with", () => {
  const source = dataSource(server, opened);

  assert.equal(dataUrl(source, readState("", config)), "/events.json?map=idlib&from=2019-04-01");
  assert.equal(
    dataUrl(source, readState("?outlet=3,4&kind=fighting&from=2019-05-01", config)),
    "/events.json?map=idlib&from=2019-04-01&outlet=3,4",
  );
});

test("checkboxes of a form send a name more than once", () => {
  const state = readState("?claimant=3&claimant=4&kind=shelling&kind=fighting", config);

  assert.equal(writeState(state, config), "claimant=3,4&kind=shelling,fighting");
});

test("an unknown way to show and a page that is none are as good as nothing", () => {
  assert.equal(writeState(readState("?show=globe&page=-2", config), config), "");
});

test("parts that an embed leaves out stay left out", () => {
  const state = readState("?hide=legend,figures,time", { layers: [] });

  assert.equal(state.figures, false);
  assert.deepEqual(state.parts, ["legend", "time"]);
  assert.equal(writeState(state, { layers: [] }), "hide=figures,legend,time");
});
