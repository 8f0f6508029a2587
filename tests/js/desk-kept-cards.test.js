import assert from "node:assert/strict";
import test from "node:test";

import { KeptCards } from "../../static/js/desk/kept-cards.js";

/** One drawing of `wanted`, and which of them had to be built for it. */
function drawn(cards, wanted) {
  const built = [];
  cards.begin();
  const shown = wanted.map((parts) => cards.card(parts, () => (built.push(parts), { parts })));
  return { shown, built };
}

test("a card of the same parts stays, one of others is built", () => {
  const cards = new KeptCards();
  const first = drawn(cards, [
    [true, { title: "Shelling, Saraqib", mentions: [1] }],
    [false, { title: "Flight, Idlib", mentions: [2] }],
  ]);

  const second = drawn(cards, [
    [true, { title: "Flight, Idlib", mentions: [2] }],
    [true, { title: "Shelling, Saraqib", mentions: [1] }],
  ]);

  assert.equal(first.built.length, 2);
  assert.deepEqual(second.built, [[true, { title: "Flight, Idlib", mentions: [2] }]]);
  assert.equal(second.shown[1], first.shown[0]);
});

test("a card of which anything is another is built anew, however deep it lies", () => {
  const cards = new KeptCards();
  const card = (mention) => [true, { title: "Flight", mentions: [{ id: 1, quote: mention }] }];
  drawn(cards, [card("Idlib")]);

  assert.deepEqual(drawn(cards, [card("Idlib")]).built, []);
  assert.deepEqual(drawn(cards, [card("Saraqib")]).built, [card("Saraqib")]);
});

test("a card that was not shown in between is built anew", () => {
  const cards = new KeptCards();
  drawn(cards, [["a"]]);
  drawn(cards, []);

  assert.deepEqual(drawn(cards, [["a"]]).built, [["a"]]);
});
