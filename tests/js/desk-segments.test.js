import assert from "node:assert/strict";
import { test } from "node:test";
import { offsetsOf, segmentsOf, trimmed } from "../../static/js/desk/segments.js";

test("offsets of a plain text are the same in both ways of counting", () => {
  const { size, toUnit, toPoint } = offsetsOf("Saraqib");
  assert.deepEqual([size, toUnit(3), toPoint(3)], [7, 3, 3]);
});

test("offsets after a character outside the basic plane differ by one unit", () => {
  const text = "a🏚b🏚c";
  const { size, toUnit, toPoint } = offsetsOf(text);
  assert.equal(size, 5);
  assert.deepEqual([0, 1, 2, 3, 4, 5].map(toUnit), [0, 1, 3, 4, 6, 7]);
  assert.deepEqual([0, 1, 3, 4, 6, 7].map(toPoint), [0, 1, 2, 3, 4, 5]);
  assert.equal(text.slice(toUnit(2), toUnit(3)), "b");
});

test("half a character counts as the next one, and what lies outside as the end", () => {
  const { toUnit, toPoint } = offsetsOf("a🏚b");
  assert.equal(toPoint(2), 2);
  assert.equal(toPoint(99), 3);
  assert.equal(toUnit(99), 4);
});

const pieces = (size, spans) =>
  segmentsOf(size, spans).map(({ start, end, spans: over }) =>
    `${start}-${end} ${over.map(({ key }) => key).join("")}`.trim(),
  );

test("a text without spans is one piece", () => {
  assert.deepEqual(pieces(9, []), ["0-9"]);
});

test("overlapping spans are cut where either ends", () => {
  const spans = [
    { key: "a", start: 2, end: 6 },
    { key: "b", start: 4, end: 8 },
  ];
  assert.deepEqual(pieces(10, spans), ["0-2", "2-4 a", "4-6 ab", "6-8 b", "8-10"]);
});

test("the innermost of nested spans comes last, whatever their order", () => {
  const outer = { key: "o", start: 0, end: 9 };
  const inner = { key: "i", start: 3, end: 5 };
  for (const spans of [
    [outer, inner],
    [inner, outer],
  ]) {
    assert.deepEqual(pieces(9, spans), ["0-3 o", "3-5 oi", "5-9 o"]);
  }
});

test("two proposals on the very same words share a piece", () => {
  const spans = [
    { key: "a", start: 1, end: 3 },
    { key: "b", start: 1, end: 3 },
  ];
  assert.deepEqual(pieces(3, spans), ["0-1", "1-3 ab"]);
});

test("spans that do not lie in the text are left out", () => {
  const spans = [
    { key: "a", start: 5, end: 5 },
    { key: "b", start: -1, end: 2 },
    { key: "c", start: 8, end: 12 },
  ];
  assert.deepEqual(pieces(10, spans), ["0-10"]);
});

test("pieces put together are the text, for many random spans", () => {
  for (let round = 0; round < 50; round += 1) {
    const size = 40;
    const spans = Array.from({ length: 8 }, (_, key) => {
      const start = (round * 7 + key * 11) % (size - 1);
      return { key, start, end: Math.min(size, start + 1 + ((round + key * 5) % 15)) };
    });
    const cut = segmentsOf(size, spans);
    assert.equal(cut[0].start, 0);
    assert.equal(cut.at(-1).end, size);
    cut.slice(1).forEach(({ start }, index) => assert.equal(start, cut[index].end));
    for (const { start, spans: over } of cut) {
      const expected = spans.filter((span) => span.start <= start && span.end > start).map(({ key }) => key);
      assert.deepEqual(new Set(over.map(({ key }) => key)), new Set(expected));
    }
  }
});

test("a selection loses the spaces around it", () => {
  assert.deepEqual(trimmed(" in Idlib, ", 3, 11), { start: 4, end: 10 });
  assert.equal(trimmed("a   b", 1, 4), null);
});
