// Plays through time: moves the chosen window along the axis, frame by frame, or step by step where motion is
// not wanted.

import { shifted, snap } from "../data/timeline.js";

/** How long a bucket takes, and how long the whole axis at most. */
const BUCKET_MS = 320;
const WHOLE_MS = 24_000;
/** Without motion: so many steps at most, each long enough to be looked at. */
const STEPS = 30;
const STEP_MS = 900;
/** A frame that came late moves no farther than this. */
const LONGEST_FRAME_MS = 100;
/** The part of the axis that is shown when nothing was chosen. */
const FIRST_PART = 0.1;

export class TimePlay {
  /** `onRange(range, isDone)` as of the handles; `onState(isPlaying)`. */
  constructor({ onRange, onState }) {
    Object.assign(this, { onRange, onState, stopTimer: null });
  }

  get isPlaying() {
    return this.stopTimer !== null;
  }

  start(buckets, range) {
    const { starts, end } = buckets;
    const whole = end - starts[0];
    let [low, high] = range;
    if (high - low >= whole) [low, high] = [starts[0], snap(buckets, starts[0] + whole * FIRST_PART)];
    else if (high >= end) [low, high] = shifted(buckets, [low, high], -whole);
    if (high === low) high = starts[1] ?? end;
    Object.assign(this, { buckets, range: [low, high] });
    this.onState(true);
    this.onRange(this.range, false);
    const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.stopTimer = isCalm ? this.#step() : this.#glide();
  }

  stop() {
    if (!this.isPlaying) return;
    this.stopTimer();
    this.stopTimer = null;
    const settled = this.range.map((day) => snap(this.buckets, day));
    this.onState(false);
    this.onRange(settled[0] < settled[1] ? settled : this.range, true);
  }

  #glide() {
    const { starts, end } = this.buckets;
    const daysAMs = (end - starts[0]) / Math.min(WHOLE_MS, starts.length * BUCKET_MS);
    let [last, moved, frame] = [null, 0, 0];
    const next = (now) => {
      frame = requestAnimationFrame(next);
      moved += last === null ? 0 : Math.min(LONGEST_FRAME_MS, now - last) * daysAMs;
      last = now;
      // Whole days only, and nothing where the window has not reached the next one.
      if (moved < 1) return;
      this.#advance(Math.floor(moved));
      moved %= 1;
    };
    frame = requestAnimationFrame(next);
    return () => cancelAnimationFrame(frame);
  }

  #step() {
    const { starts, end } = this.buckets;
    const days = Math.max(1, Math.round((end - starts[0]) / Math.min(STEPS, starts.length)));
    const timer = setInterval(() => this.#advance(days), STEP_MS);
    return () => clearInterval(timer);
  }

  #advance(days) {
    this.range = shifted(this.buckets, this.range, days);
    if (this.range[1] >= this.buckets.end) this.stop();
    else this.onRange(this.range, false);
  }
}
