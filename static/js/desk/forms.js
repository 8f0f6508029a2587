// Open forms outlive the cards around them: what somebody types must not be lost when an answer redraws the card.

export class Forms {
  constructor() {
    this.open = new Map();
  }

  /**
   * The open form of that name, built once: `build()` makes `{element, refresh}`, and `refresh` (optional) is
   * called whenever the form is shown again.
   */
  keep(name, build) {
    if (this.open.has(name)) this.open.get(name).refresh?.();
    else this.open.set(name, build());
    return this.open.get(name).element;
  }

  /** Takes the open form of that name out, to be put back as it is; undefined when none is open. */
  take(name) {
    const form = this.open.get(name);
    this.open.delete(name);
    return form;
  }

  put(name, form) {
    this.open.set(name, form);
  }

  drop(name) {
    this.open.delete(name);
  }

  /** Forgets the forms whose names begin so: "event" of "event:new" and "event:12". */
  dropAll(beginning) {
    for (const name of [...this.open.keys()]) if (name.startsWith(`${beginning}:`)) this.open.delete(name);
  }
}
