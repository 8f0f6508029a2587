// All that stands around the map: filters, legend, layers, list and table, time, totals and the card. It draws the
// state of a Reader, and what is done in it changes that state.

import {
  askedWith,
  changesFilters,
  namesIn,
  onlyWithoutPoint,
  toggled,
  withoutFilter,
  withoutFilters,
} from "../data/filters.js";
import { totalsUrl } from "../data/totals.js";
import { say } from "../data/words.js";
import { Under } from "../map/under.js";
import { Card } from "../ui/card.js";
import { showChips } from "../ui/chips.js";
import { offerBuilder } from "../ui/embed-offer.js";
import { FilterPanel } from "../ui/filters.js";
import { LayerList } from "../ui/layers.js";
import { Legend } from "../ui/legend.js";
import { EventList } from "../ui/list.js";
import { Records } from "../ui/records.js";
import { ShowSwitch } from "../ui/show-switch.js";
import { showCount, showPeek } from "../ui/summary.js";
import { Timeline } from "../ui/timeline.js";
import { Totals } from "../ui/totals.js";
import { Corners } from "./corners.js";
import { Drawing } from "./drawing.js";
import { follow } from "./following.js";
import { offerPrinting } from "./printing.js";
import { Selection } from "./selection.js";

const find = (id) => document.getElementById(id);

export class Surroundings {
  constructor(reader) {
    const { config } = reader;
    Object.assign(this, { reader, config, names: namesIn(config) });
    this.seen = { groups: new Set(), layers: new Set() };
    this.#buildMap();
    this.#buildFilters();
    this.#buildLists();
    this.selection = new Selection(reader, this);
    this.#listen();
  }

  #buildMap() {
    const { reader, config } = this;
    this.drawing = new Drawing(find("layers"), {
      verifications: config.verifications,
      onDraw: (draw) => this.change({ draw }),
    });
    this.corners = new Corners(reader.map, {
      onWithoutPoint: () => this.#narrow(onlyWithoutPoint()),
      onOnlyThese: (bbox) => this.#narrow({ asked: askedWith(reader.state, { bbox: bbox.join() }) }),
    });
    this.time = new Timeline(find("time"), { onRange: (range, isDone) => this.#range(range, isDone) });
    this.under = new Under(reader.map.stage, {
      onDrawn: (drawn) => this.drawing.drawn(drawn),
      complete: (events) => reader.store.complete(events),
    });
  }

  #buildFilters() {
    const { reader, config } = this;
    this.filters = new FilterPanel(find("filter-form"), {
      config,
      onChange: (patch) => this.change(patch),
      onName: (key, label) => this.names.set(key, label),
    });
    this.legend = new Legend(find("kinds"), {
      onKind: (value) => this.change({ kinds: toggled(reader.state.kinds, value) }),
    });
    this.layers = new LayerList(find("layers"), {
      onLayer: (slug) => this.change({ layers: toggled(reader.state.layers, slug) }),
      onFigures: () => this.change({ figures: !reader.state.figures }),
      onOpacity: (slug, percent, { isDone }) => this.#fade(slug, percent, isDone),
      onOrder: (order) => this.change({ order }),
    });
  }

  #buildLists() {
    const { reader } = this;
    this.totals = new Totals(find("totals"));
    this.card = new Card(find("card"), {
      onClose: () => this.selection.close(),
      onSelect: (id) => this.#chooseOther(id),
      newTab: reader.isEmbed,
    });
    this.list = new EventList(
      { list: find("events"), more: find("more") },
      {
        complete: (events) => reader.store.complete(events),
        onSelect: (id) => this.selection.choose(id, "list"),
        onClear: () => this.clear(),
      },
    );
    this.switch = new ShowSwitch(find("shows"), { onShow: (show) => this.change({ show, page: 1 }) });
    this.records = new Records(find("records"), {
      status: find("records-status"),
      address: this.#recordsAddress(),
      onGo: (patch) => this.change(patch),
      onSelect: (id) => this.selection.chooseRecord(id),
      onMap: (id) => this.selection.showOnMap(id),
      onClear: () => this.clear(),
    });
  }

  #listen() {
    const { reader, config } = this;
    addEventListener("keydown", ({ key }) => key === "Escape" && this.selection.close());
    find("rail-body").addEventListener("focusin", ({ target }) => {
      // A story is used at the sheet's lowest stop: what is pressed there must not move away.
      if (!target.closest(".story")) reader.sheet.raise(reader.isEmbed ? "full" : "half");
    });
    find("peek").addEventListener("click", () => {
      reader.sheet.set("full");
      find(reader.state.event ? "card" : "content").focus({ preventScroll: true });
    });
    if (config.is_preview) return;
    offerPrinting(reader);
    if (!reader.isEmbed) {
      offerBuilder(find("embed-offer"), { query: () => reader.address.of(reader.state) });
      return;
    }
    follow(reader.root, {
      address: () => reader.loading.wanted,
      // A frozen map has no news but what was withdrawn, which its words tell too.
      onNews: config.as_of ? () => location.reload() : () => this.#showNews(),
    });
  }

  /** View, filters and the open event stay as they are. */
  #showNews() {
    this.totals.forget();
    this.reader.loading.load(this.reader.state);
  }

  sayLoading() {
    find("count").textContent = say("loading");
    this.#showFilters();
    this.#showRecords();
  }

  setStore(store) {
    const { config, reader } = this;
    // What was there once stays in the legend, with a zero: rows that come and go cannot be aimed at.
    const { groups, layers } = this.seen;
    for (const value of [...store.present.group.keys(), ...reader.state.kinds]) groups.add(value);
    for (const slug of store.present.layer.keys()) layers.add(slug);
    this.legend.setGroups(config.groups.filter(({ value }) => groups.has(value)));
    const { casualties, displacement } = reader.map.scales;
    this.layers.setLayers(
      config.layers.filter(({ slug }) => layers.has(slug)),
      { hasCircles: Boolean(casualties || displacement) },
    );
    this.list.setEvents(store.all);
    this.time.setEvents(store.all);
  }

  /** Draws what `EventStore.choose` leaves of a state, and the event that is `selected` in it. */
  show(state, { shown, timeless, counts, selected }) {
    const { config, reader } = this;
    this.switch.show(
      state.show,
      (show) => reader.address.of({ ...state, show, page: 1 }) || location.pathname,
    );
    this.legend.show(state, counts.group);
    this.layers.show(state, counts.layer);
    this.drawing.show(state);
    this.filters.show(state, counts);
    this.time.show(timeless, state, selected);
    if (!config.is_preview) this.totals.show(totalsUrl(config, state));
    this.#fillCard(selected);
    if (reader.loading.hasLoaded) showCount(find("count"), shown, reader.store.all.length);
    else find("count").textContent = "";
    this.#showFilters();
    this.#showRecords();
    if (state.show === "map") this.#showBeside(state, { shown, timeless, selected });
  }

  #showBeside(state, { shown, timeless, selected }) {
    const { isEmbed, loading } = this.reader;
    const leftOut = state.from || state.to ? timeless.filter(({ latest }) => !latest).length : 0;
    this.corners.show(state, { shown, leftOut });
    // What stood there before belongs to other filters: it goes, or it would be taken for the answer.
    if (loading.hasLoaded) this.list.show(shown, state.event);
    else find("events").replaceChildren();
    if (!isEmbed) return;
    const title = document.querySelector("h1").textContent;
    showPeek(find("peek"), selected, { title, n: shown.length });
  }

  #recordsAddress() {
    const { state, address } = this.reader;
    return state.show === "map" ? null : address.of({ ...state, event: null, view: null });
  }

  #showRecords() {
    this.records.show(this.#recordsAddress(), this.reader.state.event);
  }

  #showFilters() {
    const { state } = this.reader;
    showChips(find("chosen"), state, this.config, {
      names: this.names,
      onRemove: (filter) => this.change(withoutFilter(state, filter)),
      onClear: () => this.clear(),
    });
  }

  /** What is not loaded yet of the event is there before its card. */
  async #fillCard(event) {
    if (event && !event.isComplete) await this.reader.store.complete([event]).catch(() => {});
    if (event !== this.reader.selected()) return;
    this.card.show(event, { isOutside: Boolean(event) && !this.reader.shown.includes(event) });
  }

  /** Another event from within the card: on this map, if it is one of its events. */
  #chooseOther(id) {
    const isHere = Boolean(this.reader.store.find(id));
    if (isHere) this.selection.choose(id, "list");
    return isHere;
  }

  change(patch) {
    this.reader.change(changesFilters(patch) ? { page: 1, ...patch } : patch);
  }

  clear() {
    this.change(withoutFilters(this.config));
  }

  /** From a corner of the map to what it has set, where it can be taken back. */
  #narrow(patch) {
    this.change(patch);
    this.#showFilters();
    this.reader.sheet.raise("half");
    find("chosen").focus();
  }

  #fade(slug, percent, isDone) {
    const { state, address } = this.reader;
    state.opacity = new Map([...state.opacity, [slug, percent]]);
    address.write(state, { isStep: isDone });
    this.reader.render();
  }

  #range({ from = null, to = null }, isDone) {
    const { reader } = this;
    Object.assign(reader.state, { from, to, page: 1 });
    reader.render();
    if (isDone) reader.address.write(reader.state);
  }
}
