import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { calmly } from "../../static/js/ui/calm.js";

test("many calls run at once, now and then, and after the last", (context) => {
  let time = 1000;
  context.mock.method(performance, "now", () => time);
  mock.timers.enable({ apis: ["setTimeout"] });
  const runs = [];
  const act = calmly(() => runs.push(time));
  const pass = (ms) => {
    time += ms;
    mock.timers.tick(ms);
  };

  for (let i = 0; i < 21; i += 1) {
    act();
    pass(20);
  }
  pass(500);
  act();
  mock.timers.reset();

  assert.deepEqual(runs, [1000, 1200, 1400, 1920]);
});
