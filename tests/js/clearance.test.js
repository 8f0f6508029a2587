import assert from "node:assert/strict";
import { test } from "node:test";
import { clearOf } from "../../static/js/map/clearance.js";

const insets = { top: 0, right: 0, bottom: 30, left: 0 };
const leftBox = { left: 16, right: 50, top: 16, bottom: 118 };
const rightBox = { left: 750, right: 784, top: 16, bottom: 118 };

test("the side of the buttons is added when an event lies under them", () => {
  assert.deepEqual(clearOf(leftBox, [{ x: 30, y: 60 }], { insets, width: 800 }), { ...insets, left: 50 });
  assert.deepEqual(clearOf(rightBox, [{ x: 760, y: 60 }], { insets, width: 800 }), { ...insets, right: 50 });
});

test("a symbol that reaches under them counts, one beside or below them does not", () => {
  assert.ok(clearOf(leftBox, [{ x: 68, y: 60 }], { insets, width: 800 }));
  assert.equal(clearOf(leftBox, [{ x: 80, y: 60 }], { insets, width: 800 }), null);
  assert.equal(clearOf(leftBox, [{ x: 30, y: 160 }], { insets, width: 800 }), null);
  assert.equal(clearOf(leftBox, [], { insets, width: 800 }), null);
});

test("what the page covers already stays covered", () => {
  const covered = { ...insets, left: 392 };
  assert.deepEqual(clearOf(leftBox, [{ x: 30, y: 60 }], { insets: covered, width: 800 }), covered);
});
