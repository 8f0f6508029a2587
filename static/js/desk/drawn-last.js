// Something that is drawn once what else has changed is on screen, because nobody waits for it.

import { inPause } from "./pauses.js";

/** For so long the answer to a decision is waited for. */
const ANSWER_MS = 150;

const afterPaint = (act) => requestAnimationFrame(() => inPause(act));

export class DrawnLast {
  constructor(
    draw,
    {
      later = afterPaint,
      // Browsers refuse timers that are called as an object's own.
      setTimer = (act, delay) => setTimeout(act, delay),
      clearTimer = (timer) => clearTimeout(timer),
    } = {},
  ) {
    Object.assign(this, { draw, later, setTimer, clearTimer });
    this.timer = null;
    this.isDue = false;
  }

  /** Asked for again before it is drawn, it is drawn once: with the answer, where that comes soon. */
  ask({ isAnswerAwaited = false } = {}) {
    if (isAnswerAwaited) this.timer ??= this.setTimer(() => this.#drawLater(), ANSWER_MS);
    else this.#drawLater();
  }

  #drawLater() {
    if (this.timer !== null) this.clearTimer(this.timer);
    this.timer = null;
    if (this.isDue) return;
    this.isDue = true;
    this.later(() => {
      this.isDue = false;
      this.draw();
    });
  }
}
