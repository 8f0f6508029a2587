// A map and all that stands around it: what the reader does changes the state, and the state is drawn.

import { scalesOf } from "../data/circles.js";
import { countryInFocus, EventStore, loadStore } from "../data/events.js";
import { onlyWithoutPoint, withoutFilter, withoutFilters } from "../data/filters.js";
import { totalsUrl } from "../data/totals.js";
import { say } from "../data/words.js";
import { Stage } from "../map/stage.js";
import { dataSource, dataUrl } from "../state.js";
import { Card } from "../ui/card.js";
import { showChips } from "../ui/chips.js";
import { h } from "../ui/dom.js";
import { FilterPanel } from "../ui/filters.js";
import { offerCopying, postHeight, showHint } from "../ui/frame.js";
import { Legend } from "../ui/legend.js";
import { EventList } from "../ui/list.js";
import { showNote, showSizes } from "../ui/notes.js";
import { Sheet } from "../ui/sheet.js";
import { showCount, showPeek } from "../ui/summary.js";
import { Timeline } from "../ui/timeline.js";
import { Totals } from "../ui/totals.js";
import { Address } from "./address.js";

const find = (id) => document.getElementById(id);

export class Reader {
  constructor(root, config) {
    Object.assign(this, { root, config, store: new EventStore([]), isSettled: false });
    this.isEmbed = root.dataset.mode === "embed";
    this.address = new Address(config, {
      hasHistory: !this.isEmbed,
      onReturn: (state) => this.#returnTo(state),
    });
    this.state = this.address.read();
    this.state.event ??= config.selected ?? null;
    this.state.view ??= config.view ?? null;
    this.source = dataSource(config, location.search);
    this.names = new Map(namesOf(config));
    this.#build();
    this.#listen();
  }

  #build() {
    const { root, config, isEmbed } = this;
    this.stage = new Stage(find("map"), {
      basemap: config.basemap,
      isEmbed,
      isDemonstration: config.is_demonstration,
      onSelect: (id) => this.select(id, "map"),
      onMove: (view) => this.#moved(view),
      onHint: (words) => showHint(find("hint"), words),
    });
    this.card = new Card(find("card"), { onClose: () => this.close(), newTab: isEmbed });
    this.list = new EventList(
      { list: find("events"), more: find("more") },
      {
        complete: (events) => this.store.complete(events),
        onSelect: (id) => this.select(id, "list"),
        onClear: () => this.clear(),
      },
    );
    this.filters = new FilterPanel(find("filter-form"), {
      config,
      onChange: (patch) => this.change(patch),
      onName: (key, label) => this.names.set(key, label),
    });
    this.totals = new Totals(find("totals"));
    this.time = new Timeline(find("time"), { onRange: (range, isDone) => this.#range(range, isDone) });
    this.sheet = new Sheet(root, {
      rail: root.querySelector(".rail"),
      handle: root.querySelector(".handle"),
      time: find("time"),
      isEmbed,
      onChange: () => this.#layOut(),
    });
  }

  /** Loads what the state asks the server for; of two loads on their way only the later counts. */
  async load() {
    const address = dataUrl(this.source, this.state);
    this.wanted = address;
    this.#sayLoading();
    let store;
    try {
      store = await loadStore(address);
    } catch (error) {
      if (this.wanted === address) this.#sayFailed(error);
      return;
    }
    if (this.wanted !== address) return;
    this.loaded = address;
    this.root.removeAttribute("aria-busy");
    find("list-note").hidden = true;
    this.#setStore(store);
  }

  #sayLoading() {
    this.root.setAttribute("aria-busy", "true");
    if (this.isSettled) find("count").textContent = say("loading");
  }

  /** What stood there before belongs to other filters: it goes, or it would be taken for the answer. */
  #sayFailed(error) {
    this.loaded = this.wanted = null;
    this.root.removeAttribute("aria-busy");
    const retry = h("button", { type: "button", class: "link", click: () => this.load() }, say("retry"));
    const note = find("list-note");
    note.hidden = false;
    note.replaceChildren(say("loadFailed", { reason: error.message }), " ", retry);
    if (!this.isSettled) return;
    this.#setStore(new EventStore([]));
    find("count").textContent = "";
    find("events").replaceChildren();
  }

  #setStore(store) {
    const events = store.all;
    this.store = store;
    this.scales = scalesOf(events);
    this.#buildLegend();
    this.list.setEvents(events);
    this.time.setEvents(events);
    if (!this.isSettled) {
      this.focusCountry = countryInFocus(events);
      this.stage.setFocus(this.focusCountry);
      this.root.classList.add("is-live");
      this.sheet.set(this.state.event && !this.isEmbed ? "half" : "peek");
    }
    // Rendered first, so that the view knows what covers the map.
    this.#render();
    this.#layOut();
    if (!this.isSettled) this.#firstView();
    else if (events.length && !this.stage.inView()) this.stage.fit(events);
    this.#note();
    if (this.state.event) this.#showCard();
  }

  #buildLegend() {
    const { config, store, state } = this;
    this.legend = new Legend(find("legend"), {
      groups: config.groups.filter(({ value }) => store.present.group.has(value) || state.kinds.has(value)),
      layers: config.layers.filter(({ slug }) => store.present.layer.has(slug)),
      hasCircles: Boolean(this.scales.casualties || this.scales.displacement),
      onKinds: (value) => this.#toggleKind(value),
      onLayers: (slug) => this.change({ layers: toggled(this.state.layers, slug) }),
      onFigures: () => this.change({ figures: !this.state.figures }),
      onOpacity: (slug, percent) => this.#fade(slug, percent),
      onOrder: (order) => this.change({ order }),
    });
  }

  #firstView() {
    const { view } = this.state;
    const { config } = this;
    // Of all events the country in focus is shown; a map or a rectangle asked for brings its own view.
    const extent = config.map || config.filters.bbox ? config.extent : null;
    this.stage.fit(this.store.all, { extent, focus: this.focusCountry });
    if (view) this.stage.setView(view);
    const selected = this.selected();
    if (selected && !view) this.stage.reveal(selected);
    this.isSettled = true;
  }

  selected() {
    return this.store.find(this.state.event);
  }

  render() {
    this.frame ??= requestAnimationFrame(() => this.#render());
  }

  #render() {
    cancelAnimationFrame(this.frame);
    this.frame = null;
    const { state, store, config } = this;
    const { shown, timeless, counts } = store.choose(state);
    const selected = this.selected();
    const onMap = selected && !shown.includes(selected) ? [...shown, selected] : shown;
    this.stage.show(onMap, { selected: state.event, scales: this.scales, hasFigures: state.figures });
    this.legend.show(state, counts);
    this.filters.show(state, counts);
    this.time.show(timeless, state, selected);
    this.list.show(shown, state.event);
    this.totals.show(totalsUrl(config, state));
    this.#fillCard(selected);
    this.shown = shown;
    if (this.isEmbed)
      showPeek(find("peek"), selected, {
        title: document.querySelector("h1").textContent,
        n: shown.length,
      });
    this.leftOut = state.from || state.to ? timeless.filter(({ latest }) => !latest).length : 0;
    if (this.loaded) showCount(find("count"), shown, store.all.length);
    showSizes(find("sizes"), this.scales, state.figures);
    this.#showFilters();
    this.#note();
  }

  /** What is not loaded yet of the event is there before its card. */
  async #fillCard(event) {
    if (event && !event.isComplete) await this.store.complete([event]).catch(() => {});
    if (event === this.selected()) this.card.show(event);
  }

  #showFilters() {
    showChips(find("chosen"), this.state, this.config, {
      names: this.names,
      onRemove: (filter) => this.change(withoutFilter(this.state, filter)),
      onClear: () => this.clear(),
    });
  }

  #note() {
    // The legend of sizes gives way to the events: to the other corner when it covers one.
    const sizes = find("sizes");
    sizes.classList.remove("is-aside");
    if (!sizes.hidden) sizes.classList.toggle("is-aside", this.stage.covers(sizes));
    showNote(find("note"), {
      inView: this.stage.inView(),
      withoutPoint: this.shown.filter(({ point }) => !point).length,
      leftOut: this.leftOut,
      onWithoutPoint: () => {
        this.change(onlyWithoutPoint());
        this.sheet.raise("half");
        find("content").focus();
      },
    });
  }

  select(id, opener) {
    if (!this.state.event) this.scrolled = find("rail-body").scrollTop;
    this.opener = opener;
    this.time.stop();
    this.change({ event: id });
    this.#render();
    const event = this.selected();
    if (!event) return;
    if (!this.isEmbed) this.sheet.raise("half");
    this.stage.reveal(event);
    this.#showCard();
    if (!this.isEmbed || !this.sheet.isActive) find("card").focus({ preventScroll: true });
  }

  /** On a desk the head of the rail stays; on a phone the sheet is too low for both. */
  #showCard() {
    const [body, card] = [find("rail-body"), find("card")];
    const isSeen =
      card.offsetTop + 220 < body.scrollTop + body.clientHeight && card.offsetTop > body.scrollTop;
    if (!isSeen || this.sheet.isActive) body.scrollTop = card.offsetTop - 8;
  }

  close() {
    const { event: id } = this.state;
    if (!id) return;
    this.change({ event: null });
    this.#render();
    if (this.sheet.isActive && this.isEmbed) this.sheet.set("peek");
    find("rail-body").scrollTop = this.scrolled ?? 0;
    if (this.opener === "map") this.stage.focus(id);
    else this.list.focus(id);
  }

  /** The first choice shows one kind alone, further ones add to it; without any, all are shown. */
  #toggleKind(value) {
    this.change({ kinds: value ? toggled(this.state.kinds, value) : new Set() });
  }

  #fade(slug, percent) {
    this.state.opacity = new Map([...this.state.opacity, [slug, percent]]);
    this.address.write(this.state, { isStep: false });
    this.render();
  }

  #range({ from = null, to = null }, isDone) {
    Object.assign(this.state, { from, to });
    this.render();
    if (isDone) this.address.write(this.state);
  }

  clear() {
    this.change(withoutFilters(this.config));
  }

  change(patch) {
    Object.assign(this.state, patch);
    this.address.write(this.state);
    this.#follow();
  }

  /** Draws the state, and loads first what only the server knows. */
  #follow() {
    if (dataUrl(this.source, this.state) === this.wanted) this.render();
    else this.load();
  }

  #returnTo(state) {
    this.state = state;
    if (state.view) this.stage.setView(state.view);
    this.#follow();
  }

  #moved(view) {
    if (!this.isSettled) return;
    this.state.view = view;
    this.address.write(this.state, { isStep: false });
    if (this.shown) this.#note();
  }

  #layOut() {
    const isNarrow = this.sheet?.isActive ?? false;
    this.stage.setInsets({ top: isNarrow ? find("note").offsetHeight : 0, bottom: this.sheet?.covers ?? 0 });
    this.stage.resize();
  }

  #listen() {
    addEventListener("keydown", ({ key }) => key === "Escape" && this.close());
    find("rail-body").addEventListener("focusin", () => this.sheet.raise(this.isEmbed ? "full" : "half"));
    find("peek").addEventListener("click", () => {
      this.sheet.set("full");
      find(this.state.event ? "card" : "content").focus({ preventScroll: true });
    });
    new ResizeObserver(() => this.stage.resize()).observe(find("map"));
    offerCopying(find("embed-code"), find("copy-embed"), find("copied"));
    if (this.isEmbed) postHeight(this.root);
  }
}

function toggled(set, value) {
  const next = new Set(set);
  if (!next.delete(value)) next.add(value);
  return next;
}

/** What the server calls the values that the page was opened with: "place=12" is "Idlib". */
function* namesOf({ place, claimants = [], outlets = [] }) {
  if (place) yield [`place=${place.id}`, place.name];
  for (const { value, label } of claimants) yield [`claimant=${value}`, label];
  for (const { value, label } of outlets) yield [`outlet=${value}`, label];
}
