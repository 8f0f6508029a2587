// The page's address: each step of the reader is an entry of the history, moving the map is not.

import { isAway, readState, stateAt, writeState } from "../state.js";

export class Address {
  /** In an embed the history belongs to the page around it, so that no step of ours is kept there. */
  constructor(config, { hasHistory, onReturn }) {
    Object.assign(this, { config, hasHistory });
    addEventListener("popstate", () => onReturn(this.read()));
  }

  read() {
    return readState(location.search, this.config);
  }

  /** The state at a step of the story, with what is in the address of others. */
  at(step, { others }) {
    return { ...stateAt(step, this.config), others };
  }

  isAway(state) {
    return isAway(state, this.config);
  }

  write(state, { isStep = true } = {}) {
    const url = this.of(state);
    if (isStep && this.hasHistory) history.pushState(null, "", url);
    else history.replaceState(null, "", url);
  }

  of(state) {
    const query = writeState(state, this.config);
    return query ? `?${query}` : location.pathname;
  }
}
