// The page of a map, its embed, and the small map on an event's page.

import { scalesOf } from "./data/circles.js";
import { articlesOf, countBy, countryInFocus, filterEvents, loadEvents } from "./data/events.js";
import { totalsUrl } from "./data/totals.js";
import { say, useWords } from "./data/words.js";
import { Stage } from "./map/stage.js";
import { figureLine, shortDate } from "./format.js";
import { dataUrl, readState, writeState } from "./state.js";
import { Card } from "./ui/card.js";
import { h, symbol } from "./ui/dom.js";
import { offerCopying, postHeight, showHint } from "./ui/frame.js";
import { Legend } from "./ui/legend.js";
import { EventList } from "./ui/list.js";
import { showNote, showSizes } from "./ui/notes.js";
import { Sheet } from "./ui/sheet.js";
import { Timeline } from "./ui/timeline.js";
import { Totals } from "./ui/totals.js";

const root = document.getElementById("dateline");
const config = JSON.parse(document.getElementById("dateline-config").textContent);
const find = (id) => document.getElementById(id);
const isEmbed = root.dataset.mode === "embed";

class MapPage {
  constructor() {
    this.state = readState(location.search, config);
    this.state.event ??= config.selected ?? null;
    this.state.view ??= config.view ?? null;
    this.events = [];
    this.isSettled = false;
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
      { list: find("events"), more: find("more"), note: find("list-note") },
      { onSelect: (id) => this.select(id, "list"), onClear: () => this.#clear() },
    );
    this.totals = new Totals(find("totals"));
    this.time = new Timeline(find("time"), { onRange: (range, isDone) => this.#range(range, isDone) });
    this.sheet = new Sheet(root, {
      rail: root.querySelector(".rail"),
      handle: root.querySelector(".handle"),
      time: find("time"),
      isEmbed,
      onChange: () => this.#layOut(),
    });
    this.#listen();
  }

  async load() {
    try {
      this.#setEvents(await loadEvents(dataUrl(config, location.search)));
    } catch (error) {
      this.list.note.hidden = false;
      const retry = h("button", { type: "button", class: "link", click: () => this.load() }, say("retry"));
      this.list.note.replaceChildren(say("loadFailed", { reason: error.message }), " ", retry);
    }
  }

  #setEvents(events) {
    this.events = events;
    this.scales = scalesOf(events);
    const present = countBy(events, "group");
    this.legend = new Legend(find("legend"), {
      groups: config.groups.filter(({ value }) => present.has(value)),
      layers: config.layers.filter(({ slug }) => events.some(({ layer }) => layer === slug)),
      hasCircles: Boolean(this.scales.casualties || this.scales.displacement),
      onKinds: (value) => this.#toggleKind(value),
      onLayers: (slug) => this.#change({ layers: toggled(this.state.layers, slug) }),
      onFigures: () => this.#change({ figures: !this.state.figures }),
    });
    this.list.setEvents(events);
    this.time.setEvents(events);
    this.focusCountry = countryInFocus(events);
    this.stage.setFocus(this.focusCountry);
    root.classList.add("is-live");
    this.sheet.set(this.state.event && !isEmbed ? "half" : "peek");
    // Rendered first, so that the view knows what covers the map.
    this.#render();
    this.#layOut();
    this.#firstView();
    this.#note();
    if (this.state.event) this.#showCard();
  }

  #firstView() {
    const { view } = this.state;
    // Of all events the country in focus is shown; a map or a rectangle asked for brings its own view.
    const extent = config.map || config.filters.bbox ? config.extent : null;
    this.stage.fit(this.events, { extent, focus: this.focusCountry });
    if (view) this.stage.setView(view);
    const selected = this.selected();
    if (selected && !view) this.stage.reveal(selected);
    this.isSettled = true;
  }

  selected() {
    return this.events.find(({ id }) => id === this.state.event) ?? null;
  }

  render() {
    this.frame ??= requestAnimationFrame(() => this.#render());
  }

  #render() {
    cancelAnimationFrame(this.frame);
    this.frame = null;
    const { state, events } = this;
    const shown = filterEvents(events, state);
    const selected = this.selected();
    const onMap = selected && !shown.includes(selected) ? [...shown, selected] : shown;
    this.stage.show(onMap, { selected: state.event, scales: this.scales, hasFigures: state.figures });
    this.legend.show(
      state,
      countBy(filterEvents(events, state, { except: "kinds" }), "group"),
      countBy(filterEvents(events, state, { except: "layers" }), "layer"),
    );
    const timeless = filterEvents(events, state, { except: "time" });
    this.time.show(timeless, state, selected);
    this.list.show(shown, state.event);
    this.list.explain(this.#explanation());
    this.totals.show(totalsUrl(config, state));
    this.card.show(selected);
    this.shown = shown;
    this.#peek(selected);
    this.leftOut = state.from || state.to ? timeless.filter(({ latest }) => !latest).length : 0;
    this.#count();
    showSizes(find("sizes"), this.scales, state.figures);
    this.#note();
  }

  #count() {
    const [n, all] = [this.shown.length, this.events.length];
    const words = say("events", { n: all });
    const events = n === all ? words : `${say("someOf", { n, all: words })}`;
    find("count").textContent = say("fromArticles", { events, n: articlesOf(this.shown) });
  }

  /** The one line that a narrow embed has room for: the selected event, or the way to the list. */
  #peek(selected) {
    if (!isEmbed) return;
    const line = selected
      ? [
          symbol(selected.group),
          h("strong", {}, selected.title),
          h("span", {}, figureLine(selected.figures) || shortDate(selected)),
        ]
      : [
          h("strong", {}, document.querySelector("h1").textContent),
          h("span", {}, say("events", { n: this.shown.length })),
        ];
    const peek = find("peek");
    peek.hidden = false;
    peek.replaceChildren(...line);
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
        this.#change({ precision: new Set(["country", "unknown"]) });
        this.sheet.raise("half");
        find("content").focus();
      },
    });
  }

  #explanation() {
    const { precision, verification, others } = this.state;
    const isWithoutPoint = precision.size === 2 && precision.has("country") && precision.has("unknown");
    if (isWithoutPoint && !verification.size && !others.length) return say("onlyNoPoint");
    const asked = others.filter(([name]) => name !== "totals").map(([, value]) => value);
    const filters = [...precision, ...verification, ...asked].filter(Boolean);
    return filters.length ? say("filtered", { filters: filters.join(", ") }) : "";
  }

  select(id, opener) {
    if (!this.state.event) this.scrolled = find("rail-body").scrollTop;
    this.opener = opener;
    this.time.stop();
    this.#change({ event: id });
    this.#render();
    const event = this.selected();
    if (!event) return;
    if (!isEmbed) this.sheet.raise("half");
    this.stage.reveal(event);
    this.#showCard();
    if (!isEmbed || !this.sheet.isActive) find("card").focus({ preventScroll: true });
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
    this.#change({ event: null });
    this.#render();
    if (this.sheet.isActive && isEmbed) this.sheet.set("peek");
    find("rail-body").scrollTop = this.scrolled ?? 0;
    if (this.opener === "map") this.stage.focus(id);
    else this.list.focus(id);
  }

  /** The first choice shows one kind alone, further ones add to it; without any, all are shown. */
  #toggleKind(value) {
    this.#change({ kinds: value ? toggled(this.state.kinds, value) : new Set() });
  }

  #range({ from = null, to = null }, isDone) {
    Object.assign(this.state, { from, to });
    this.render();
    if (isDone) this.#write(true);
  }

  #clear() {
    if (this.state.others.length) {
      location.assign(location.pathname);
      return;
    }
    const nothing = { kinds: new Set(), precision: new Set(), verification: new Set(), from: null, to: null };
    this.#change({ ...nothing, layers: new Set(config.layers.map(({ slug }) => slug)) });
  }

  #change(patch) {
    Object.assign(this.state, patch);
    this.#write(true);
    this.render();
  }

  #moved(view) {
    if (!this.isSettled) return;
    this.state.view = view;
    this.#write(false);
    if (this.shown) this.#note();
  }

  /** In an embed the history belongs to the page around it. */
  #write(isStep) {
    const query = writeState(this.state, config);
    const url = query ? `?${query}` : location.pathname;
    if (isStep && !isEmbed) history.pushState(null, "", url);
    else history.replaceState(null, "", url);
  }

  #layOut() {
    const isNarrow = this.sheet?.isActive ?? false;
    this.stage.setInsets({ top: isNarrow ? find("note").offsetHeight : 0, bottom: this.sheet?.covers ?? 0 });
    this.stage.resize();
  }

  #listen() {
    addEventListener("popstate", () => {
      this.state = readState(location.search, config);
      if (this.state.view) this.stage.setView(this.state.view);
      this.render();
    });
    addEventListener("keydown", ({ key }) => key === "Escape" && this.close());
    root
      .querySelector(".rail-body")
      .addEventListener("focusin", () => this.sheet.raise(isEmbed ? "full" : "half"));
    find("filter-form").addEventListener("formdata", ({ formData }) => {
      for (const [name, value] of [...formData]) if (!value) formData.delete(name);
    });
    find("peek").addEventListener("click", () => {
      this.sheet.set("full");
      find(this.state.event ? "card" : "content").focus({ preventScroll: true });
    });
    new ResizeObserver(() => this.stage.resize()).observe(find("map"));
    offerCopying(find("embed-code"), find("copy-embed"), find("copied"));
    if (isEmbed) postHeight(root);
  }
}

function toggled(set, value) {
  const next = new Set(set);
  if (!next.delete(value)) next.add(value);
  return next;
}

async function showEvent() {
  const events = await loadEvents(config.data_url);
  const [event] = events;
  const stage = new Stage(find("map"), {
    basemap: config.basemap,
    isStatic: true,
    onSelect: () => {},
  });
  stage.setFocus(countryInFocus(events));
  stage.fit(events);
  stage.show(events, { selected: event.id, scales: scalesOf(events), hasFigures: false });
  if (!event.point) root.hidden = true;
}

useWords(config.strings, document.documentElement.lang || "en");
if (root.dataset.mode === "event") await showEvent();
else await new MapPage().load();
