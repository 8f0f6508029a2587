import assert from "node:assert/strict";
import { test } from "node:test";

import { isSame, totalsUrl } from "../../static/js/data/totals.js";

const config = {
  totals_url: "/totals/?map=idlib&measure=killed&kind=shelling",
  layers: [{ slug: "strikes" }, { slug: "fighting" }],
};

function state(changes = {}) {
  return {
    kinds: new Set(),
    layers: new Set(["strikes", "fighting"]),
    precision: new Set(),
    verification: new Set(),
    from: null,
    to: null,
    asked: { measure: "killed" },
    ...changes,
  };
}

test("the page's own filters stay, those of the state take the place of the page's", () => {
  assert.equal(totalsUrl(config, state()), "/totals/?map=idlib&measure=killed");
  assert.equal(
    totalsUrl(config, state({ kinds: new Set(["disaster", "protest"]), from: "2019-04-30" })),
    "/totals/?from=2019-04-30&kind=disaster%2Cprotest&map=idlib&measure=killed",
  );
});

test("what the server is asked follows the state, not the address that the page was opened with", () => {
  assert.equal(totalsUrl(config, state({ asked: { q: "market" } })), "/totals/?map=idlib&q=market");
});

test("layers are named only when some are switched off", () => {
  assert.equal(
    totalsUrl(config, state({ layers: new Set(["strikes"]) })),
    "/totals/?layer=strikes&map=idlib&measure=killed",
  );
});

test("without a layer there is nothing to add up, which is not everything", () => {
  assert.equal(totalsUrl(config, state({ layers: new Set() })), null);
  assert.equal(
    totalsUrl({ ...config, layers: [] }, state({ layers: new Set() })),
    "/totals/?map=idlib&measure=killed",
  );
});

test("an address without filters is bare", () => {
  assert.equal(totalsUrl({ ...config, totals_url: "/totals/" }, state({ asked: {} })), "/totals/");
});

test("the same filters in another order are the same totals", () => {
  assert.ok(isSame("/totals/?a=1&b=2,3", "/totals/?b=2%2C3&a=1"));
  assert.ok(!isSame("/totals/?a=1", "/totals/"));
  assert.ok(!isSame(null, "/totals/"));
});
