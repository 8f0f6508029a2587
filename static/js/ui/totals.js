// What the events in the filters come to. The server adds and says it; this only asks anew when they change.

import { isSame } from "../data/totals.js";
import { say } from "../data/words.js";
import { h } from "./dom.js";

/** Longer than the steps of a moving time, short enough to seem at once. */
const WAIT_MS = 250;

export class Totals {
  constructor(element) {
    this.element = element;
    this.few = element?.querySelector(".totals-few") ?? element;
    this.address = element?.dataset.address ?? null;
  }

  /** Shows the totals of an address; null where nothing is shown that could be added up. */
  show(address) {
    if (!this.element || this.wanted === address) return;
    this.wanted = address;
    clearTimeout(this.waiting);
    this.asking?.abort();
    this.element.hidden = address === null;
    if (address === null) return;
    if (isSame(address, this.address)) {
      this.#settle();
      return;
    }
    this.element.setAttribute("aria-busy", "true");
    this.waiting = setTimeout(() => this.#load(address), WAIT_MS);
  }

  /** What is shown may be out of date: it is asked for anew the next time. */
  forget() {
    this.address = null;
    this.wanted = undefined;
  }

  async #load(address) {
    this.asking = new AbortController();
    try {
      const response = await fetch(address, { signal: this.asking.signal });
      if (!response.ok) throw new Error(String(response.status));
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      this.#replace(document.importNode(page.getElementById("totals"), true));
      this.address = address;
    } catch (error) {
      if (error.name === "AbortError") return;
      // Old numbers under new filters would be wrong ones.
      this.address = null;
      this.wanted = undefined;
      const retry = () => this.show(address);
      this.element.replaceChildren(h("p", { class: "totals-none" }, `${say("totalsFailed")} `, again(retry)));
    }
    this.#settle();
  }

  #settle() {
    this.element.removeAttribute("aria-busy");
  }

  /** Takes over what was counted; what the reader has opened stays open. */
  #replace(found) {
    if (this.few !== this.element) {
      const words = found.querySelectorAll(".total.is-leading .total-words");
      this.element.querySelector("a").href = found.dataset.address;
      this.few.replaceChildren(...[...words].flatMap((one) => [one, " "]));
      return;
    }
    const opened = [...this.element.querySelectorAll("details[open]")].map(({ dataset }) => dataset.total);
    for (const details of found.querySelectorAll("details"))
      details.open = opened.includes(details.dataset.total);
    this.element.replaceChildren(...found.childNodes);
  }
}

function again(click) {
  return h("button", { type: "button", class: "link", click }, say("retry"));
}
