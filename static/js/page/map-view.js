// The map among the parts of its page: which part of the world it shows, what its corners say, what covers it.

import { scalesOf } from "../data/circles.js";
import { showsCircles } from "../data/drawing.js";
import { countryInFocus } from "../data/events.js";
import { Stage } from "../map/stage.js";
import { calmly } from "../ui/calm.js";
import { showHint } from "../ui/frame.js";
import { showNote, showSizes } from "../ui/notes.js";
import { Drawing } from "./drawing.js";

const find = (id) => document.getElementById(id);

export class MapView {
  constructor(config, { isEmbed, onSelect, onMove, onDraw, onWithoutPoint, onOnlyThese }) {
    Object.assign(this, { config, onMove, onWithoutPoint, onOnlyThese, hasView: false });
    this.stage = new Stage(find("map"), {
      basemap: config.basemap,
      isEmbed,
      isDemonstration: config.is_demonstration,
      onSelect,
      onMove: (view) => this.#moved(view),
      onHint: (words) => showHint(find("hint"), words),
      onDrawn: (drawn) => this.drawing.drawn(drawn),
      complete: (events) => this.store.complete(events),
    });
    this.sayCalmly = calmly(() => this.say());
    this.drawing = new Drawing(find("layers"), { stage: this.stage, config, onDraw });
    new ResizeObserver(() => this.stage.resize()).observe(find("map"));
  }

  /** Other events than before; those in view stay where they are, others are brought into view. */
  setStore(store) {
    this.store = store;
    this.scales = scalesOf(store.all);
    if (this.hasView) return;
    this.focus = countryInFocus(store.all);
    this.stage.setFocus(this.focus);
  }

  get hasCircles() {
    return Boolean(this.scales.casualties || this.scales.displacement);
  }

  /** `leftOut`: how many of the events have no date, while a range of time is asked for. */
  show(state, { shown, selected, leftOut }) {
    const { figures: hasFigures, draw, event } = state;
    const onMap = selected && !shown.includes(selected) ? [...shown, selected] : shown;
    Object.assign(this, { shown, leftOut });
    this.drawing.show(state);
    this.stage.show(onMap, { selected: event, scales: this.scales, hasFigures, draw });
    showSizes(find("sizes"), this.scales, showsCircles(state));
    if (!this.hasView) this.#firstView(state, selected);
    this.sayCalmly();
  }

  #firstView({ view }, selected) {
    // What is drawn comes first, so that the view knows what covers the map.
    this.stage.resize();
    const { config, store, focus } = this;
    // Of all events the country in focus is shown; a map or a rectangle asked for brings its own view.
    const extent = config.map || config.filters.bbox ? config.extent : null;
    this.stage.fit(store.all, { extent, focus });
    if (view) this.stage.setView(view);
    else if (selected) this.stage.reveal(selected);
    this.hasView = true;
  }

  /** After a search whose events all lie elsewhere. */
  seek() {
    if (this.hasView && this.store.all.length && !this.stage.inView()) this.stage.fit(this.store.all);
  }

  say() {
    // The legend of sizes gives way to the events: to the other corner when it covers one.
    const sizes = find("sizes");
    sizes.classList.remove("is-aside");
    if (!sizes.hidden) sizes.classList.toggle("is-aside", this.stage.covers(sizes));
    const inView = this.stage.inView();
    const withoutPoint = this.shown.filter(({ point }) => !point).length;
    showNote(find("note"), {
      inView,
      withoutPoint,
      leftOut: this.leftOut,
      onWithoutPoint: this.onWithoutPoint,
      // Offered where it would leave some out: a map that shows all is no part of itself.
      onOnlyThese:
        inView > 0 && inView + withoutPoint < this.shown.length
          ? () => this.onOnlyThese(this.stage.bounds())
          : null,
    });
  }

  returnTo(view) {
    this.stage.resize();
    if (view) this.stage.setView(view);
  }

  layOut({ isActive, covers }) {
    this.stage.setInsets({ top: isActive ? find("note").offsetHeight : 0, bottom: covers });
    this.stage.resize();
  }

  #moved(view) {
    if (!this.hasView) return;
    this.onMove(view);
    if (this.shown) this.say();
  }
}
