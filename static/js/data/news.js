// Whether what is shown is still what is published. Pure but for the `fetch` it is given.

/** What an answer to a question was. */
export const SAME = "same";
export const NEWS = "news";
export const GONE = "gone";
export const UNKNOWN = "unknown";

/**
 * Remembers what stands at an address and asks whether it still does. The browser asks with the ETag that it
 * keeps, so that nothing but a few headers travels while nothing has changed.
 */
export class News {
  constructor(fetcher = (...asked) => fetch(...asked)) {
    Object.assign(this, { fetcher, address: null, known: null });
  }

  async ask(address) {
    if (address !== this.address) return this.#learn(address);
    const found = await this.#read(address, "no-cache");
    if (found.answer) return found.answer;
    if (found.text === this.known) return SAME;
    this.known = found.text;
    return NEWS;
  }

  /** What was loaded a moment ago lies in the browser's cache. */
  async #learn(address) {
    const found = await this.#read(address, "force-cache");
    if (found.answer) return found.answer;
    this.address = address;
    this.known = found.text;
    return SAME;
  }

  /** A refusal means that the map is gone; anything else that fails may be the network. */
  async #read(address, cache) {
    try {
      const response = await this.fetcher(address, { cache, headers: { Accept: "application/json" } });
      if (response.ok) return { text: await response.text() };
      return { answer: response.status === 404 || response.status === 400 ? GONE : UNKNOWN };
    } catch {
      return { answer: UNKNOWN };
    }
  }
}

const MINUTE_MS = 60_000;
const LONGEST_MS = 10 * MINUTE_MS;

/** How long to wait for the next question: a minute, and longer each time the network has failed. */
export function waitAfter(failures, { jitter = Math.random } = {}) {
  // Readers who opened an article at the same moment do not all ask at the same moment.
  return Math.min(MINUTE_MS * 2 ** failures, LONGEST_MS) * (0.9 + 0.1 * jitter());
}
