import assert from "node:assert/strict";
import { test } from "node:test";
import { paragraphsOf } from "../../static/js/desk/marks.js";

const TEXT = "Shells fell on Saraqib.\n\nFamilies left Saraqib on Monday.";
const SPANS = [
  { start: 15, end: 22, key: "mention:1", type: "mention", state: "proposed", words: "Saraqib: proposed" },
  { start: 39, end: 46, key: "mention:2", type: "mention", state: "proposed", words: "Saraqib: proposed" },
  { start: 50, end: 56, type: "date", words: "26 August 2019" },
];
const looks = (spans) => paragraphsOf(TEXT, spans).map((pieces) => JSON.stringify(pieces));
const words = (pieces) => pieces.map(({ text }) => text).join("");

test("paragraphs hold the whole text with its line breaks", () => {
  const paragraphs = paragraphsOf(TEXT, SPANS);
  assert.equal(paragraphs.length, 3);
  assert.equal(paragraphs.map(words).join(""), TEXT);
});

test("a decision changes the look of its own paragraph alone", () => {
  const before = looks(SPANS);
  const after = looks([SPANS[0], { ...SPANS[1], state: "accepted" }, SPANS[2]]);
  assert.deepEqual(
    before.map((look, index) => look === after[index]),
    [true, true, false],
  );
});

test("a span over two paragraphs is marked in both and named once", () => {
  const over = { ...SPANS[0], start: 0, end: TEXT.length };
  const marks = paragraphsOf(TEXT, [over]).flatMap((pieces) => pieces.map(({ mark }) => mark));
  assert.deepEqual(
    marks.map((mark) => [mark["data-key"], mark.role ?? null]),
    [
      ["mention:1", "button"],
      ["mention:1", null],
      ["mention:1", null],
    ],
  );
});

test("a day within a proposal is said of its own words, the proposal of both", () => {
  const proposal = { ...SPANS[1], start: 47, end: 56 };
  const pieces = paragraphsOf(TEXT, [proposal, SPANS[2]])[2].filter(({ mark }) => mark);
  assert.deepEqual(
    pieces.map(({ text, side }) => [text, side?.title ?? null]),
    [
      ["on ", null],
      ["Monday", "26 August 2019"],
    ],
  );
});
