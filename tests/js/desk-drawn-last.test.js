import assert from "node:assert/strict";
import test from "node:test";

import { DrawnLast } from "../../static/js/desk/drawn-last.js";

/** What is drawn, with frames and timers that come when they are told to. */
function drawing() {
  const frames = [];
  const timers = new Map();
  let drawn = 0;
  let number = 0;
  const last = new DrawnLast(() => (drawn += 1), {
    later: (act) => frames.push(act),
    setTimer: (act) => {
      timers.set((number += 1), act);
      return number;
    },
    clearTimer: (timer) => timers.delete(timer),
  });
  const paint = () => frames.splice(0).forEach((act) => act());
  const tick = () => {
    const due = [...timers.values()];
    timers.clear();
    for (const act of due) act();
  };
  return { last, paint, tick, drawn: () => drawn };
}

test("a decision and its answer draw once, when the answer is painted", () => {
  const { last, paint, tick, drawn } = drawing();
  last.ask({ isAnswerAwaited: true });
  last.ask({ isAnswerAwaited: true });
  paint();
  assert.equal(drawn(), 0);

  last.ask();
  paint();
  tick();
  paint();

  assert.equal(drawn(), 1);
});

test("an answer that stays away is not waited for, and is drawn when it comes", () => {
  const { last, paint, tick, drawn } = drawing();
  last.ask({ isAnswerAwaited: true });
  tick();
  paint();
  assert.equal(drawn(), 1);

  last.ask();
  last.ask();
  paint();

  assert.equal(drawn(), 2);
});

test("what is asked for while it is drawn is drawn again", () => {
  const { last, paint, drawn } = drawing();
  last.draw = (
    (draw) => () =>
      draw() === 1 && last.ask()
  )(last.draw);
  last.ask();

  paint();
  paint();

  assert.equal(drawn(), 2);
});
