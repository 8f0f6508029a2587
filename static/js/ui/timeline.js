// Time along the bottom: what happened when, as bars, under a range that is chosen, moved and played.

import { isoDay } from "../data/measuring.js";
import { bucketAt, bucketsOf, histogram, limitsOf, rangeOf } from "../data/timeline.js";
import { say } from "../data/words.js";
import { dayOf, shortDate, write } from "../format.js";
import { h } from "./dom.js";
import { TimeChart } from "./time-chart.js";
import { TimePlay } from "./time-play.js";
import { TimeRange } from "./time-range.js";

const SHORT = { day: "numeric", month: "short", year: "numeric" };
const KEYS = { day: "keysByDay", week: "keysByWeek", month: "keysByMonth", year: "keysByYear" };

export class Timeline {
  /** `onRange({ from, to }, isDone)`: ISO days or null; isDone is false while a handle moves or time plays. */
  constructor(element, { onRange }) {
    Object.assign(this, { element, onRange, buckets: null });
    this.play = new TimePlay({
      onRange: (range, isDone) => this.#choose(range, isDone),
      onState: (isPlaying) => this.#showPlaying(isPlaying),
    });
    // Whoever takes hold of anything on the page wants to look and not to watch.
    for (const type of ["pointerdown", "keydown", "wheel"]) {
      addEventListener(type, (event) => this.#interrupt(event), { capture: true, passive: true });
    }
  }

  /** Buckets of all events, so that filters change heights and never the axis. */
  setEvents(events) {
    this.play.stop();
    this.buckets = bucketsOf(events);
    this.element.hidden = !this.buckets || this.buckets.starts.length < 2;
    if (this.element.hidden) return;
    if (!this.track) this.#build();
    this.chart.setBuckets(this.buckets, { hasSpans: histogram(events, this.buckets).spread.some(Boolean) });
    this.handles.setBuckets(this.buckets);
    this.keys.textContent = say(KEYS[this.buckets.unit]);
    this.shown = null;
  }

  #build() {
    this.chart = new TimeChart();
    this.track = h(
      "div",
      { class: "track", role: "group", "aria-label": say("timeRange") },
      this.chart.element,
    );
    this.handles = new TimeRange(this.track, this.chart, {
      onRange: (range, isDone) => this.#choose(range, isDone),
    });
    this.track.addEventListener("pointermove", (event) => this.#readOut(event));
    this.track.addEventListener("pointerleave", () => this.#readOut(null));
    this.words = h("span", { class: "range-words" });
    this.read = h("span", { class: "range-read", "aria-hidden": "true" });
    this.keys = h("span", { class: "visually-hidden", id: "time-keys" });
    this.playButton = h("button", {
      type: "button",
      class: "play",
      "aria-pressed": "false",
      "aria-label": say("play"),
      title: say("play"),
      click: () => this.#togglePlaying(),
    });
    this.whole = h(
      "button",
      { type: "button", class: "link whole", click: () => this.#clear() },
      say("wholeTime"),
    );
    this.element.replaceChildren(
      h(
        "div",
        { class: "time-head" },
        this.playButton,
        h("p", { class: "time-words" }, this.words, " ", this.whole),
        this.read,
      ),
      h("div", { class: "time-body" }, this.track, this.chart.ticks),
      this.keys,
    );
    new ResizeObserver(() => this.#resize()).observe(this.track);
  }

  /** `events` are those that all filters but time leave: a range changes none of the bars. */
  show(events, limits, selected = null) {
    if (!this.buckets || this.element.hidden) return;
    if (!this.chart.width) this.#resize();
    if (!this.shown || !isSame(events, this.shown)) {
      this.shown = events;
      this.counts = histogram(events, this.buckets);
      this.chart.draw(this.counts, events);
    }
    this.selected = selected;
    this.chart.mark(selected);
    this.#describe(rangeOf(this.buckets, limits), limits);
  }

  stop() {
    this.play.stop();
  }

  #resize() {
    const { clientWidth: width, clientHeight: height } = this.track;
    if (!width || (width === this.chart.width && height === this.chart.height)) return;
    this.chart.resize(width, height);
    if (!this.handles.range) return;
    this.chart.mark(this.selected);
    this.chart.setRange(this.handles.range);
    this.handles.show(this.handles.range, this.#asked);
  }

  #asked;

  /** In words, the days asked for, which need not be the edges of a bucket. */
  #describe(range, { from, to }) {
    this.#asked = { from: from ?? isoDay(range[0]), to: to ?? isoDay(range[1] - 1) };
    this.chart.setRange(range);
    this.handles.show(range, this.#asked);
    this.words.textContent = say("timeWhole", {
      from: write(dayOf(this.#asked.from), SHORT),
      to: write(dayOf(this.#asked.to), SHORT),
    });
    this.whole.classList.toggle("is-idle", !from && !to);
    this.whole.disabled = !from && !to;
  }

  #choose(range, isDone) {
    const limits = limitsOf(this.buckets, range);
    this.#describe(range, limits);
    this.onRange(limits, isDone);
  }

  #clear() {
    const { starts, end } = this.buckets;
    this.#choose([starts[0], end], true);
    this.handles.from.focus({ preventScroll: true });
  }

  #togglePlaying() {
    if (this.play.isPlaying) this.play.stop();
    else this.play.start(this.buckets, this.handles.range);
  }

  #showPlaying(isPlaying) {
    this.playButton.classList.toggle("is-playing", isPlaying);
    this.playButton.setAttribute("aria-pressed", String(isPlaying));
    this.playButton.title = say(isPlaying ? "pause" : "play");
  }

  #interrupt({ target }) {
    if (this.play.isPlaying && !this.playButton.contains(target)) this.play.stop();
  }

  /** What is under the pointer, in words: the days of the bar and its events. */
  #readOut(event) {
    if (!event || event.pointerType === "touch" || this.handles.drag) {
      this.read.textContent = "";
      return;
    }
    const { starts, end } = this.buckets;
    const i = bucketAt(
      this.buckets,
      this.chart.dayAt(event.clientX - this.track.getBoundingClientRect().left),
    );
    const [earliest, latest] = [isoDay(starts[i]), isoDay((starts[i + 1] ?? end) - 1)];
    const span = shortDate({ earliest, latest, date_precision: "day" });
    const dated = say("inBucket", { span, n: this.counts.exact[i] });
    this.read.textContent = this.counts.spread[i] > 0 ? say("inBucketSpread", { dated }) : dated;
  }
}

/** The same events, whether or not in the same array. */
function isSame(one, other) {
  return one === other || (one.length === other.length && one.every((event, i) => event === other[i]));
}
