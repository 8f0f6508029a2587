// The desk as a whole: holds the model and the queue, and passes between them and what is on screen.

import { DeskMap } from "../map/desk-map.js";
import { ArticleText } from "./article-text.js";
import { commands } from "./commands.js";
import { askConflict, askNote, showHelp } from "./dialogs.js";
import { renderEvents } from "./events-panel.js";
import { commandOf, isTypingIn } from "./keys.js";
import { DeskModel, keyOf, pendingStatus, statusOf } from "./model.js";
import { ProposalList } from "./proposal-list.js";
import { DecisionQueue, newRequestId } from "./queue.js";
import { offsetsOf } from "./segments.js";
import { StatusBar } from "./status-bar.js";
import { decisionSender, getJson } from "./transport.js";

export class Desk {
  constructor(page, { state, choices, urls, csrf_cookie: csrfCookie, user, maps, basemap }) {
    Object.assign(this, { choices, urls, maps, relationOpen: new Set() });
    this.model = new DeskModel(state);
    this.offsets = offsetsOf(state.article.text);
    this.search = null;
    this.formOpen = null;
    this.eventForm = null;
    this.newFigure = null;
    this.marked = null;
    this.isPreview = false;
    this.isAsking = false;
    this.undone = [];
    const part = (name) => page.getElementById(name);
    this.parts = {
      events: part("desk-events"),
      marking: part("desk-marking"),
      drawing: part("desk-drawing"),
    };
    this.queue = new DecisionQueue({
      send: decisionSender(urls.decide, csrfCookie),
      storage: sessionStorage,
      key: `dateline-desk-${state.article.id}-${user.id}`,
      listeners: {
        changed: () => this.#queueChanged(),
        answered: (decision, body) => this.#answered(decision, body),
        refused: (decision, body, dropped) => this.#refused(decision, body, dropped),
        conflicted: (decision, body, held) => this.#conflicted(decision, body, held),
      },
    });
    this.status = new StatusBar(page, this);
    this.list = new ProposalList(part("desk-proposals"), this);
    this.text = new ArticleText(part("desk-text"), state.article.text, {
      onPick: (key) => this.select(key, { withFocus: false }),
      onSelect: (words) => this.#wordsSelected(words),
    });
    this.map = new DeskMap(part("desk-map"), { basemap, onPick: (key) => this.select(key) });
    this.commands = commands(this);
  }

  start() {
    document.addEventListener("keydown", (event) => this.#key(event));
    window.addEventListener("online", () => this.queue.flush());
    window.addEventListener("focus", () => this.queue.problem && this.queue.flush());
    window.addEventListener("beforeunload", (event) => {
      if (!this.queue.isSaved || this.isAsking) event.preventDefault();
    });
    this.model.selected = this.model.nextOpen(null) ?? this.model.step(null, 1);
    this.renderAll();
    this.queue.flush();
  }

  // What is shown

  renderAll() {
    this.list.renderAll();
    this.renderText();
    this.renderMap({ isMoving: true });
    this.renderEvents();
    this.status.render();
  }

  renderText() {
    const spans = this.model.proposals().map(({ type, row }) => {
      const key = keyOf({ type, row });
      const state = pendingStatus(this.queue.waiting, type, row.id) || statusOf(type, row);
      const isQuiet = type === "mention" && row.role === "only_mentioned";
      const words = `${type === "mention" ? row.quote : row.title}: ${isQuiet ? "only mentioned, " : ""}${state}`;
      const isSelected = this.model.selected === key;
      const shown = isQuiet && state !== "rejected" ? `${state} is-quiet` : state;
      return { start: row.start, end: row.end, key, type, words, isSelected, state: shown };
    });
    this.text.render(spans);
  }

  renderEvents() {
    renderEvents(this.parts.events, this);
  }

  renderMap({ isMoving = false } = {}) {
    const shapes = this.isPreview ? this.#eventShapes() : this.#proposalShapes();
    this.map.show(shapes);
    if (!isMoving) return;
    const inHand = shapes.filter(({ isSelected }) => isSelected);
    const wanted = inHand.length ? inHand : shapes;
    if (wanted.length) this.map.fit(wanted.map(({ geometry }) => geometry));
  }

  #proposalShapes() {
    const selected = this.model.get(this.model.selected);
    const ofFigure = selected?.type === "figure" ? new Set(selected.row.mentions) : new Set();
    return [...this.model.mentions.values()].flatMap((mention) => {
      const geometry = this.model.shapeOf(mention);
      const key = `mention:${mention.id}`;
      const isSelected = key === this.model.selected || ofFigure.has(mention.id);
      const isShown =
        mention.status !== "rejected" && mention.role !== "only_mentioned" && mention.precision !== "country";
      if (!geometry || (!isShown && !isSelected)) return [];
      const state = mention.status === "accepted" ? "accepted" : "proposed";
      return [
        {
          key,
          geometry,
          precision: mention.precision,
          state,
          isSelected,
          words: mention.reading.split(" · ")[0],
        },
      ];
    });
  }

  #eventShapes() {
    return this.model.events
      .filter(({ geometry, status }) => geometry && status !== "withdrawn")
      .map(({ geometry, precision, title, point, group }) => ({
        geometry,
        precision,
        point,
        kindGroup: group,
        state: "event",
        words: title,
      }));
  }

  togglePreview() {
    this.isPreview = !this.isPreview;
    this.renderMap({ isMoving: true });
    this.status.render();
    if (this.isPreview && !this.model.events.length)
      this.say("There are no events yet. Create one from what you accepted.");
  }

  preview(geometry, isMoving = false) {
    this.map.showPreview(geometry);
    if (geometry && isMoving) this.map.fit([geometry]);
  }

  slice(start, end) {
    return this.model.article.text.slice(this.offsets.toUnit(start), this.offsets.toUnit(end));
  }

  say(words) {
    this.status.say(words);
  }

  // What is chosen

  get current() {
    return this.model.get(this.model.selected);
  }

  select(key, { withFocus = true } = {}) {
    const before = this.model.selected;
    if (before === key) return;
    this.model.selected = key;
    this.search = null;
    this.formOpen = null;
    this.map.showPreview(null);
    this.stopDrawing();
    this.list.render([before, key].filter(Boolean));
    this.renderText();
    this.isPreview = false;
    this.renderMap({ isMoving: true });
    this.status.render();
    if (!key) return;
    this.list.reveal(key, { withFocus });
    this.text.reveal(key);
  }

  run(command, number) {
    this.commands[command]?.(number);
  }

  #key(event) {
    if (event.defaultPrevented || document.querySelector("dialog[open]")) return;
    const arrows = event.target.closest?.("[data-own-arrows], .leaflet-container");
    if (event.key === "Escape") this.commands.escape();
    if (arrows && event.key.startsWith("Arrow")) return;
    const found = commandOf({
      key: event.key,
      ctrlKey: event.ctrlKey,
      metaKey: event.metaKey,
      altKey: event.altKey,
      shiftKey: event.shiftKey,
      isTyping: isTypingIn(event.target),
    });
    if (!found) return;
    event.preventDefault();
    this.run(found.command, found.number);
  }

  #wordsSelected(words) {
    if (words?.start === this.marked?.start && words?.end === this.marked?.end) return;
    this.marked = words;
    this.status.renderMarking();
  }

  // What is decided

  decide(verb, row, args = {}) {
    const type = "acceptance" in row ? "figure" : "mention";
    if (type === "mention" && args.public_note === undefined && this.#isSeen(row)) {
      askNote(row.quote).then((note) => note && this.decide(verb, row, { ...args, public_note: note }));
      return;
    }
    this.#send(verb, { type, id: row.id }, row.version, args, { span: [row.start, row.end] });
  }

  /** Whether readers see an event that rests on the mention: they are told why it changes. */
  #isSeen({ events }) {
    return this.model.events.some(({ id, is_public: isPublic }) => isPublic && events.includes(id));
  }

  decideOnEvent(verb, event, args = {}) {
    this.#send(verb, { type: "event", id: event.id }, event.version, args);
  }

  decideOnArticle(verb, args = {}) {
    const { id, version } = this.model.article;
    this.#send(verb, { type: "article", id }, version, args);
  }

  #send(verb, object, version, args, { span = null } = {}) {
    const decision = { request_id: newRequestId(), verb, object, version, args };
    const isUndoing = verb.startsWith("restore_") || (object.type === "event" && verb !== "create_event");
    if (!isUndoing) this.undone.push({ request_id: decision.request_id, decision, span, before: null });
    this.queue.add(decision);
    if (object.type !== "article") this.#refresh([`${object.type}:${object.id}`]);
  }

  #refresh(keys) {
    this.list.render(keys.filter((key) => this.model.get(key)));
    this.renderText();
    this.renderMap();
  }

  #queueChanged() {
    this.status?.render();
  }

  #answered(decision, body) {
    const known = new Set([...this.model.mentions.keys(), ...this.model.figures.keys()]);
    const knownEvents = new Set(this.model.events.map(({ id }) => id));
    const keys = this.model.apply(body);
    this.model.withoutWaiting(this.queue.waiting);
    const undo = this.undone.find(({ request_id: id }) => id === decision.request_id);
    if (undo) {
      undo.before = body.before;
      undo.added = this.#added(decision, body, known, knownEvents);
    }
    if (body.is_everything) {
      this.model.selected = this.model.get(this.model.selected)
        ? this.model.selected
        : this.model.nextOpen(null);
      this.renderAll();
      return;
    }
    const added = decision.verb === "add_mention" || decision.verb === "add_figure";
    this.list.render(keys);
    this.renderText();
    this.renderEvents();
    this.renderMap({
      isMoving: keys.includes(this.model.selected) && /place|draw|restore/.test(decision.verb),
    });
    this.status.render();
    this.#sayWhatCame(decision, body);
    if (added && undo?.added) {
      this.select(undo.added);
      if (decision.verb === "add_mention") this.commands.search();
    }
  }

  #sayWhatCame({ verb, object }, { events }) {
    if (object.type !== "event") return;
    const event = events.find(({ id }) => id === object.id);
    if (event) this.say(`${event.title}: ${event.status_label.toLowerCase()}`);
    else if (verb === "discard_event") this.say("The draft was discarded.");
  }

  /** The key of the row that an act has made, for undoing it and for selecting it. */
  #added({ verb }, { mentions, figures, events }, known, knownEvents) {
    const fresh = (rows, ids) => rows.find(({ id }) => !ids.has(id))?.id;
    if (verb === "add_mention") return `mention:${fresh(mentions, known) ?? mentions[0]?.id}`;
    if (verb === "add_figure") return `figure:${fresh(figures, known) ?? figures[0]?.id}`;
    if (verb === "create_event") return fresh(events, knownEvents);
    return null;
  }

  #refused(decision, { error }, dropped) {
    this.undone = this.undone.filter(
      ({ request_id: id }) => id !== decision.request_id && !dropped.some((later) => later.request_id === id),
    );
    this.status.refuse(error, this.#nameOf(decision));
    this.#refresh([`${decision.object.type}:${decision.object.id}`]);
    this.renderEvents();
  }

  #nameOf({ object }) {
    if (object.type === "event") return this.model.events.find(({ id }) => id === object.id)?.title ?? "";
    const row = this.model.get(`${object.type}:${object.id}`)?.row;
    return row?.quote ?? row?.title ?? "";
  }

  async #conflicted(decision, body, held) {
    // The decision is in nobody's hands but the editor's until the question is answered.
    this.isAsking = true;
    const choice = await askConflict({ body, name: this.#nameOf(decision) });
    await this.reload();
    this.isAsking = false;
    if (choice !== "mine") return;
    const { type, id } = decision.object;
    const row =
      type === "event"
        ? this.model.events.find((event) => event.id === id)
        : this.model.get(`${type}:${id}`)?.row;
    if (!row) return;
    for (const again of [decision, ...held]) {
      this.queue.add({ ...again, request_id: newRequestId(), version: row.version });
    }
  }

  /** Takes the server's state anew; decisions that wait stay in the queue. */
  async reload() {
    const { status, body } = await getJson(this.urls.state).catch(() => ({ status: 0 }));
    if (status !== 200) {
      this.status.refuse(
        body?.error ?? "The desk could not be reloaded. It is tried again with the next decision.",
      );
      return;
    }
    this.model.replace(body);
    this.model.withoutWaiting(this.queue.waiting);
    if (!this.current) this.model.selected = this.model.nextOpen(null);
    this.renderAll();
  }

  // Searching and drawing

  async searchFor(query) {
    const asked = query.trim();
    if (!asked || !this.search) return;
    const search = Object.assign(this.search, { asked, isBusy: true, errors: [] });
    this.list.render([this.model.selected]);
    const answer = await getJson(this.urls.search, { q: asked }).catch(() => ({ status: 0, body: null }));
    if (this.search !== search || search.asked !== asked) return;
    const { status, body } = answer;
    search.isBusy = false;
    search.results = status === 200 ? body.results : null;
    search.errors =
      status === 200 ? body.errors : [body?.error ?? "The search could not be reached. Try again."];
    this.list.render([this.model.selected]);
    // Whoever types on is left alone: their next Enter must not choose a result they have not seen.
    if (search.query.trim() === asked) {
      const card = this.list.cards.get(this.model.selected);
      (card.querySelector(".result") ?? card.querySelector("input[name=q]"))?.focus();
    }
    this.say(status === 200 ? `${body.results.length} found` : search.errors[0]);
  }

  closeSearch() {
    this.search = null;
    this.map.showPreview(null);
    this.list.render([this.model.selected]);
    this.list.reveal(this.model.selected, { withFocus: true });
  }

  chooseFound({ send }) {
    const { row } = this.current;
    this.search = null;
    this.map.showPreview(null);
    this.decide("place_mention", row, {
      place: send,
      relation: row.relation === "border" ? "in" : row.relation,
      direction: row.direction,
      distance_m: row.distance_m,
      role: row.role,
    });
    this.list.reveal(this.model.selected, { withFocus: true });
  }

  stopDrawing() {
    if (this.map.pen.isDrawing) this.map.pen.stop();
    this.parts.drawing.hidden = true;
  }

  async findOrganisations(words) {
    const { status, body } = await getJson(this.urls.search, { q: words, for: "organisation" }).catch(
      () => ({}),
    );
    return status === 200 ? body.results : [];
  }

  closeForm() {
    this.formOpen = null;
    this.newFigure = null;
    this.list.renderNewFigure();
    if (this.model.selected) {
      this.list.render([this.model.selected]);
      this.list.reveal(this.model.selected, { withFocus: true });
    }
  }

  placeChoices(chosen) {
    return [...this.model.mentions.values()]
      .filter(
        ({ id, status, role }) => chosen.includes(id) || (status !== "rejected" && role !== "only_mentioned"),
      )
      .map(({ id, quote, reading }) => ({ id, words: `${quote} (${reading.split(" · ")[0]})` }));
  }

  acceptedPlaces() {
    return [...this.model.mentions.values()]
      .filter(({ status }) => status === "accepted")
      .map(({ id, quote, reading }) => ({ id, words: `${quote} (${reading.split(" · ")[0]})` }));
  }

  acceptedFigures() {
    return [...this.model.figures.values()]
      .filter(({ acceptance, event }) => acceptance === "accepted" && !event)
      .map(({ id, title }) => ({ id, words: title }));
  }

  // Events

  openEventForm(key) {
    this.eventForm = key;
    this.renderEvents();
    this.parts.events.querySelector("form input[name=title]")?.focus();
  }

  createEvent(args) {
    this.eventForm = null;
    this.decideOnArticle("create_event", args);
  }

  createSuggested({ title, kind, earliest, latest, date_precision: precision, mentions, figures }) {
    const layer = this.model.layers[0]?.id;
    if (!layer) return this.say("There is no layer yet. Add one in the admin first.");
    // Taken from the list at once, so that a second press builds the next one.
    this.model.suggestions = this.model.suggestions.filter((other) => other.mentions !== mentions);
    this.createEvent({ title, kind, layer, earliest, latest, date_precision: precision, mentions, figures });
    this.renderEvents();
    return this.say(`Event created: ${title}`);
  }

  createAll() {
    for (const suggestion of [...this.model.suggestions]) this.createSuggested(suggestion);
  }

  /** The fields, and what tells the event more or no longer, each a decision of its own. */
  changeEvent(event, { mentions, figures, ...fields }) {
    this.eventForm = null;
    const note = fields.public_note === undefined ? {} : { public_note: fields.public_note };
    const added = mentions.filter((id) => !event.mentions.includes(id));
    const removed = event.mentions.filter((id) => !mentions.includes(id));
    this.decideOnEvent("change_event", event, fields);
    if (added.length || figures.length) {
      this.decideOnEvent("tell_event", event, { mentions: added, figures, ...note });
    }
    if (removed.length) this.decideOnEvent("untell_event", event, { mentions: removed, ...note });
    this.renderEvents();
  }

  publish(events) {
    for (const event of events) this.decideOnEvent("publish_event", event);
  }

  submit(events) {
    for (const event of events) this.decideOnEvent("submit_event", event);
  }

  help() {
    showHelp();
  }
}
