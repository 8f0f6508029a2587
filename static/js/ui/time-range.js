// Two handles and the window between them, by mouse, finger and keyboard. Days in, days out.

import { isoDay } from "../data/measuring.js";
import { dayAfterKey, shifted, snap, spanBetween } from "../data/timeline.js";
import { say } from "../data/words.js";
import { dayOf, write } from "../format.js";
import { h } from "./dom.js";

/** How far beside a handle it is still taken: a finger is wider than a pointer. */
const REACH_PX = { mouse: 10, pen: 14, touch: 24 };
/** Less than this is a press and not a drag. */
const STILL_PX = 4;
const NARROW_PX = 52;
/** The width of a handle's own room. */
const THUMB_PX = 24;
const LONG = { day: "numeric", month: "long", year: "numeric" };

export class TimeRange {
  /** `onRange([low, high], isDone)`: while a handle moves with isDone false, then once with true. */
  constructor(track, chart, { onRange }) {
    Object.assign(this, { track, chart, onRange, drag: null });
    const thumb = (name, label) =>
      h("div", {
        class: `thumb ${name}`,
        role: "slider",
        tabindex: 0,
        "aria-label": say(label),
        "aria-describedby": "time-keys",
        "aria-orientation": "horizontal",
        keydown: (event) => this.#pressed(name, event),
        keyup: () => this.#released(),
        blur: () => this.#released(),
      });
    this.from = thumb("from", "from");
    this.to = thumb("to", "to");
    this.window = thumb("window", "timeWindow");
    this.face = h("div", { class: "window-face" });
    track.append(this.window, this.face, this.from, this.to);
    track.addEventListener("pointerdown", (event) => this.#grab(event));
    track.addEventListener("pointermove", (event) => this.#pull(event));
    for (const type of ["pointerup", "pointercancel"]) {
      track.addEventListener(type, (event) => this.#let(event));
    }
  }

  setBuckets(buckets) {
    this.buckets = buckets;
    for (const thumb of [this.from, this.to, this.window]) {
      thumb.setAttribute("aria-valuemin", buckets.starts[0]);
      thumb.setAttribute("aria-valuemax", buckets.end - 1);
    }
  }

  /** Draws a range; `words` are the days asked for, which may lie beyond the axis. */
  show([low, high], words = { from: isoDay(low), to: isoDay(high - 1) }) {
    const { starts, end } = this.buckets;
    this.range = [low, high];
    this.isWhole = low <= starts[0] && high >= end;
    const [left, right] = [this.chart.x(low), this.chart.x(high)];
    this.from.style.transform = `translateX(${left}px)`;
    this.to.style.transform = `translateX(${right}px)`;
    this.face.style.transform = `translateX(${left}px)`;
    this.face.style.width = `${right - left}px`;
    this.face.classList.toggle("is-narrowed", !this.isWhole);
    // Between handles that nearly touch, the slider of the window is still as large as a finger, to one side.
    const beside = right - left < NARROW_PX ? NARROW_PX : 0;
    this.window.style.transform = `translateX(${left > 2 * beside ? left - beside : left}px)`;
    this.window.style.width = `${right - left + beside}px`;
    this.window.tabIndex = this.isWhole ? -1 : 0;
    this.window.setAttribute("aria-hidden", String(this.isWhole));
    const [first, last] = [write(dayOf(words.from), LONG), write(dayOf(words.to), LONG)];
    this.#say(this.from, low, first);
    this.#say(this.to, high - 1, last);
    this.#say(this.window, low, say("timeWhole", { from: first, to: last }));
    // Handles that would lie over each other stand outside of the range, each with a finger's room.
    this.track.classList.toggle("is-tight", right - left < THUMB_PX);
    // Of two handles that touch at the end of the axis, the one that can still move stays on top.
    this.track.classList.toggle("is-at-end", low > (starts[0] + end) / 2);
  }

  #say(thumb, day, words) {
    thumb.setAttribute("aria-valuenow", day);
    thumb.setAttribute("aria-valuetext", words);
  }

  #choose(range, isDone) {
    if (range[0] === this.range[0] && range[1] === this.range[1] && !isDone) return;
    this.show(range);
    this.chart.setRange(range);
    this.onRange(range, isDone);
  }

  #pressed(name, event) {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const [low, high] = this.range;
    const { buckets } = this;
    const day = dayAfterKey(buckets, name === "to" ? high : low, event);
    if (day === null) return;
    event.preventDefault();
    this.hasPressed = true;
    // By keyboard a handle stops before the other one: nothing is pulled past it unseen.
    const beside = (end, key) => dayAfterKey(buckets, end, { key, shiftKey: event.shiftKey });
    if (name === "window") this.#choose(shifted(buckets, this.range, day - low), false);
    else if (name === "from") this.#choose([Math.min(day, beside(high, "ArrowLeft")), high], false);
    else this.#choose([low, Math.max(day, beside(low, "ArrowRight"))], false);
  }

  /** A held key is one choice: it is done when the key comes up. */
  #released() {
    if (!this.hasPressed) return;
    this.hasPressed = false;
    this.onRange(this.range, true);
  }

  #grab(event) {
    if (!event.isPrimary || event.button !== 0) return;
    // Measured once: to ask at every step would lay out the page at every step.
    this.edge = this.track.getBoundingClientRect().left;
    const x = this.#xOf(event);
    const [left, right] = this.range.map((day) => this.chart.x(day));
    const reach = REACH_PX[event.pointerType] ?? REACH_PX.mouse;
    const name = whatIsHeld({ x, left, right, reach, isWhole: this.isWhole });
    const [low, high] = this.range;
    const day = snap(this.buckets, this.chart.dayAt(x));
    this.drag = {
      name,
      x,
      isMoved: false,
      start: this.range,
      // The end that stays where it is; a handle pulled past it takes its place.
      anchor: name === "from" ? high : name === "to" ? low : day,
      // The handle keeps its distance to the finger.
      grip: name === "from" ? left - x : name === "to" ? right - x : 0,
    };
    if (Math.abs(this.drag.grip) > reach) this.drag.grip = 0;
    this.track.setPointerCapture(event.pointerId);
    event.preventDefault();
    if (name === "from" || name === "to") {
      this[name].focus({ preventScroll: true });
      if (!this.drag.grip) this.#pullTo(x);
    } else if (name === "window") this.window.focus({ preventScroll: true });
  }

  #pull(event) {
    if (!this.drag) return;
    const x = this.#xOf(event);
    this.drag.isMoved ||= Math.abs(x - this.drag.x) >= STILL_PX;
    if (this.drag.isMoved) this.#pullTo(x);
  }

  #pullTo(x) {
    const { name, anchor, grip, start } = this.drag;
    const { buckets, chart } = this;
    if (name === "window") {
      const by = chart.dayAt(x) - chart.dayAt(this.drag.x);
      const low = snap(buckets, start[0] + by);
      return this.#choose(shifted(buckets, start, low - start[0]), false);
    }
    const day = snap(buckets, Math.max(buckets.starts[0], Math.min(buckets.end, chart.dayAt(x + grip))));
    const range = spanBetween(buckets, anchor, day);
    this.#choose(range, false);
    const held = range[0] === anchor ? this.to : this.from;
    if (document.activeElement !== held) held.focus({ preventScroll: true });
  }

  #let(event) {
    const { drag } = this;
    this.drag = null;
    if (!drag) return;
    if (event.type === "pointercancel") return this.#choose(drag.start, true);
    // A press on the whole axis, without a drag, takes the bucket under it.
    if (drag.name === "brush" && !drag.isMoved) this.#choose(this.#bucketUnder(drag.x), true);
    else if (this.range[0] !== drag.start[0] || this.range[1] !== drag.start[1])
      this.onRange(this.range, true);
  }

  #bucketUnder(x) {
    const { starts, end } = this.buckets;
    const day = this.chart.dayAt(x);
    const after = starts.findIndex((start) => start > day);
    const i = after < 0 ? starts.length - 1 : Math.max(0, after - 1);
    return [starts[i], starts[i + 1] ?? end];
  }

  #xOf({ clientX }) {
    return clientX - this.edge;
  }
}

/** A handle within reach, the window between them, the handle nearer to a press outside; else a new range. */
function whatIsHeld({ x, left, right, reach, isWhole }) {
  const [toLeft, toRight] = [Math.abs(x - left), Math.abs(x - right)];
  const nearer = toLeft < toRight || (toLeft === toRight && x < left) ? "from" : "to";
  if (Math.min(toLeft, toRight) <= reach) return nearer;
  if (isWhole) return "brush";
  return x > left && x < right ? "window" : nearer;
}
