// A map's story: where its steps lead, and what of a state an address leaves out.

import assert from "node:assert/strict";
import { test } from "node:test";
import { afterKey, afterTurn, placeOf } from "../../static/js/data/story.js";
import { isAway, readState, stateAt, writeState } from "../../static/js/state.js";

const config = {
  data_url: "/events.json?map=idlib",
  hidden: [],
  layers: [{ slug: "front" }, { slug: "people" }, { slug: "archive", is_shown: false }],
  opening: { draw: "heat", hide: "legend,figures", event: "3", show: "list" },
  story: {
    steps: [
      { query: { show: "map", event: "", to: "2019-08-31" } },
      { query: { show: "map", event: "12", from: "2019-12-01", to: "2019-12-31", layer: "people" } },
    ],
  },
};

test("both ends of a story lead to the whole map", () => {
  assert.deepEqual(
    [null, 1, 2, 3].map((step) => placeOf(step, 3)),
    ["start", "step", "step", "end"],
  );
  assert.deepEqual(
    [1, 2, 3].map((step) => afterTurn("on", step, 3)),
    [2, 3, null],
  );
  assert.deepEqual(
    [1, 2, 3].map((step) => afterTurn("back", step, 3)),
    [null, 1, 2],
  );
  assert.equal(afterTurn("begin", null, 3), 1);
  assert.equal(afterTurn("here", 2, 3), 2);
  assert.equal(afterTurn("start", 2, 3), null);
});

test("arrows point the way the page is read and do not leave the story", () => {
  assert.equal(afterKey("ArrowRight", 1, 3), 2);
  assert.equal(afterKey("ArrowLeft", 2, 3), 1);
  assert.equal(afterKey("ArrowLeft", 1, 3, { isRtl: true }), 2);
  assert.equal(afterKey("ArrowRight", 2, 3, { isRtl: true }), 1);
  assert.equal(afterKey("ArrowRight", null, 3), 1);
  assert.equal(afterKey("ArrowRight", 3, 3), undefined);
  assert.equal(afterKey("ArrowLeft", null, 3), undefined);
  assert.equal(afterKey("Home", 3, 3), 1);
  assert.equal(afterKey("End", 1, 3), 3);
  assert.equal(afterKey("Enter", 1, 3), undefined);
});

test("a map opens as its editor has it, and its address says nothing of it", () => {
  const state = readState("", config);

  assert.deepEqual([state.draw, state.figures, state.event, state.show], ["heat", false, 3, "list"]);
  assert.equal(writeState(state, config), "");
  assert.equal(isAway(state, config), false);
});

test("a step sets time, layers and event, and is all that the address says", () => {
  const state = readState("?step=2&lang=ar", config);

  assert.deepEqual([state.step, state.from, state.to, state.event], [2, "2019-12-01", "2019-12-31", 12]);
  assert.deepEqual([...state.layers], ["people"]);
  assert.deepEqual([state.show, state.draw, state.view], ["map", "heat", null]);
  assert.equal(writeState(state, config), "lang=ar&step=2");
  assert.equal(isAway(state, config), false);
});

test("what is changed at a step is written, also that there is none of it", () => {
  const state = stateAt(2, config);
  Object.assign(state, { event: null, from: null, draw: null, figures: true });
  state.layers = new Set(["front", "people"]);

  const written = writeState(state, config);

  assert.deepEqual(
    new Set(written.split("&")),
    new Set(["step=2", "hide=legend", "layer=", "from=", "draw=", "event="]),
  );
  const again = readState(`?${written}`, config);
  assert.deepEqual([again.event, again.from, again.draw, again.figures], [null, null, null, true]);
  assert.deepEqual([...again.layers], ["front", "people"]);
  assert.equal(writeState(again, config), written);
  assert.equal(isAway(state, config), true);
});

test("a view by hand is away from the step", () => {
  const state = { ...stateAt(1, config), view: { zoom: 8, lat: 35, lon: 36 } };

  assert.equal(isAway(state, config), true);
  assert.equal(writeState(state, config), "step=1&view=8/35.0000/36.0000");
});

test("a step that there is not is none", () => {
  for (const step of ["0", "3", "two", "-1", "1.5"])
    assert.equal(readState(`?step=${step}`, config).step, null);
  assert.equal(readState("?step=1", { ...config, story: undefined }).step, null);
});
