// What is done to the events of the article: create, change, publish, submit.

export class EventActs {
  constructor(desk) {
    this.desk = desk;
    /** Which form is open: "new", "suggestion:…" or "event:…"; null when none is. */
    this.form = null;
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

  create(args) {
    const { desk } = this;
    this.#close();
    desk.deciding.onArticle("create_event", args);
    desk.model.withoutWaiting(desk.queue.waiting);
    desk.renderEvents();
  }

  createSuggested({ title, kind, earliest, latest, date_precision: precision, mentions, figures }) {
    const { desk } = this;
    const layer = desk.model.layers[0]?.id;
    if (!layer) {
      desk.say("There is no layer yet. Add one in the admin first.");
      return;
    }
    // Taken from the list at once, so that a second press builds the next one.
    this.create({ title, kind, layer, earliest, latest, date_precision: precision, mentions, figures });
    desk.say(`Event created: ${title}`);
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
    deciding.onEvent("change_event", event, fields);
    if (added.length || figures.length) {
      deciding.onEvent("tell_event", event, { mentions: added, figures, ...note });
    }
    if (removed.length) deciding.onEvent("untell_event", event, { mentions: removed, ...note });
    this.#close();
    this.desk.renderEvents();
  }

  /** Events that may go to readers, or to review, now: none twice, however often the key is pressed. */
  ready(statuses) {
    return this.desk.model.ready(statuses, this.desk.queue.waiting);
  }

  publish(events) {
    for (const event of events) this.desk.deciding.onEvent("publish_event", event);
  }

  submit(events) {
    for (const event of events) this.desk.deciding.onEvent("submit_event", event);
  }

  #close() {
    if (this.form) this.desk.deciding.letGo(this.form);
    this.form = null;
    this.desk.forms.dropAll("event");
  }
}
