// The list and the table: the server writes and sorts them, this only takes them over when something changes.

import { say } from "../data/words.js";
import { h } from "./dom.js";

/** Longer than the steps of a moving time, short enough to seem at once. */
const WAIT_MS = 250;
/** On a phone the rows are laid out as blocks, which costs a table its meaning in some browsers. In the markup the
 * same roles would be errors: there the elements have them. */
const ROLES = {
  table: "table",
  "thead, tbody": "rowgroup",
  tr: "row",
  'th[scope="col"]': "columnheader",
  'th[scope="row"]': "rowheader",
  td: "cell",
};

export class Records {
  /** `address` is that of the records which the server has sent with the page. */
  constructor(element, { status, address, onGo, onSelect, onMap, onClear }) {
    Object.assign(this, { element, status, onGo, onSelect, onMap, onClear });
    element.addEventListener("click", (click) => this.#clicked(click));
    this.address = address;
  }

  /** Shows the records of an address of this page; null where they are not asked for. */
  show(address, selected) {
    this.selected = selected;
    this.#mark();
    if (this.wanted === address) return;
    this.wanted = address;
    clearTimeout(this.waiting);
    this.asking?.abort();
    this.element.removeAttribute("aria-busy");
    if (address === null || address === this.address) return;
    this.element.setAttribute("aria-busy", "true");
    const isFirst = !this.element.querySelector(".records-head");
    this.waiting = setTimeout(() => this.#load(address), isFirst ? 0 : WAIT_MS);
  }

  async #load(address) {
    this.asking = new AbortController();
    try {
      const response = await fetch(address || location.pathname, { signal: this.asking.signal });
      if (!response.ok) throw new Error(`${response.status} ${response.statusText}`);
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      this.#replace(document.importNode(page.getElementById("records"), true));
      this.address = address;
    } catch (error) {
      if (error.name === "AbortError") return;
      this.address = null;
      this.wanted = undefined;
      const retry = h(
        "button",
        { type: "button", class: "link", click: () => this.show(address, this.selected) },
        say("retry"),
      );
      const words = say("loadFailed", { reason: error.message });
      this.element.replaceChildren(h("p", { class: "none", role: "alert" }, words, " ", retry));
    }
    this.element.removeAttribute("aria-busy");
  }

  /** The focus stays on the same link, or goes to the heading when its row is on another page. */
  #replace(found) {
    const focused = this.element.contains(document.activeElement) ? document.activeElement : null;
    this.element.replaceChildren(...found.childNodes);
    this.#mark();
    const heading = this.element.querySelector("h2");
    this.status.textContent = [...this.element.querySelectorAll("h2, .records-range, .pages span")]
      .map(({ textContent }) => textContent)
      .join(", ");
    if (!focused && !this.isTurned) return;
    const name = focused?.dataset.focus;
    const next = !this.isTurned && name && this.element.querySelector(`[data-focus="${CSS.escape(name)}"]`);
    (next || heading).focus({ preventScroll: Boolean(next) });
    if (this.isTurned) this.element.scrollTop = 0;
    this.isTurned = false;
  }

  #mark() {
    for (const [elements, role] of Object.entries(ROLES))
      for (const element of this.element.querySelectorAll(elements)) element.setAttribute("role", role);
    for (const row of this.element.querySelectorAll("[data-event]"))
      row.classList.toggle("is-selected", Number(row.dataset.event) === this.selected);
  }

  #clicked(click) {
    const link = click.target.closest("a");
    if (!link || click.metaKey || click.ctrlKey || click.shiftKey || click.button) return;
    const { select, map, focus = "" } = link.dataset;
    if (select) {
      if (this.onSelect(Number(select))) click.preventDefault();
      return;
    }
    const isSort = focus.startsWith("sort-");
    if (!map && !isSort && !link.rel.match(/next|prev/) && link.dataset.clear === undefined) return;
    click.preventDefault();
    if (map) this.onMap(Number(map));
    else if (link.dataset.clear !== undefined) this.onClear();
    else {
      this.isTurned = !isSort;
      const query = new URLSearchParams(link.search);
      this.onGo({ sort: query.get("sort") ?? "", page: Number(query.get("page")) || 1 });
    }
  }

  focus(id) {
    this.element.querySelector(`[data-select="${id}"]`)?.focus();
  }
}
