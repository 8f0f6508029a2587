// What is done to the events of the article: create, change, publish, submit.

import { askWithdrawal } from "./dialogs.js";
import { newRequestId } from "./queue.js";
import { reopener } from "./reopening.js";

export class EventActs {
  constructor(desk) {
    this.desk = desk;
    /** Which form is open: "new", "suggestion:…" or "event:…"; null when none is. */
    this.form = null;
    /** Whether what is being built is to be published as soon as it is saved. */
    this.isWished = false;
  }

  openForm(key) {
    const { desk } = this;
    this.#close();
    this.form = key;
    const stored = desk.model.events.find(({ id }) => key === `event:${id}`);
    if (stored) desk.deciding.fill(key, stored);
    desk.renderEvents();
    desk.parts.events.querySelector("form input[name=title]")?.focus();
  }

  /** Brings an event of the article into view and into focus. */
  reveal(id) {
    const card = this.desk.parts.events.querySelector(`[data-focus="event:${id}"]`);
    card?.scrollIntoView({ block: "nearest", behavior: "instant" });
    card?.focus({ preventScroll: true });
  }

  /** `form` is the key of the form that the values were typed in: refused, it opens again with them. */
  create(args, { form = null, group = null } = {}) {
    const { desk } = this;
    const reopen = form && this.#reopener(form);
    this.#close();
    desk.deciding.onArticle("create_event", args, { group, reopen });
    desk.model.withoutWaiting(desk.queue.waiting);
    desk.renderEvents();
  }

  /** What brings a form back that was sent: its element outlives the panel around it. */
  #reopener(form) {
    const { desk } = this;
    return reopener(desk, `event:${form}`, (kept) => {
      this.#close();
      this.form = form;
      const stored = desk.model.events.find(({ id }) => form === `event:${id}`);
      if (stored) desk.deciding.fill(form, stored);
      desk.forms.put(`event:${form}`, kept);
      desk.renderEvents();
    });
  }

  createSuggested({ title, kind, earliest, latest, date_precision: precision, mentions, figures }, group) {
    const { desk } = this;
    const layer = desk.model.layers[0]?.id;
    if (!layer) {
      desk.say("There is no layer yet. Add one in the admin first.");
      return;
    }
    // Taken from the list at once, so that a second press builds the next one.
    this.create(
      { title, kind, layer, earliest, latest, date_precision: precision, mentions, figures },
      { group },
    );
    desk.say(`Event created: ${title}`);
  }

  /** Accepts what is still open of a suggested event, as it is seen, and builds it: one act to take back. */
  createExpected(suggestion) {
    const { deciding, model, queue } = this.desk;
    const group = newRequestId();
    for (const { type, row } of model.undecidedOf(suggestion, queue.waiting)) {
      const known = deciding.ahead(row);
      const seen = type === "mention" && typeof known.place === "number" ? { place: known.place } : {};
      deciding.decide(`accept_${type}`, row, seen, { group });
    }
    this.createSuggested(suggestion, group);
  }

  createAll() {
    for (const suggestion of [...this.desk.model.suggestions]) this.createSuggested(suggestion);
  }

  /** The fields, and what tells the event more or no longer, each a decision of its own. */
  change(event, { mentions, figures, ...fields }) {
    const { deciding } = this.desk;
    const note = fields.public_note === undefined ? {} : { public_note: fields.public_note };
    const added = mentions.filter((id) => !event.mentions.includes(id));
    const removed = event.mentions.filter((id) => !mentions.includes(id));
    const group = newRequestId();
    const reopen = this.#reopener(`event:${event.id}`);
    deciding.onEvent("change_event", event, fields, { group, reopen });
    if (added.length || figures.length) {
      deciding.onEvent("tell_event", event, { mentions: added, figures, ...note }, { group, reopen });
    }
    if (removed.length) {
      deciding.onEvent("untell_event", event, { mentions: removed, ...note }, { group, reopen });
    }
    this.#close();
    this.desk.renderEvents();
  }

  /** Events that may go to readers, or to review, now: none twice, however often the key is pressed. */
  ready(statuses) {
    return this.desk.model.ready(statuses, this.desk.queue.waiting);
  }

  /** To readers, or to review for who may not publish; taken back together. */
  publish(events) {
    this.#each("publish_event", events);
  }

  submit(events) {
    this.#each("submit_event", events);
  }

  #each(verb, events) {
    const group = newRequestId();
    for (const event of events) this.desk.deciding.onEvent(verb, event, {}, { group });
  }

  /** All that may go on its way, by whoever asks. */
  publishReady() {
    const { desk } = this;
    const { publish } = desk.model.article.may;
    const ready = this.ready(publish ? ["draft", "in_review"] : ["draft"]);
    this.isWished = desk.queue.waiting.some(({ verb }) => verb === "create_event");
    if (this.isWished) desk.say("The events are published as soon as they are saved.");
    else if (!ready.length) desk.say("There is no event to publish. Build one first.");
    else if (publish) this.publish(ready);
    else this.submit(ready);
  }

  /** Everything is saved, or something was refused: what was to be published then. */
  settle({ isRefused = false } = {}) {
    if (isRefused) this.isWished = false;
    else if (this.isWished && this.desk.queue.isSaved) this.publishReady();
  }

  withdraw(event) {
    askWithdrawal([event.title]).then(
      (note) => note && this.desk.deciding.onEvent("withdraw_event", event, { public_note: note }),
    );
  }

  #close() {
    if (this.form) this.desk.deciding.letGo(this.form);
    this.form = null;
    this.desk.forms.dropAll("event");
  }
}
