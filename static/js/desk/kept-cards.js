// Cards that stay on the page while nothing that they say or do has changed.

export class KeptCards {
  constructor() {
    this.shown = new Map();
    this.before = new Map();
  }

  /** From here on it is drawn again: what is not asked for until the next time is forgotten. */
  begin() {
    this.before = this.shown;
    this.shown = new Map();
  }

  /** The card made of `parts` (plain data, all that it is built from), built when there is none yet. */
  card(parts, build) {
    const look = JSON.stringify(parts);
    const card = this.before.get(look) ?? build();
    this.shown.set(look, card);
    return card;
  }
}
