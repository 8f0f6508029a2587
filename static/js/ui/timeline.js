// Time along the bottom: a histogram under a range with two handles, both plain range inputs.

import { say } from "../data/words.js";
import { boundariesOf, bucketsOf, dayAt, histogram, lastDayBefore, ticksOf } from "../data/timeline.js";
import { dayOf, write } from "../format.js";
import { h, svg } from "./dom.js";

const HEIGHT = 44;
const PLAY_STEP_MS = 320;
const LONG = { day: "numeric", month: "long", year: "numeric" };
const SHORT = { day: "numeric", month: "short", year: "numeric" };

export class Timeline {
  constructor(element, { onRange }) {
    Object.assign(this, { element, onRange, buckets: null, timer: null });
  }

  /** Buckets of all events, so that filters change heights and never the axis. */
  setEvents(events) {
    this.buckets = bucketsOf(events);
    this.element.hidden = !this.buckets || this.buckets.starts.length < 2;
    if (!this.element.hidden) this.#build();
  }

  #build() {
    const last = this.buckets.starts.length;
    const input = (name, value) =>
      h("input", {
        type: "range",
        class: name,
        min: 0,
        max: last,
        step: 1,
        value,
        "aria-label": say(name),
        input: () => this.#dragged(name, false),
        change: () => this.#dragged(name, true),
      });
    this.from = input("from", 0);
    this.to = input("to", last);
    this.bars = Object.fromEntries(
      ["spread", "exact", "spread-in", "exact-in"].map((name) => [name, svg("path", { class: name })]),
    );
    this.chosen = svg("rect", { class: "chosen", y: 0, height: HEIGHT });
    this.selected = svg("rect", { class: "selected", y: HEIGHT + 1.5, height: 3, visibility: "hidden" });
    this.chart = svg(
      "svg",
      { class: "bars", viewBox: `0 0 ${last} ${HEIGHT}`, preserveAspectRatio: "none", "aria-hidden": "true" },
      this.chosen,
      Object.values(this.bars),
      this.selected,
    );
    this.ticks = h("div", { class: "ticks", "aria-hidden": "true" });
    this.words = h("output", { class: "range-words" });
    this.playButton = h("button", { type: "button", class: "play", click: () => this.#play() });
    this.whole = h(
      "button",
      { type: "button", class: "link whole", click: () => this.onRange({}, true) },
      say("wholeTime"),
    );
    this.track = h("div", { class: "track" }, this.chart, this.from, this.to);
    this.element.replaceChildren(
      h(
        "div",
        { class: "time-head" },
        this.playButton,
        h("p", { class: "time-words" }, this.words, " ", this.whole),
      ),
      h("div", { class: "time-body" }, this.track, this.ticks),
    );
    this.#label(this.playButton, "play");
    new ResizeObserver(() => this.#drawTicks()).observe(this.track);
  }

  show(events, range, selected = null) {
    if (!this.buckets || this.element.hidden) return;
    const { exact, spread } = histogram(events, this.buckets);
    const [low, high] = boundariesOf(this.buckets, range);
    const most = Math.max(1, ...exact.map((n, i) => n + spread[i]));
    const heights = { exact: (i) => [0, exact[i]], spread: (i) => [exact[i], exact[i] + spread[i]] };
    for (const [name, heightAt] of Object.entries(heights)) {
      const paths = ["", ""];
      for (let i = 0; i < exact.length; i += 1) {
        const [bottom, top] = heightAt(i).map((n) => (n / most) * (HEIGHT - 4));
        if (top <= bottom) continue;
        const isIn = i >= low && i < high ? 1 : 0;
        paths[isIn] += `M${i + 0.09} ${HEIGHT - bottom}V${(HEIGHT - top).toFixed(2)}h.82V${HEIGHT - bottom}z`;
      }
      this.bars[name].setAttribute("d", paths[0]);
      this.bars[`${name}-in`].setAttribute("d", paths[1]);
    }
    this.from.value = low;
    this.to.value = high;
    this.#mark(selected);
    this.#describe(low, high, range);
  }

  /** The days of the selected event, under the axis. */
  #mark(event) {
    const isDated = Boolean(event?.earliest && event?.latest);
    this.selected.setAttribute("visibility", isDated ? "visible" : "hidden");
    if (!isDated) return;
    const [from, to] = boundariesOf(this.buckets, { from: event.earliest, to: event.latest });
    this.selected.setAttribute("x", from);
    this.selected.setAttribute("width", to - from);
  }

  /** In words, the days asked for, which need not be the edges of a bucket. */
  #describe(low, high, { from, to }) {
    const isNarrowed = Boolean(from || to);
    const [first, last] = [from ?? dayAt(this.buckets, low), to ?? lastDayBefore(this.buckets, high)];
    this.from.setAttribute("aria-valuetext", write(dayOf(first), LONG));
    this.to.setAttribute("aria-valuetext", write(dayOf(last), LONG));
    this.words.textContent = say("timeWhole", {
      from: write(dayOf(first), SHORT),
      to: write(dayOf(last), SHORT),
    });
    this.whole.hidden = !isNarrowed;
    this.chosen.setAttribute("x", low);
    this.chosen.setAttribute("width", high - low);
    this.chosen.classList.toggle("is-narrowed", isNarrowed);
    // The handle nearer to the middle must stay on top, or two at one end could not be parted.
    this.track.classList.toggle("is-at-end", low > this.buckets.starts.length / 2);
  }

  #dragged(name, isDone) {
    let [low, high] = [Number(this.from.value), Number(this.to.value)];
    if (name === "from") low = Math.min(low, high - 1);
    else high = Math.max(high, low + 1);
    this.#choose(low, high, isDone);
  }

  #choose(low, high, isDone) {
    const last = this.buckets.starts.length;
    this.onRange(
      {
        from: low > 0 ? dayAt(this.buckets, low) : null,
        to: high < last ? lastDayBefore(this.buckets, high) : null,
      },
      isDone,
    );
  }

  /** Moves the chosen span along the axis; the whole time is first cut to a tenth. */
  #play() {
    if (this.timer) return this.stop();
    const last = this.buckets.starts.length;
    let [low, high] = [Number(this.from.value), Number(this.to.value)];
    if (high - low === last) [low, high] = [0, Math.max(1, Math.round(last / 10))];
    else if (high >= last) [low, high] = [0, high - low];
    this.#label(this.playButton, "pause");
    this.timer = setInterval(() => {
      this.#choose(low, high, false);
      if (high >= last) return this.stop();
      low += 1;
      high += 1;
    }, PLAY_STEP_MS);
  }

  stop() {
    if (!this.timer) return;
    clearInterval(this.timer);
    this.timer = null;
    this.#label(this.playButton, "play");
    this.#dragged("from", true);
  }

  #label(button, word) {
    button.classList.toggle("is-playing", word === "pause");
    button.setAttribute("aria-label", say(word));
    button.title = say(word);
  }

  #drawTicks() {
    const most = Math.max(2, Math.floor(this.track.clientWidth / 74));
    const ticks = ticksOf(this.buckets, most);
    this.ticks.replaceChildren(
      ...ticks.map(({ day, at }, i) => {
        const isYear = day.endsWith("-01-01") || i === 0;
        const tick = h("span", {}, write(dayOf(day), { month: "short", ...(isYear && { year: "numeric" }) }));
        tick.style.insetInlineStart = `${at * 100}%`;
        return tick;
      }),
    );
  }
}
