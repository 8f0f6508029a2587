// The bars of time, the lines of events known only to a span, and the names of days under them.

import { spansOf, ticksOf } from "../data/timeline.js";
import { dayOf, write } from "../format.js";
import { h, svg } from "./dom.js";

const LANE_PX = 4;
const LANES = 3;
/** A chart lower than this has no room for more than so many. */
const LOW_PX = 44;
const LANES_OF_LOW = 2;
/** Pixels between two lines in a lane. */
const LINES_APART = 3;
const GAP_PX = 1;
/** A bar that counts anything is seen. */
const LEAST_PX = 1.5;
/** The room of a tick's label. */
const TICK_PX = 76;

let charts = 0;

export class TimeChart {
  constructor() {
    const path = (name) => svg("path", { class: name });
    this.bars = { exact: path("exact"), spread: path("spread") };
    this.barsIn = { exact: path("exact-in"), spread: path("spread-in") };
    this.lines = path("lines");
    this.linesIn = path("lines-in");
    this.axis = svg("path", { class: "axis" });
    this.selected = svg("rect", { class: "selected", height: 3, visibility: "hidden" });
    // The bars are drawn twice and cut to the range: moving it changes one rectangle and no bar.
    const clip = `time-range-${(charts += 1)}`;
    this.cut = svg("rect", { y: 0, height: "100%" });
    this.element = svg(
      "svg",
      { class: "bars", "aria-hidden": "true", focusable: "false" },
      svg("clipPath", { id: clip }, this.cut),
      this.bars.spread,
      this.bars.exact,
      this.lines,
      svg("g", { "clip-path": `url(#${clip})` }, this.barsIn.spread, this.barsIn.exact, this.linesIn),
      this.axis,
      this.selected,
    );
    this.ticks = h("div", { class: "ticks", "aria-hidden": "true" });
    this.width = 0;
    this.height = 0;
  }

  setBuckets(buckets, { hasSpans }) {
    this.buckets = buckets;
    this.hasSpans = hasSpans;
  }

  /** The pixels of the chart; what was drawn is drawn again to fit. */
  resize(width, height) {
    if (width === this.width && height === this.height) return;
    Object.assign(this, { width, height });
    this.element.setAttribute("viewBox", `0 0 ${width} ${height}`);
    this.#drawTicks();
    if (this.counts) this.draw(this.counts, this.events);
  }

  /** Where a day begins, in pixels. */
  x(day) {
    const { starts, end } = this.buckets;
    return ((day - starts[0]) / (end - starts[0])) * this.width;
  }

  /** The moment at a pixel, as a fraction of days. */
  dayAt(x) {
    const { starts, end } = this.buckets;
    return starts[0] + (x / this.width) * (end - starts[0]);
  }

  draw(counts, events) {
    Object.assign(this, { counts, events });
    if (!this.width) return;
    const lanes = this.hasSpans ? (this.height < LOW_PX ? LANES_OF_LOW : LANES) : 0;
    const base = this.height - lanes * LANE_PX - 1;
    const { exact, spread } = counts;
    let most = 1;
    for (let i = 0; i < exact.length; i += 1) most = Math.max(most, exact[i] + spread[i]);
    const tall = (n) => (n > 0 ? Math.max(LEAST_PX, (n / most) * (base - 3)) : 0);
    const parts = { exact: [], spread: [] };
    const { starts, end } = this.buckets;
    for (let i = 0; i < exact.length; i += 1) {
      const total = tall(exact[i] + spread[i]);
      if (!total) continue;
      const [left, right] = [Math.round(this.x(starts[i])), Math.round(this.x(starts[i + 1] ?? end))];
      const wide = Math.max(1, right - left - GAP_PX);
      const sure = Math.min(total, tall(exact[i]));
      if (sure) parts.exact.push(bar(left, base, wide, sure));
      if (total > sure) parts.spread.push(bar(left, base - sure, wide, total - sure));
    }
    for (const name of ["exact", "spread"]) {
      const path = parts[name].join("");
      this.bars[name].setAttribute("d", path);
      this.barsIn[name].setAttribute("d", path);
    }
    this.axis.setAttribute("d", `M0 ${base + 0.5}H${this.width}`);
    this.#drawLines(base, lanes, events);
    this.selected.setAttribute("y", base - 1);
  }

  #drawLines(base, lanes, events) {
    const apart = (LINES_APART / this.width) * (this.buckets.end - this.buckets.starts[0]);
    const spans = lanes ? spansOf(events, this.buckets, { lanes, apart }) : [];
    const path = spans
      .map(({ low, high, lane }) => {
        const y = base + 3 + lane * LANE_PX;
        return `M${this.x(low).toFixed(1)} ${y}H${Math.max(this.x(low) + 2, this.x(high)).toFixed(1)}`;
      })
      .join("");
    this.lines.setAttribute("d", path);
    this.linesIn.setAttribute("d", path);
  }

  setRange([low, high]) {
    const left = this.x(low);
    this.cut.setAttribute("x", left);
    this.cut.setAttribute("width", Math.max(0, this.x(high) - left));
  }

  /** The days of the selected event, on the axis. */
  mark(event) {
    const isDated = Boolean(event) && event.first !== null && event.last !== null;
    this.selected.setAttribute("visibility", isDated ? "visible" : "hidden");
    if (!isDated) return;
    const [left, right] = [this.x(event.first), this.x(event.last + 1)];
    const wide = Math.max(4, right - left);
    this.selected.setAttribute("x", Math.min(left, this.width - wide));
    this.selected.setAttribute("width", wide);
  }

  #drawTicks() {
    const most = Math.max(2, Math.floor(this.width / TICK_PX));
    const ticks = ticksOf(this.buckets, most);
    const hasMonths = ticks.some(({ day }) => !day.endsWith("-01-01"));
    let year = "";
    this.ticks.replaceChildren(
      ...ticks.map(({ day, at, isMonth }) => {
        const isNewYear = day.slice(0, 4) !== year;
        year = day.slice(0, 4);
        const words = write(dayOf(day), {
          ...(!isMonth && { day: "numeric" }),
          ...(hasMonths && { month: "short" }),
          ...((isNewYear || !hasMonths) && { year: "numeric" }),
        });
        const mark = h("span", {}, words);
        mark.style.left = `${at * 100}%`;
        return mark;
      }),
    );
  }
}

function bar(left, bottom, wide, tall) {
  return `M${left} ${bottom}v${-tall.toFixed(1)}h${wide}v${tall.toFixed(1)}z`;
}
