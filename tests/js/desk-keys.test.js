import assert from "node:assert/strict";
import { test } from "node:test";
import { commandOf, isTypingIn, KEYS } from "../../static/js/desk/keys.js";

const press = (key, more = {}) => commandOf({ key, ...more });

test("every key of the sketch has its command", () => {
  const found = [
    "a",
    "x",
    "n",
    "p",
    "r",
    "z",
    "j",
    "k",
    "s",
    "d",
    "e",
    "?",
    "t",
    "b",
    "i",
    "o",
    "u",
    "w",
  ].map((key) => press(key).command);
  assert.deepEqual(found, [
    "accept",
    "reject",
    "not_identifiable",
    "precision",
    "role",
    "undo",
    "next",
    "previous",
    "search",
    "draw",
    "build",
    "help",
    "recommend",
    "corroborate",
    "dispute",
    "supersede",
    "detach",
    "look_twice",
  ]);
});

test("a digit chooses the candidate of its number", () => {
  assert.deepEqual(press("3"), { command: "candidate", number: 3 });
  assert.equal(press("0"), null);
});

test("arrows move as J and K do", () => {
  assert.equal(press("ArrowDown").command, "next");
  assert.equal(press("ArrowUp").command, "previous");
});

test("Caps Lock does not matter, Shift does", () => {
  assert.equal(press("A", { shiftKey: false }).command, "accept");
  assert.equal(press("A", { shiftKey: true }).command, "accept_same");
  assert.equal(press("X", { shiftKey: true }).command, "reject_same");
  assert.equal(press("N", { shiftKey: true }), null);
});

test("nothing is a command while somebody types or holds a modifier", () => {
  assert.equal(press("a", { isTyping: true }), null);
  for (const modifier of ["ctrlKey", "metaKey", "altKey"])
    assert.equal(press("a", { [modifier]: true }), null);
  assert.equal(press(undefined), null);
});

test("typing is what happens in fields and lists, not on buttons and ticks", () => {
  assert.equal(isTypingIn({ tagName: "TEXTAREA" }), true);
  assert.equal(isTypingIn({ tagName: "SELECT", type: "select-one" }), true);
  assert.equal(isTypingIn({ tagName: "INPUT", type: "search" }), true);
  assert.equal(isTypingIn({ tagName: "DIV", isContentEditable: true }), true);
  assert.equal(isTypingIn({ tagName: "INPUT", type: "checkbox" }), false);
  assert.equal(isTypingIn({ tagName: "BUTTON", type: "button" }), false);
  assert.equal(isTypingIn(null), false);
});

test("no key has two commands", () => {
  const keys = KEYS.flatMap(({ keys: own }) => own);
  assert.equal(new Set(keys).size, keys.length);
});

test("a key that is held down decides once, and goes on through the list", () => {
  const press = (key, more) =>
    commandOf({ key, isTyping: false, isRepeated: true, ...more })?.command ?? null;
  assert.equal(press("a"), null);
  assert.equal(press("E", { shiftKey: true }), null);
  assert.equal(press("j"), "next");
  assert.equal(press("ArrowUp"), "previous");
});
