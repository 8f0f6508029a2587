// The panel of filters: the form that works without scripts, taken over so that it acts at once.

import { askedWith } from "../data/filters.js";
import { count } from "../data/words.js";
import { offerSuggestions } from "./suggestions.js";

/** Longer than between two keys, short enough to seem at once. */
const PAUSE_MS = 400;
const SETS = ["precision", "verification"];
const SINGLE = ["claimant", "outlet", "measure"];
const DAYS = ["from", "to"];

export class FilterPanel {
  /** `onChange(patch)` takes what changes in the state; `onName(key, label)` the name of what was chosen. */
  constructor(form, { config, onChange, onName }) {
    Object.assign(this, { form, onChange });
    this.details = form.querySelector("details");
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#search();
    });
    form.addEventListener("change", ({ target }) => this.#changed(target));
    const { q, size } = form.elements;
    // Searched when it is meant: by Enter, on leaving, and at once where nothing is searched for any more.
    q.addEventListener("input", () => q.value || this.#search());
    size.addEventListener("input", () => this.#later(() => this.#changed(size)));
    offerSuggestions(q, {
      url: config.search_url,
      onChoose: ({ param, value, label }) => {
        onName(`${param}=${value}`, label);
        const rest = askedWith(this.state, { q: "" });
        q.value = "";
        if (param === "kind") this.onChange({ kinds: new Set([...this.state.kinds, value]), asked: rest });
        else this.onChange({ asked: askedWith({ asked: rest }, { [param]: String(value) }) });
      },
    });
  }

  #later(act) {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(act, PAUSE_MS);
  }

  #search() {
    this.#ask({ q: this.form.elements.q.value.trim().slice(0, 200) });
  }

  #ask(change) {
    const asked = askedWith(this.state, change);
    if (JSON.stringify(asked) !== JSON.stringify(askedWith(this.state, {}))) this.onChange({ asked });
  }

  #changed(control) {
    clearTimeout(this.waiting);
    const { name, value } = control;
    if (SETS.includes(name)) {
      const chosen = new Set(this.state[name]);
      if (control.checked) chosen.add(value);
      else chosen.delete(value);
      this.onChange({ [name]: chosen });
    } else if (SINGLE.includes(name)) this.#ask({ [name]: value });
    else if (name === "size") this.#ask({ size: control.validity.valid && Number(value) > 0 ? value : "" });
    else if (DAYS.includes(name) && control.validity.valid) this.onChange({ [name]: value || null });
    else if (name === "q") this.#search();
  }

  /** Writes the state into the controls, but never into the one that is being typed in. */
  show(state, counts) {
    this.state = state;
    const write = (name, value) => {
      const control = this.form.elements[name];
      if (control && control !== document.activeElement && control.value !== value) control.value = value;
    };
    for (const name of ["q", "size"]) write(name, state.asked[name] ?? "");
    for (const name of SINGLE) this.#writeSelect(name, state.asked[name] ?? "");
    for (const name of DAYS) write(name, state[name] ?? "");
    for (const name of SETS) {
      for (const box of this.form.querySelectorAll(`input[name="${name}"]`)) {
        box.checked = state[name].has(box.value);
        const n = counts[name].get(box.value) ?? 0;
        const label = box.closest("label");
        label.querySelector(".kind-count").textContent = count(n);
        label.classList.toggle("is-empty", !n && !box.checked);
      }
    }
  }

  /** Several at once, as a link may ask for them, are chips: the select then says none of them. */
  #writeSelect(name, value) {
    const select = this.form.elements[name];
    if (select && select.value !== value) select.value = value;
  }
}
