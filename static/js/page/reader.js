// The map of a page and its state: what the reader does changes the state, and the state is drawn. The events come
// first; all that stands around them comes in a second script, which nobody waits for to see where they are.

import { EventStore } from "../data/events.js";
import { say } from "../data/words.js";
import { h } from "../ui/dom.js";
import { painted } from "../ui/painted.js";
import { Sheet } from "../ui/sheet.js";
import { Address } from "./address.js";
import { Loading } from "./loading.js";
import { MapView } from "./map-view.js";
import { Outside } from "./outside.js";

const find = (id) => document.getElementById(id);

export class Reader {
  constructor(root, config) {
    Object.assign(this, { root, config, store: new EventStore([]), whole: null, around: null });
    this.isEmbed = root.dataset.mode === "embed";
    this.address = new Address(config, {
      hasHistory: !this.isEmbed,
      onReturn: (state) => this.#returnTo(state),
    });
    this.state = this.address.read();
    this.state.event ??= config.selected ?? null;
    this.state.view ??= config.view ?? null;
    this.loading = new Loading(root, find("list-note"), config, {
      onStart: () => this.around?.sayLoading(),
      onStore: (store) => this.#setStore(store),
      onFailure: () => this.around && this.#setStore(new EventStore([])),
    });
    this.outside = new Outside(config.event_url, { onFound: (event) => this.#act("meet", event) });
    this.map = new MapView(config, {
      isEmbed: this.isEmbed,
      onSelect: (id) => this.#act("choose", id, "map"),
      onMove: (view) => this.#moved(view),
    });
    this.sheet = new Sheet(root, {
      rail: root.querySelector(".rail"),
      handle: root.querySelector(".handle"),
      time: find("time"),
      isEmbed: this.isEmbed,
      onChange: () => {
        if (!this.sheet) return;
        this.map.layOut(this.sheet);
        this.around?.corners.saySoon();
      },
    });
  }

  /** Resolves when everything is there that can be used. */
  async load() {
    await this.loading.load(this.state);
    await this.whole;
  }

  /** What is done with an event, as soon as there is a card for it. */
  async #act(verb, ...what) {
    await this.whole;
    this.around?.selection[verb](...what);
  }

  #setStore(store) {
    const { map, state } = this;
    const isFirst = !this.whole;
    this.store = store;
    this.outside.forget();
    if (isFirst) {
      // Asked for here and not before: until the events are there every byte is theirs.
      this.whole = this.#surround();
      find("time").hidden = !hasTime(store.all);
      // A story is read at the lowest stop, with the map above it.
      this.sheet.set(state.event && !this.isEmbed && !state.step ? "half" : "peek");
    }
    map.setStore(store);
    this.around?.setStore(store);
    this.renderNow();
    // A page opens where its address or its editor says, be there events in view or not.
    if (!isFirst) map.seek();
    if (state.event) this.around?.selection.uncover();
  }

  /** A map with a story brings a script of its own; without it the steps are links. */
  async #tell() {
    const section = find("story");
    if (!section) return;
    const told = await import(section.dataset.script).catch(() => null);
    if (!told) section.classList.add("is-plain");
    this.story = told?.tell(this, section);
    this.story?.show(this.state);
  }

  async #surround() {
    let second;
    try {
      [second] = await Promise.all([import("./surroundings.js"), painted()]);
    } catch {
      this.#sayMissing();
      return;
    }
    const around = new second.Surroundings(this);
    await painted();
    around.setStore(this.store);
    this.around = around;
    this.#tellMoved(this.map.stage.view());
    this.root.classList.add("is-live");
    this.renderNow();
    if (this.state.event) around.selection.uncover();
    await this.#tell();
  }

  /** Without the second script the map stands as it is, with the server's list beside it. */
  #sayMissing() {
    const retry = h(
      "button",
      { type: "button", class: "link", click: () => location.reload() },
      say("retry"),
    );
    const note = find("list-note");
    note.replaceChildren(say("partFailed"), " ", retry);
    note.hidden = false;
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
    const { state, store } = this;
    const chosen = { ...store.choose(state), selected: this.selected() };
    this.shown = chosen.shown;
    this.#showAs(state.show);
    if (state.show === "map") this.map.show(state, chosen);
    this.around?.show(state, chosen);
    this.story?.show(state);
  }

  #showAs(show) {
    if (this.root.dataset.show === show) return;
    this.root.dataset.show = show;
    document.querySelector(".skip").hash = show === "map" ? "content" : "records-heading";
    this.sheet.set(this.sheet.stop);
  }

  /** A new state, and a step of the history. */
  change(patch) {
    Object.assign(this.state, patch);
    this.address.write(this.state);
    this.#follow();
  }

  /** Draws the state, and loads first what only the server knows. */
  #follow() {
    if (this.loading.isOf(this.state)) this.render();
    else this.loading.load(this.state);
  }

  /** To a step of the map's story, or to the map as it opens. */
  goTo(step) {
    this.around.time.stop();
    this.change(this.address.at(step, this.state));
    this.renderNow();
    this.map.travel(step, { isSmooth: true });
  }

  #returnTo(state) {
    this.state = state;
    this.#showAs(state.show);
    if (state.show === "map") this.map.returnTo(state);
    this.#follow();
  }

  /** The preview in the builder of maps listens. */
  #tellMoved(view) {
    if (!this.config.is_preview) return;
    this.root.dispatchEvent(new CustomEvent("dateline:moved", { detail: { view, stage: this.map.stage } }));
  }

  #moved(view) {
    if (this.state.show !== "map") return;
    this.state.view = this.map.isInStory ? null : view;
    this.address.write(this.state, { isStep: false });
    this.around?.corners.saySoon();
    this.story?.show(this.state);
    this.#tellMoved(view);
  }
}

/** Whether there is anything to choose from in time: the axis has its room before it is drawn. */
function hasTime(events) {
  let [first, last] = [Infinity, -Infinity];
  for (const event of events) {
    if (event.first === null || event.last === null) continue;
    if (event.first < first) first = event.first;
    if (event.last > last) last = event.last;
  }
  return first < last;
}
