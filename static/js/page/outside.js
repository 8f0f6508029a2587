// A chosen event that the filters leave out: it is asked for by itself, so that its card can say so.

import { loadEvents } from "../data/events.js";

export class Outside {
  #found = new Map();

  /** `url` gives the events of the whole map by their `id`; `onFound` is told when one has come. */
  constructor(url, { onFound }) {
    Object.assign(this, { url, onFound });
  }

  /** The event; null until it has come, and where readers cannot see it. */
  find(id) {
    if (!id || !this.url) return null;
    if (!this.#found.has(id)) this.#ask(id);
    return this.#found.get(id);
  }

  /** What was found may have been withdrawn since. */
  forget() {
    this.#found = new Map();
  }

  async #ask(id) {
    const found = this.#found;
    found.set(id, null);
    const query = this.url.includes("?") ? "&" : "?";
    const [event] = await loadEvents(`${this.url}${query}id=${id}`).catch(() => []);
    if (!event || found !== this.#found) return;
    found.set(id, event);
    this.onFound(event);
  }
}
