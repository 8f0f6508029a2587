import assert from "node:assert/strict";
import { test } from "node:test";
import { cornersOf } from "../../static/js/data/corners.js";
import { claimantSpans, sideSpansOf, spansOf } from "../../static/js/desk/picture.js";

const figure = (id, start, fields = {}) => ({
  id,
  start,
  end: start + 2,
  wording: "12",
  acceptance: "proposed",
  claimant_words: "White Helmets",
  ...fields,
});
const model = (figures, more = {}) => ({
  figures: new Map(figures.map((each) => [each.id, each])),
  speakers: [
    { start: 10, end: 23, name: "White Helmets" },
    { start: 90, end: 103, name: "White Helmets" },
    { start: 130, end: 140, name: "the ministry" },
  ],
  dates: [{ start: 0, end: 6, words: "30 August 2019" }],
  selected: null,
  ...more,
});

test("a claimant is marked at the nearest words that name it", () => {
  const spans = claimantSpans(model([figure(1, 30), figure(2, 80)]));
  assert.deepEqual(
    spans.map(({ start, end, keys }) => [start, end, keys]),
    [
      [10, 23, ["figure:1"]],
      [90, 103, ["figure:2"]],
    ],
  );
});

test("two figures of one claimant share its words, and the one in hand shows", () => {
  const [span] = claimantSpans(model([figure(1, 30), figure(2, 34)], { selected: "figure:2" }));
  assert.deepEqual(span.keys, ["figure:1", "figure:2"]);
  assert.equal(span.isSelected, true);
});

test("a rejected figure, one without claimant and one whose claimant the text does not name mark nothing", () => {
  const figures = [
    figure(1, 30, { acceptance: "rejected" }),
    figure(2, 34, { claimant_words: "" }),
    figure(3, 38, { claimant_words: "somebody else" }),
  ];
  assert.deepEqual(claimantSpans(model(figures)), []);
});

test("days stand beside the claimants", () => {
  assert.deepEqual(
    sideSpansOf(model([figure(1, 30)])).map(({ type, words }) => [type, words]),
    [
      ["date", "30 August 2019"],
      ["claimant", "claims “12”"],
    ],
  );
});

test("corners to drag are those of simple shapes that a hand has drawn", () => {
  const ring = [[0, 0], [1, 0], [1, 1], [0, 0]]; // prettier-ignore
  assert.deepEqual(cornersOf({ type: "Point", coordinates: [36, 35] }), [[36, 35]]);
  assert.equal(cornersOf({ type: "LineString", coordinates: ring }).length, 4);
  assert.equal(cornersOf({ type: "Polygon", coordinates: [ring] }).length, 3);
  assert.deepEqual(cornersOf({ type: "Polygon", coordinates: [ring, ring] }), []);
  assert.deepEqual(cornersOf({ type: "MultiPolygon", coordinates: [[ring]] }), []);
  assert.deepEqual(cornersOf({ type: "LineString", coordinates: Array(61).fill([0, 0]) }), []);
  assert.deepEqual(cornersOf(null), []);
});

test("a mark of the text is named in words", () => {
  const mention = (fields) => ({
    type: "mention",
    row: { id: 1, quote: "Umm Bayda", start: 0, end: 9, ...fields },
  });
  const named = (fields) => spansOf({ proposals: () => [mention(fields)], selected: null }, [])[0].words;

  assert.equal(named({ role: "event", status: "not_identifiable" }), "Umm Bayda: not identifiable");
  assert.equal(named({ role: "only_mentioned", status: "accepted" }), "Umm Bayda: only mentioned, accepted");
});
