// What the corners of the map say: how many events are in view, which cannot be, and how large a circle is.

import { showsCircles } from "../data/drawing.js";
import { calmly } from "../ui/calm.js";
import { showNote, showSizes } from "../ui/notes.js";

const find = (id) => document.getElementById(id);

export class Corners {
  /** `map` is the page's MapView; `onOnlyThese(bbox)` narrows to what is in view. */
  constructor(map, { onWithoutPoint, onOnlyThese }) {
    Object.assign(this, { map, onWithoutPoint, onOnlyThese, shown: null, frame: null });
    this.sayCalmly = calmly(() => this.say());
  }

  /** `leftOut`: how many of the events have no date, while a range of time is asked for. */
  show(state, { shown, leftOut }) {
    Object.assign(this, { shown, leftOut });
    showSizes(find("sizes"), this.map.scales, showsCircles(state));
    this.sayCalmly();
  }

  /** After the map was moved: with the next frame, which lays the page out anyway. */
  saySoon() {
    this.frame ??= requestAnimationFrame(() => {
      this.frame = null;
      this.say();
    });
  }

  say() {
    if (!this.shown) return;
    const { stage } = this.map;
    // The legend of sizes gives way to the events: to the other corner when it covers one.
    const sizes = find("sizes");
    sizes.classList.remove("is-aside");
    if (!sizes.hidden) sizes.classList.toggle("is-aside", stage.covers(sizes));
    const inView = stage.inView();
    let withoutPoint = 0;
    for (const { point } of this.shown) if (!point) withoutPoint += 1;
    showNote(find("note"), {
      inView,
      withoutPoint,
      leftOut: this.leftOut,
      onWithoutPoint: this.onWithoutPoint,
      // Offered where it would leave some out: a map that shows all is no part of itself.
      onOnlyThese:
        inView > 0 && inView + withoutPoint < this.shown.length
          ? () => this.onOnlyThese(stage.bounds())
          : null,
    });
  }
}
