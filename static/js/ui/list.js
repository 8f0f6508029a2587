// The list of events beside the map: the same events, and the way to each of them by keyboard and ear.

import { say } from "../data/words.js";
import { figureLine, shortDate } from "../format.js";
import { h, symbol } from "./dom.js";

const PAGE = 100;

export class EventList {
  constructor({ list, more }, { complete, onSelect, onClear }) {
    Object.assign(this, { list, more, complete, onSelect, onClear });
    this.items = new Map();
    this.length = PAGE;
    this.more.addEventListener("click", () => {
      const next = this.length;
      this.length += PAGE;
      this.show(this.events, this.selected);
      this.list.children[next]?.querySelector("a")?.focus();
    });
  }

  /** The year is left out where all events share one. */
  setEvents(events) {
    const dated = events.filter(({ earliest, latest }) => earliest && latest);
    const year = dated[0]?.earliest.slice(0, 4);
    this.withYear = dated.some(
      ({ earliest, latest }) => !earliest.startsWith(year) || !latest.startsWith(year),
    );
    this.items.clear();
  }

  show(events, selected) {
    this.events = events;
    this.selected = selected;
    const page = events.slice(0, this.length);
    if (page.every(({ isComplete }) => isComplete)) this.#draw(page);
    else this.#drawOnceComplete(page);
  }

  /** Of many events only those of this page are asked for in full; what stood here waits so long. */
  async #drawOnceComplete(page) {
    this.list.setAttribute("aria-busy", "true");
    const { events } = this;
    await this.complete(page).catch(() => {});
    if (events !== this.events) return;
    this.list.removeAttribute("aria-busy");
    this.#draw(page.filter(({ isComplete }) => isComplete));
  }

  #draw(page) {
    const { events, selected } = this;
    const shown = page.map((event) => this.#item(event));
    if (!events.length) shown.push(this.#nothing());
    // Left alone when nothing changed: moving its element would take the focus from a link.
    const isSame =
      shown.length === this.list.children.length && shown.every((item, i) => item === this.list.children[i]);
    if (!isSame) this.list.replaceChildren(...shown);
    const left = events.length - this.length;
    this.more.hidden = left <= 0;
    this.more.textContent = left > 0 ? say("showMore", { n: Math.min(left, PAGE) }) : "";
    for (const [id, item] of this.items) {
      item.classList.toggle("is-selected", id === selected);
      if (id === selected) item.firstChild.setAttribute("aria-current", "true");
      else item.firstChild.removeAttribute("aria-current");
    }
  }

  focus(id) {
    this.items.get(id)?.firstChild.focus({ preventScroll: false });
  }

  #item(event) {
    if (!this.items.has(event.id)) this.items.set(event.id, this.#create(event));
    return this.items.get(event.id);
  }

  #create(event) {
    const select = (click) => {
      if (click.metaKey || click.ctrlKey || click.shiftKey || click.button) return;
      click.preventDefault();
      this.onSelect(event.id);
    };
    return h(
      "li",
      { "data-event": event.id },
      h(
        "a",
        { href: event.url, click: select },
        symbol(event.group),
        h(
          "span",
          { class: "event-title" },
          h("span", { class: "visually-hidden" }, `${event.group_label}: `),
          event.title,
        ),
        h("span", { class: "event-when" }, shortDate(event, { withYear: this.withYear })),
        h("span", { class: "event-line" }, figureLine(event.figures) || event.place_text),
      ),
    );
  }

  #nothing() {
    return h(
      "li",
      { class: "none" },
      `${say("none")} `,
      h("button", { type: "button", class: "link", click: this.onClear }, say("clearFilters")),
    );
  }
}
