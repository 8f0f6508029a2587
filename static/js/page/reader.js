// A map and all that stands around it: what the reader does changes the state, and the state is drawn.

import { EventStore } from "../data/events.js";
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
import { Card } from "../ui/card.js";
import { showChips } from "../ui/chips.js";
import { FilterPanel } from "../ui/filters.js";
import { LayerList } from "../ui/layers.js";
import { Legend } from "../ui/legend.js";
import { EventList } from "../ui/list.js";
import { Records } from "../ui/records.js";
import { Sheet } from "../ui/sheet.js";
import { ShowSwitch } from "../ui/show-switch.js";
import { showCount, showPeek } from "../ui/summary.js";
import { Timeline } from "../ui/timeline.js";
import { Totals } from "../ui/totals.js";
import { Address } from "./address.js";
import { Loading } from "./loading.js";
import { MapView } from "./map-view.js";
import { Outside } from "./outside.js";
import { offerPrinting } from "./printing.js";
import { Selection } from "./selection.js";

const find = (id) => document.getElementById(id);

export class Reader {
  constructor(root, config) {
    Object.assign(this, { root, config, store: new EventStore([]), isLive: false });
    this.isEmbed = root.dataset.mode === "embed";
    this.address = new Address(config, {
      hasHistory: !this.isEmbed,
      onReturn: (state) => this.#returnTo(state),
    });
    this.state = this.address.read();
    this.state.event ??= config.selected ?? null;
    this.state.view ??= config.view ?? null;
    this.names = namesIn(config);
    this.seen = { groups: new Set(), layers: new Set() };
    this.loading = new Loading(root, find("list-note"), config, {
      onStart: () => this.#sayLoading(),
      onStore: (store) => this.#setStore(store),
      onFailure: () => this.#empty(),
    });
    this.outside = new Outside(config.event_url, { onFound: (event) => this.selection.meet(event) });
    this.#buildMap();
    this.#buildRail();
    this.#buildRecords();
    this.sheet = new Sheet(root, {
      rail: root.querySelector(".rail"),
      handle: root.querySelector(".handle"),
      time: find("time"),
      isEmbed: this.isEmbed,
      onChange: () => this.sheet && this.map.layOut(this.sheet),
    });
    this.selection = new Selection(this);
    this.#listen();
  }

  #buildMap() {
    this.map = new MapView(this.config, {
      isEmbed: this.isEmbed,
      onSelect: (id) => this.selection.choose(id, "map"),
      onMove: (view) => this.#moved(view),
      onDraw: (draw) => this.change({ draw }),
      onWithoutPoint: () => this.#narrow(onlyWithoutPoint()),
      onOnlyThese: (bbox) => this.#narrow({ asked: askedWith(this.state, { bbox: bbox.join() }) }),
    });
    this.time = new Timeline(find("time"), { onRange: (range, isDone) => this.#range(range, isDone) });
  }

  #buildRail() {
    const { config } = this;
    this.filters = new FilterPanel(find("filter-form"), {
      config,
      onChange: (patch) => this.change(patch),
      onName: (key, label) => this.names.set(key, label),
    });
    this.legend = new Legend(find("kinds"), {
      onKind: (value) => this.change({ kinds: toggled(this.state.kinds, value) }),
    });
    this.layers = new LayerList(find("layers"), {
      onLayer: (slug) => this.change({ layers: toggled(this.state.layers, slug) }),
      onFigures: () => this.change({ figures: !this.state.figures }),
      onOpacity: (slug, percent, { isDone }) => this.#fade(slug, percent, isDone),
      onOrder: (order) => this.change({ order }),
    });
    this.totals = new Totals(find("totals"));
    this.card = new Card(find("card"), {
      onClose: () => this.selection.close(),
      onSelect: (id) => this.#chooseOther(id),
      newTab: this.isEmbed,
    });
    this.list = new EventList(
      { list: find("events"), more: find("more") },
      {
        complete: (events) => this.store.complete(events),
        onSelect: (id) => this.selection.choose(id, "list"),
        onClear: () => this.clear(),
      },
    );
  }

  #buildRecords() {
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

  load() {
    return this.loading.load(this.state);
  }

  #sayLoading() {
    if (!this.isLive) return;
    find("count").textContent = say("loading");
    this.#showFilters();
    this.#showRecords();
  }

  /** What stood there before belongs to other filters: it goes, or it would be taken for the answer. */
  #empty() {
    if (!this.isLive) return;
    this.#setStore(new EventStore([]));
    find("count").textContent = "";
    find("events").replaceChildren();
  }

  #setStore(store) {
    const { config, state, map } = this;
    this.store = store;
    this.outside.forget();
    map.setStore(store);
    // What was there once stays in the legend, with a zero: rows that come and go cannot be aimed at.
    const { groups, layers } = this.seen;
    for (const value of [...store.present.group.keys(), ...state.kinds]) groups.add(value);
    for (const slug of store.present.layer.keys()) layers.add(slug);
    this.legend.setGroups(config.groups.filter(({ value }) => groups.has(value)));
    this.layers.setLayers(
      config.layers.filter(({ slug }) => layers.has(slug)),
      { hasCircles: map.hasCircles },
    );
    this.list.setEvents(store.all);
    this.time.setEvents(store.all);
    if (!this.isLive) {
      this.isLive = true;
      this.root.classList.add("is-live");
      this.sheet.set(state.event && !this.isEmbed ? "half" : "peek");
    }
    this.renderNow();
    map.seek();
    if (state.event) this.selection.uncover();
  }

  selected() {
    const { event: id } = this.state;
    return this.store.find(id) ?? (this.loading.hasLoaded ? this.outside.find(id) : null);
  }

  render() {
    this.frame ??= requestAnimationFrame(() => this.renderNow());
  }

  /** At once, where the next step needs what is drawn. */
  renderNow() {
    cancelAnimationFrame(this.frame);
    this.frame = null;
    const { state, store, config } = this;
    const { shown, timeless, counts } = store.choose(state);
    this.shown = shown;
    const selected = this.selected();
    this.#showAs(state.show);
    this.legend.show(state, counts.group);
    this.layers.show(state, counts.layer);
    this.filters.show(state, counts);
    this.time.show(timeless, state, selected);
    this.totals.show(totalsUrl(config, state));
    this.#fillCard(selected);
    const leftOut = state.from || state.to ? timeless.filter(({ latest }) => !latest).length : 0;
    if (this.loading.hasLoaded) showCount(find("count"), shown, store.all.length);
    this.#showFilters();
    this.#showRecords();
    if (state.show === "map") this.#renderMap(selected, leftOut);
  }

  #renderMap(selected, leftOut) {
    const { state, shown } = this;
    this.map.show(state, { shown, selected, leftOut });
    this.list.show(shown, state.event);
    if (!this.isEmbed) return;
    const title = document.querySelector("h1").textContent;
    showPeek(find("peek"), selected, { title, n: shown.length });
  }

  #showAs(show) {
    if (this.root.dataset.show !== show) {
      this.root.dataset.show = show;
      document.querySelector(".skip").hash = show === "map" ? "content" : "records-heading";
      this.sheet.set(this.sheet.stop);
    }
    const addressOf = (other) =>
      this.address.of({ ...this.state, show: other, page: 1 }) || location.pathname;
    this.switch.show(show, addressOf);
  }

  #recordsAddress() {
    const { show } = this.state;
    return show === "map" ? null : this.address.of({ ...this.state, event: null, view: null });
  }

  #showRecords() {
    this.records.show(this.#recordsAddress(), this.state.event);
  }

  /** Another event from within the card: on this map, if it is one of its events. */
  #chooseOther(id) {
    const isHere = Boolean(this.store.find(id));
    if (isHere) this.selection.choose(id, "list");
    return isHere;
  }

  /** What is not loaded yet of the event is there before its card. */
  async #fillCard(event) {
    if (event && !event.isComplete) await this.store.complete([event]).catch(() => {});
    if (event !== this.selected()) return;
    this.card.show(event, { isOutside: Boolean(event) && !this.shown.includes(event) });
  }

  #showFilters() {
    showChips(find("chosen"), this.state, this.config, {
      names: this.names,
      onRemove: (filter) => this.change(withoutFilter(this.state, filter)),
      onClear: () => this.clear(),
    });
  }

  /** From a corner of the map to what it has set, where it can be taken back. */
  #narrow(patch) {
    this.change(patch);
    this.#showFilters();
    this.sheet.raise("half");
    find("chosen").focus();
  }

  #fade(slug, percent, isDone) {
    this.state.opacity = new Map([...this.state.opacity, [slug, percent]]);
    this.address.write(this.state, { isStep: isDone });
    this.render();
  }

  #range({ from = null, to = null }, isDone) {
    Object.assign(this.state, { from, to, page: 1 });
    this.render();
    if (isDone) this.address.write(this.state);
  }

  clear() {
    this.change(withoutFilters(this.config));
  }

  change(patch) {
    Object.assign(this.state, changesFilters(patch) ? { page: 1 } : {}, patch);
    this.address.write(this.state);
    this.#follow();
  }

  /** Draws the state, and loads first what only the server knows. */
  #follow() {
    if (this.loading.isOf(this.state)) this.render();
    else this.load();
  }

  #returnTo(state) {
    this.state = state;
    this.#showAs(state.show);
    if (state.show === "map") this.map.returnTo(state.view);
    this.#follow();
  }

  #moved(view) {
    if (this.state.show !== "map") return;
    this.state.view = view;
    this.address.write(this.state, { isStep: false });
  }

  #listen() {
    if (!this.isEmbed) offerPrinting(this);
    addEventListener("keydown", ({ key }) => key === "Escape" && this.selection.close());
    find("rail-body").addEventListener("focusin", () => this.sheet.raise(this.isEmbed ? "full" : "half"));
    find("peek").addEventListener("click", () => {
      this.sheet.set("full");
      find(this.state.event ? "card" : "content").focus({ preventScroll: true });
    });
  }
}
