import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { useWords } from "../../static/js/data/words.js";
import {
  circleLabel,
  disagreeing,
  excerptParts,
  figureLine,
  figureNumber,
  shortDate,
  symbolLabel,
  thingsOf,
} from "../../static/js/format.js";

const figure = (changes) => ({
  wording: "7",
  low: 7,
  high: 7,
  quantifier: "exact",
  measure: "killed",
  measure_label: "killed",
  people: "civilians",
  unit: "person",
  scope: "incident",
  scope_text: "",
  role: "recommended",
  noun: "civilians killed",
  claimant: null,
  claimant_words: "",
  source: 0,
  ...changes,
});

for (const [expected, changes] of [
  ["7", {}],
  ["7–9", { low: 7, high: 9, quantifier: "between" }],
  ["600+", { low: 600, high: null, quantifier: "more_than" }],
  ["1,030+", { low: 1030, high: null, quantifier: "at_least" }],
  ["about 300,000", { low: 300000, high: 300000, quantifier: "about" }],
  ["about 1.2 million", { low: 1200000, high: 1200000, quantifier: "about" }],
  ["up to 50", { low: null, high: 50, quantifier: "up_to" }],
  ["under 50", { low: null, high: 50, quantifier: "less_than" }],
  ["dozens", { wording: "dozens", low: null, high: null, quantifier: "about" }],
]) {
  test(`figure number reads ${expected}`, () => {
    assert.equal(figureNumber(figure(changes)), expected);
  });
}

test("figure line names each thing once and says that claimants disagree", () => {
  const figures = [
    figure({ low: 20, high: 20, measure: "injured", measure_label: "injured" }),
    figure({ low: 7, high: 9, quantifier: "between", claimant: "Rescuers" }),
    figure({ low: 12, high: null, quantifier: "at_least", role: "disputed", claimant: "Council" }),
  ];

  assert.equal(figureLine(figures), "7–9 killed, 20 injured · 2 claimants disagree");
});

test("figure line keeps a word without a number as the article has it", () => {
  const dozens = figure({ wording: "dozens", low: null, high: null, noun: "of civilians killed" });

  assert.equal(figureLine([dozens]), "dozens of civilians killed");
});

test("a superseded claim is no disagreement", () => {
  const figures = [
    figure({ claimant: "Observatory" }),
    figure({ low: 5, high: 5, role: "superseded", claimant: "Ministry" }),
  ];

  assert.equal(disagreeing(figures), 0);
});

test("a running total does not contradict an incident", () => {
  const figures = [
    figure({ claimant: "Observatory" }),
    figure({ low: 600, high: null, scope: "running_total", claimant: "Ministry" }),
  ];

  assert.equal(disagreeing(figures), 0);
});

test("symbol label says kind, place, date and figures", () => {
  const event = {
    group_label: "Shelling",
    place: { name: "Khan Sheikhoun" },
    date_text: "21 August 2019",
    figures: [figure({ low: 7, high: 9, quantifier: "between" })],
  };

  assert.equal(symbolLabel(event), "Shelling, Khan Sheikhoun, 21 August 2019, 7–9 killed");
});

for (const [expected, earliest, latest, date_precision] of [
  ["28 Aug 2019", "2019-08-28", "2019-08-28", "day"],
  ["c. 24 Aug 2019", "2019-08-21", "2019-08-27", "week"],
  ["Aug 2019", "2019-08-01", "2019-08-31", "month"],
  ["2019", "2019-01-01", "2019-12-31", "year"],
  ["30 Apr – 31 Aug 2019", "2019-04-30", "2019-08-31", "day"],
  ["undated", null, null, "unknown"],
]) {
  test(`short date of ${date_precision} reads ${expected}`, () => {
    const text = shortDate({ earliest, latest, date_precision });

    assert.equal(text.replace(/\s/g, " "), expected);
  });
}

test("excerpt is cut by code points, not by UTF-16 units", () => {
  const text = "🕊 seven died";
  const parts = excerptParts({ text, marks: [{ start: 2, end: 7, kind: "figure", id: 1 }] });

  assert.deepEqual(parts, [{ text: "🕊 " }, { text: "seven", kind: "figure", id: 1 }, { text: " died" }]);
});

test("excerpt keeps its whole text when marks overlap", () => {
  const marks = [
    { start: 0, end: 9, kind: "figure", id: 1 },
    { start: 4, end: 14, kind: "place", id: 2 },
  ];
  const parts = excerptParts({ text: "more than six in Idlib", marks });

  assert.equal(parts.map(({ text }) => text).join(""), "more than six in Idlib");
  assert.deepEqual(
    parts.map(({ kind }) => kind),
    ["figure", undefined],
  );
});

test("circle label takes the span out of the scope in words", () => {
  const total = figure({
    low: 600,
    high: null,
    scope: "running_total",
    scope_text: "running total since 30 April 2019, as of 31 August 2019",
  });

  assert.deepEqual(circleLabel(total), { number: "600+ killed", span: "since 30 April 2019" });
});

test("claims stand as the server has put them, with their figures and printers", () => {
  const sources = [{ outlet: "The Herald" }, { outlet: "The Other Paper" }];
  const figures = [figure({ id: 1, wording: "9", role: "superseded" }), figure({ id: 2, wording: "12" })];
  const claims = [
    {
      measure: "killed",
      text: "civilians killed",
      claims: [
        { figure: 2, printers: [0, 1], day: "2019-08-31" },
        { figure: 1, printers: [1], day: "2019-08-30" },
      ],
    },
  ];
  const [thing] = thingsOf({ claims, figures, sources });
  assert.equal(thing.text, "civilians killed");
  assert.deepEqual(
    thing.claims.map(({ id, wording, day }) => [id, wording, day]),
    [
      [2, "12", "2019-08-31"],
      [1, "9", "2019-08-30"],
    ],
  );
  assert.deepEqual(thing.claims[0].printers, sources);
});

test("a figure's measure agrees with its number, as Arabic has six ways of it", () => {
  const arabic = JSON.parse(readFileSync(new URL("../../locale/ar/words.json", import.meta.url), "utf8"));
  useWords(arabic, "ar");
  const told = (low, high = low) => figureLine([figure({ low, high })]);
  try {
    assert.deepEqual(
      [1, 2, 7, 88, 100].map((number) => told(number)),
      ["1 قتيل", "2 قتيلان", "7 قتلى", "88 قتيلاً", "100 قتيل"],
    );
    // Of a span, with the number that stands last.
    assert.equal(told(7, 88), "7–88 قتيلاً");
    assert.equal(told(null, 9).split(" ").at(-1), "قتلى");
    assert.equal(figureLine([figure({ low: 600, high: null })]), "600+ قتيل");
  } finally {
    useWords();
  }
});
