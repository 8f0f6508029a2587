// Looking for places and organisations while something is decided.

import { getJson } from "./transport.js";

export class Searching {
  constructor(desk) {
    this.desk = desk;
    /** The search of the mention in hand: `{id, query, asked, results, errors, isBusy}`; null when closed. */
    this.now = null;
  }

  isOf({ id }) {
    return this.now?.id === id;
  }

  /** Opens the search box of a mention and looks for its own words first. */
  open({ id, quote }) {
    const { list, model } = this.desk;
    this.now = { id, query: quote, asked: "", results: null, errors: [], isBusy: false };
    list.render([model.selected]);
    const box = list.cards.get(model.selected).querySelector("input[name=q]");
    box.focus();
    box.select();
    this.lookFor(quote);
  }

  forget() {
    this.now = null;
  }

  close() {
    const { desk } = this;
    this.forget();
    desk.map.showPreview(null);
    desk.list.render([desk.model.selected]);
    desk.list.reveal(desk.model.selected, { withFocus: true });
  }

  async lookFor(query) {
    const { desk } = this;
    const asked = query.trim();
    if (!asked || !this.now) return;
    const search = Object.assign(this.now, { asked, isBusy: true, errors: [] });
    desk.list.render([desk.model.selected]);
    const answer = await getJson(desk.urls.search, { q: asked }).catch(() => ({ status: 0, body: null }));
    if (this.now !== search || search.asked !== asked) return;
    const { status, body } = answer;
    search.isBusy = false;
    search.results = status === 200 ? body.results : null;
    search.errors =
      status === 200 ? body.errors : [body?.error ?? "The search could not be reached. Try again."];
    desk.list.render([desk.model.selected]);
    // Whoever types on is left alone: their next Enter must not choose a result they have not seen.
    if (search.query.trim() === asked) {
      const card = desk.list.cards.get(desk.model.selected);
      (card.querySelector(".result") ?? card.querySelector("input[name=q]"))?.focus();
    }
    desk.say(status === 200 ? `${body.results.length} found` : search.errors[0], { isInSight: true });
  }

  choose({ send }) {
    const { desk } = this;
    const row = desk.deciding.ahead(desk.current.row);
    this.forget();
    desk.map.showPreview(null);
    desk.deciding.decide("place_mention", row, {
      place: send,
      relation: row.relation === "border" ? "in" : row.relation,
      direction: row.direction,
      distance_m: row.distance_m,
      other_place: row.other_place,
      within: row.relation === "border" ? null : row.within,
    });
    desk.list.reveal(desk.model.selected, { withFocus: true });
  }

  organisations(words) {
    return this.#listed(words, "organisation");
  }

  /** Places of our own gazetteer: other providers must not be asked with every letter. */
  places(words) {
    return this.#listed(words, "gazetteer");
  }

  async #listed(words, what) {
    const { status, body } = await getJson(this.desk.urls.search, { q: words, for: what }).catch(() => ({}));
    return status === 200 ? body.results : [];
  }
}
