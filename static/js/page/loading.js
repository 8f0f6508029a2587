// What only the server knows, loaded when the state asks for something else: of two answers only the later counts.

import { loadStore, storeOf } from "../data/events.js";
import { say } from "../data/words.js";
import { dataSource, dataUrl } from "../state.js";
import { h } from "../ui/dom.js";

export class Loading {
  /** `source` is where the page was opened; `note` the place for what went wrong. */
  constructor(root, note, config, { onStart, onStore, onFailure }) {
    Object.assign(this, { root, note, onStart, onStore, onFailure, given: config.events });
    this.source = dataSource(config, location.search);
    this.hasLoaded = false;
  }

  /** Whether the events of the state are there or on their way. */
  isOf(state) {
    return dataUrl(this.source, state) === this.wanted;
  }

  async load(state) {
    const address = dataUrl(this.source, state);
    this.wanted = address;
    this.root.setAttribute("aria-busy", "true");
    this.onStart();
    let store;
    try {
      // The preview of a map brings its events along.
      store = this.given ? storeOf(this.given) : await loadStore(address);
    } catch (error) {
      if (this.wanted === address) this.#fail(error, state);
      return;
    }
    if (this.wanted !== address) return;
    this.#settle(true);
    this.onStore(store);
  }

  #settle(hasLoaded) {
    this.hasLoaded = hasLoaded;
    this.note.hidden = hasLoaded;
    this.root.removeAttribute("aria-busy");
  }

  #fail(error, state) {
    this.wanted = null;
    this.#settle(false);
    this.onFailure();
    const again = () => this.load(state);
    const retry = h("button", { type: "button", class: "link", click: again }, say("retry"));
    this.note.replaceChildren(say("loadFailed", { reason: error.message }), " ", retry);
  }
}
