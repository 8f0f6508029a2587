import assert from "node:assert/strict";
import test from "node:test";

import { heightFor, heightMessages, secretOf } from "../../static/js/ui/frame.js";

test("every kind of host is told in its own words", () => {
  const messages = heightMessages(560, {
    search: "?childId=graphic-1&kind=x",
    hash: "#?secret=Ab12",
    id: "idlib",
  });

  assert.deepEqual(messages, [
    { dateline: { height: 560 } },
    { sentinel: "amp", type: "embed-size", height: 560 },
    { "datawrapper-height": { idlib: 560 } },
    "pymxPYMxgraphic-1xPYMxheightxPYMx560",
    { message: "height", value: 560, secret: "Ab12" },
  ]);
});

test("hosts that have given no name are told nothing that they would not understand", () => {
  assert.equal(heightMessages(560).length, 3);
});

test("heights are whole and within limits", () => {
  const height = (wanted) => heightMessages(wanted)[0].dateline.height;

  assert.deepEqual([height(3), height(431.6), height(1e9)], [200, 432, 2000]);
});

test("names that cannot be one are not said back", () => {
  for (const bad of ["<script>", "a".repeat(65), "a b", "axPYMxheightxPYMx9\n", ""]) {
    const messages = heightMessages(300, {
      search: `?childId=${encodeURIComponent(bad)}`,
      hash: `#?secret=${encodeURIComponent(bad)}`,
    });
    assert.equal(messages.length, 3, bad);
  }
  assert.equal(secretOf(""), null);
  assert.equal(secretOf("#somewhere"), null);
});

test("a map is high enough for its width", () => {
  assert.deepEqual([280, 600, 900].map(heightFor), [520, 500, 560]);
});
