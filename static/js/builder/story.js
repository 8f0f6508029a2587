// The steps of the story: added, opened, put into their order, removed until the map is saved, and kept after all.

import { say } from "../data/words.js";
import { placesOf, shownNumber } from "./ordering.js";
import { makeSortable } from "./rows.js";

export class Story {
  /** `wire(card)` makes the parts of a new card work; `most` is how many steps a story may have. */
  constructor(root, { most, wire, onChange }) {
    Object.assign(this, { root, most, wire, onChange, open: null });
    this.list = root.querySelector("[data-steps]");
    this.status = root.querySelector("[data-story-status]");
    this.prefix = this.list.dataset.prefix;
    this.total = root.querySelector(`[name="${this.prefix}-TOTAL_FORMS"]`);
    this.#dropBlank();
    for (const card of this.cards()) this.#prepare(card);
    this.sortable = makeSortable(this.list, {
      row: "[data-step]",
      nameOf: (card) => this.nameOf(card),
      onMoved: () => this.#changed(),
      status: this.status,
    });
    root.querySelector("[data-add-step]").addEventListener("click", () => this.add());
    this.list.addEventListener("input", ({ target }) => target.name?.endsWith("-heading") && this.#name());
    this.#name();
    const wrong = this.cards().find((card) => card.classList.contains("has-errors"));
    if (wrong) this.expand(wrong);
  }

  cards() {
    return [...this.list.children];
  }

  /** The number, among the steps that readers see, of the one being edited; null for none. */
  numberOpen() {
    const cards = this.cards();
    const at = cards.indexOf(this.open);
    return at < 0 ? null : shownNumber(cards.map(stateOf), at);
  }

  nameOf(card) {
    const n = this.cards().indexOf(card) + 1;
    const heading = card.querySelector("[name$='-heading']").value.trim();
    return heading ? say("stepNamed", { n, heading }) : say("step", { n });
  }

  add() {
    const index = Number(this.total.value);
    if (this.cards().filter((card) => !stateOf(card).isRemoved).length >= this.most) {
      this.status.textContent = say("stepsFull", { n: this.most });
      return;
    }
    const card = this.#fresh(index);
    this.total.value = index + 1;
    const last = Math.max(0, ...this.cards().map((other) => stateOf(other).place || 0));
    placeOf(card).value = last + 1;
    this.list.append(card);
    this.#prepare(card);
    this.wire(card);
    this.#name();
    this.expand(card);
    this.onChange();
    card.querySelector("[name$='-heading']").focus();
    this.status.textContent = say("stepAdded");
  }

  /** Opens one card; the others close, so that the preview follows one step. */
  expand(card) {
    this.open = card;
    for (const other of this.cards()) {
      const isOpen = other === card && !stateOf(other).isRemoved;
      other.querySelector("[data-step-body]").hidden = !isOpen;
      other.querySelector("[data-toggle]").setAttribute("aria-expanded", String(isOpen));
    }
  }

  /** A blank form is there for those without this script alone. */
  #dropBlank() {
    const last = this.list.lastElementChild;
    if (!last || !("new" in last.dataset) || last.classList.contains("has-errors") || !stateOf(last).isBlank)
      return;
    last.remove();
    this.total.value = Number(this.total.value) - 1;
  }

  #fresh(index) {
    const card = this.root.querySelector("#step-template").content.firstElementChild.cloneNode(true);
    for (const element of card.querySelectorAll("*")) {
      for (const attribute of ["name", "id", "for", "aria-describedby", "aria-controls"]) {
        const value = element.getAttribute(attribute);
        if (value?.includes("__prefix__"))
          element.setAttribute(attribute, value.replace("__prefix__", index));
      }
    }
    return card;
  }

  #prepare(card) {
    const title = card.querySelector("[data-step-title]");
    const toggle = document.createElement("button");
    const body = card.querySelector("[data-step-body]");
    body.id ||= `step-body-${this.cards().indexOf(card)}`;
    Object.assign(toggle, { type: "button", className: "step-toggle" });
    toggle.dataset.toggle = "";
    toggle.setAttribute("aria-controls", body.id);
    toggle.addEventListener("click", () => {
      this.expand(this.open === card && !body.hidden ? null : card);
      this.onChange({ isSame: true });
    });
    title.replaceChildren(toggle);
    toggle.setAttribute("aria-expanded", "false");
    body.hidden = true;
    for (const part of card.querySelectorAll(".needs-script")) part.hidden = false;
    card.querySelector("[data-remove]").addEventListener("click", () => this.#remove(card, true));
    card.querySelector("[data-keep]").addEventListener("click", () => this.#remove(card, false));
    this.#showRemoved(card);
  }

  #remove(card, isRemoved) {
    const next = card.nextElementSibling ?? card.previousElementSibling;
    const box = card.querySelector("[name$='-DELETE']");
    // One that was never saved and says nothing leaves no trace.
    if (isRemoved && "new" in card.dataset && stateOf(card).isBlank) card.hidden = true;
    if (box) box.checked = isRemoved;
    this.#showRemoved(card);
    if (isRemoved) this.expand(null);
    else this.expand(card);
    this.#changed();
    const focus = card.hidden
      ? next?.querySelector("[data-toggle]")
      : card.querySelector(isRemoved ? "[data-keep]" : "[data-toggle]");
    (focus ?? this.root.querySelector("[data-add-step]")).focus();
  }

  #showRemoved(card) {
    const { isRemoved } = stateOf(card);
    const line = card.querySelector("[data-step-removed]");
    line.hidden = !isRemoved;
    line.querySelector("span").textContent = say("stepRemoved", { name: this.nameOf(card) });
    card.querySelector(".step-head").hidden = isRemoved;
  }

  #changed() {
    const cards = this.cards();
    const places = placesOf(cards.map(stateOf));
    cards.forEach((card, index) => {
      if (places[index] !== null) placeOf(card).value = places[index];
    });
    this.#name();
    this.onChange();
  }

  #name() {
    for (const card of this.cards()) {
      const name = this.nameOf(card);
      card.querySelector("[data-toggle]").textContent = name;
      const remove = card.querySelector("[data-remove]");
      remove.setAttribute("aria-label", say("stepRemove", { name }));
      remove.title = say("stepRemove", { name });
    }
    this.sortable?.name();
  }
}

function placeOf(card) {
  return card.querySelector("[name$='-position']");
}

function stateOf(card) {
  const value = (name) => card.querySelector(`[name$='-${name}']`)?.value.trim() ?? "";
  return {
    place: Number(value("position")) || NaN,
    isRemoved: card.hidden || Boolean(card.querySelector("[name$='-DELETE']")?.checked),
    isBlank: !["heading", "text", "start", "end", "event"].some(value),
  };
}
