// The map among the parts of its page: which part of the world it shows, and what covers it.

import { scalesOf } from "../data/circles.js";
import { layersDrawn } from "../data/drawing.js";
import { countryInFocus } from "../data/events.js";
import { Stage } from "../map/stage.js";
import { showHint } from "../ui/frame.js";

const find = (id) => document.getElementById(id);

export class MapView {
  constructor(config, { isEmbed, onSelect, onMove }) {
    Object.assign(this, { config, onMove, hasView: false, guest: null });
    this.stage = new Stage(find("map"), {
      basemap: config.basemap,
      isEmbed,
      isDemonstration: config.is_demonstration,
      dataSets: config.data_sets,
      onSelect,
      onMove: (view) => this.hasView && this.onMove(view),
      onHint: (words) => showHint(find("hint"), words),
    });
    new ResizeObserver(() => this.stage.resize()).observe(find("map"));
  }

  /** Other events than before; those in view stay where they are, others are brought into view. */
  setStore(store) {
    this.store = store;
    this.known = null;
    if (this.hasView) return;
    this.focus = countryInFocus(store.all);
    this.stage.setFocus(this.focus);
  }

  /** Of the circles; found out when the first are drawn. A chosen event that the filters leave out counts. */
  get scales() {
    return (this.known ??= scalesOf(this.store.all, this.guest));
  }

  #receive(selected) {
    const guest = selected && !this.store.find(selected.id) ? selected : null;
    if (guest === this.guest) return;
    this.guest = guest;
    this.known = null;
  }

  show(state, { shown, selected }) {
    const { figures: hasFigures, draw, event } = state;
    this.#receive(selected);
    const onMap = selected && !shown.includes(selected) ? [...shown, selected] : shown;
    if (!this.hasView) this.#firstView(state, selected);
    this.stage.setLayers(layersDrawn(this.config.layers, state));
    this.stage.show(onMap, { selected: event, scales: () => this.scales, hasFigures, draw });
  }

  /** Before anything is drawn, or it would be drawn twice. */
  #firstView({ view, step }, selected) {
    this.stage.resize();
    const { config, store, focus } = this;
    // Of all events the country in focus is shown; a map or a rectangle asked for brings its own view.
    const extent = config.map || config.filters.bbox ? config.extent : null;
    this.stage.fit(store.all, { extent, zoom: config.map ? (config.zoom ?? null) : null, focus });
    if (view) this.stage.setView(view);
    else if (config.story) this.travel(step);
    else if (selected) this.stage.reveal(selected);
    this.hasView = true;
  }

  /** To what a step of the story shows; null is the map as it opens. */
  travel(step, { isSmooth = false } = {}) {
    const { story } = this.config;
    const at = story.steps[step - 1];
    this.stage.travel(at?.extent ? at : story, { isSmooth });
  }

  /** Whether the map shows what the story has sent it to, or is on its way there. */
  get isInStory() {
    const { isThere, isUnderWay } = this.stage.journey;
    return Boolean(this.config.story) && (isThere || isUnderWay);
  }

  /** After a search whose events all lie elsewhere. */
  seek() {
    if (this.hasView && this.store.all.length && !this.stage.inView()) this.stage.fit(this.store.all);
  }

  returnTo({ view, step }) {
    this.stage.resize();
    if (view) this.stage.setView(view);
    else if (this.config.story) this.travel(step);
  }

  layOut({ isActive, covers }) {
    this.stage.setInsets({ top: isActive ? find("corner").offsetHeight : 0, bottom: covers });
    this.stage.resize();
  }
}
