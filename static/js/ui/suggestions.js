// What the words in a search field may stand for: places, claimants, outlets, kinds; by mouse, keys and ear.

import { count, say } from "../data/words.js";
import { h } from "./dom.js";

const PAUSE_MS = 180;
const LEAST_LETTERS = 2;
const SORTS = ["places", "claimants", "outlets", "kinds"];

/** Makes the field a combobox; Enter without a choice stays the form's own, a search for the words. */
export function offerSuggestions(field, { url, onChoose }) {
  if (!url) return;
  const list = h("ul", {
    class: "suggestions",
    id: `${field.id}-suggestions`,
    role: "listbox",
    "aria-label": say("suggestions"),
    hidden: true,
  });
  field.after(list);
  const attributes = {
    role: "combobox",
    autocomplete: "off",
    "aria-autocomplete": "list",
    "aria-controls": list.id,
    "aria-expanded": "false",
  };
  for (const [name, value] of Object.entries(attributes)) field.setAttribute(name, value);
  const box = new Suggestions(field, list, { url, onChoose });
  field.addEventListener("input", () => box.typed());
  field.addEventListener("keydown", (event) => box.pressed(event));
  field.addEventListener("blur", () => box.close());
  field.form.addEventListener("submit", () => box.close());
}

class Suggestions {
  constructor(field, list, { url, onChoose }) {
    Object.assign(this, { field, list, url, onChoose, options: [], active: -1 });
  }

  typed() {
    clearTimeout(this.waiting);
    this.asked = null;
    this.#mark(-1);
    if (this.field.value.trim().length < LEAST_LETTERS) this.close();
    else this.waiting = setTimeout(() => this.#ask(this.field.value.trim()), PAUSE_MS);
  }

  async #ask(words) {
    this.asked = words;
    try {
      const joint = this.url.includes("?") ? "&" : "?";
      const response = await fetch(`${this.url}${joint}q=${encodeURIComponent(words)}`);
      const found = response.ok ? await response.json() : {};
      // Who types on, has searched or gone elsewhere is not shown what they no longer look for.
      if (this.asked === words && document.activeElement === this.field) this.#offer(found);
    } catch {
      // Suggestions are a help: the search itself says when the server cannot be reached.
      this.close();
    }
  }

  #offer(found) {
    this.options = SORTS.flatMap((sort) => (found[sort] ?? []).map((option) => ({ ...option, sort })));
    this.list.replaceChildren(...this.options.map((option, index) => this.#option(option, index)));
    this.list.hidden = !this.options.length;
    this.field.setAttribute("aria-expanded", String(!this.list.hidden));
    this.#mark(-1);
  }

  #option(option, index) {
    const press = (event) => {
      event.preventDefault();
      this.#choose(option);
    };
    return h(
      "li",
      { role: "option", id: `${this.list.id}-${index}`, "aria-selected": "false", mousedown: press },
      h("span", { class: "suggestion-label" }, option.label),
      h("span", { class: "suggestion-count" }, option.count == null ? "" : count(option.count)),
      h("span", { class: "suggestion-detail" }, option.detail || say(`suggested-${option.sort}`)),
    );
  }

  pressed(event) {
    if (this.list.hidden) return;
    const { key } = event;
    if (key === "ArrowDown" || key === "ArrowUp") {
      const ends = this.options.length + 1;
      // One place before the first: back in the field, with nothing chosen.
      this.#mark(((this.active + 1 + (key === "ArrowDown" ? 1 : -1) + ends) % ends) - 1);
    } else if (key === "Enter" && this.active >= 0) this.#choose(this.options[this.active]);
    else if (key === "Escape") this.close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #mark(index) {
    this.active = index;
    [...this.list.children].forEach((item, i) => item.setAttribute("aria-selected", String(i === index)));
    if (index < 0) this.field.removeAttribute("aria-activedescendant");
    else {
      this.field.setAttribute("aria-activedescendant", this.list.children[index].id);
      this.list.children[index].scrollIntoView({ block: "nearest" });
    }
  }

  #choose(option) {
    this.close();
    this.onChoose(option);
  }

  close() {
    clearTimeout(this.waiting);
    this.asked = null;
    this.list.hidden = true;
    this.field.setAttribute("aria-expanded", "false");
    this.#mark(-1);
  }
}
