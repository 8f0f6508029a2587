// What an editor decides, on its way to the server and back.

import { askConflict, askNote } from "./dialogs.js";
import { ahead } from "./model.js";
import { DecisionQueue, newRequestId } from "./queue.js";
import { getJson } from "./transport.js";
import { MAKES, Undoing } from "./undoing.js";

export class Deciding {
  constructor(desk, { send, storage, key }) {
    this.desk = desk;
    this.undoing = new Undoing(desk, { storage, key });
    /** How the form opens again that a decision came from, by its request id: refused, it keeps what was typed. */
    this.forms = new Map();
    /** The versions that open forms were filled from, by key: what came in later is not on their screen. */
    this.filledFrom = new Map();
    this.isAsking = false;
    this.queue = new DecisionQueue({
      send,
      storage,
      key,
      listeners: {
        changed: () => desk.status?.render(),
        answered: (decision, body) => this.#answered(decision, body),
        refused: (decision, body, dropped) => this.#refused(decision, body, dropped),
        conflicted: (decision, body, held) => this.#conflicted(decision, body, held),
      },
    });
  }

  get waiting() {
    return this.queue.waiting;
  }

  /** A row as it will be once all that waits is saved: a second key press goes on from the first. */
  ahead(row) {
    return ahead(this.waiting, typeOf(row), row);
  }

  /** A form is filled from the row as it is now; what it saves is told to be of this version. */
  fill(key, { version }) {
    this.filledFrom.set(key, version);
  }

  letGo(key) {
    this.filledFrom.delete(key);
  }

  /**
   * Decides on a mention or figure. `group` ties decisions that one key press has made: they are taken back
   * together; `reopen(sentence)` brings the form back whose values the server refuses. Returns the request's
   * id, null while a note to readers is asked for.
   */
  decide(verb, row, args = {}, { group = null, isUndo = false, reopen = null } = {}) {
    const type = typeOf(row);
    if (type === "mention" && args.public_note === undefined && this.#isSeen(row)) {
      askNote(row.quote).then(
        (note) => note && this.decide(verb, row, { ...args, public_note: note }, { group, isUndo, reopen }),
      );
      return null;
    }
    // The version of the row in hand may be older than the answers that came in meanwhile.
    const key = `${type}:${row.id}`;
    const version = this.filledFrom.get(key) ?? (this.desk.model.get(key)?.row ?? row).version;
    const span = [row.start, row.end];
    return this.#send(verb, { type, id: row.id }, version, args, { span, group, isUndo, reopen });
  }

  onEvent(verb, event, args = {}, more = {}) {
    const version = this.filledFrom.get(`event:${event.id}`) ?? event.version;
    return this.#send(verb, { type: "event", id: event.id }, version, args, more);
  }

  onArticle(verb, args = {}, more = {}) {
    const { id, version } = this.desk.model.article;
    return this.#send(verb, { type: "article", id }, version, args, more);
  }

  /** An act that takes another one back: it is not listed itself. */
  takingBack(verb, row, args = {}) {
    const isEvent = typeOf(row) === "event";
    return this[isEvent ? "onEvent" : "decide"](verb, row, args, { isUndo: true });
  }

  /** Whether readers see an event that rests on the mention: they are told why it changes. */
  #isSeen({ events }) {
    return this.desk.model.events.some(({ id, is_public: isPublic }) => isPublic && events.includes(id));
  }

  #send(verb, object, version, args, { span = null, group = null, isUndo = false, reopen = null } = {}) {
    const { desk } = this;
    const decision = { request_id: newRequestId(), verb, object, version, args };
    if (!isUndo && verb !== "read_article") {
      const { selected } = desk.model;
      const name = this.#nameOf(decision);
      const chosen = this.#chosenIn(args);
      const at = new Date().toISOString();
      this.undoing.add({ decision, span, group: group ?? decision.request_id, selected, name, chosen, at });
    }
    if (reopen) this.forms.set(decision.request_id, reopen);
    desk.list.showLesson("");
    desk.list.showOffer(null);
    this.queue.add(decision);
    if (object.type !== "article") desk.refresh([`${object.type}:${object.id}`]);
    if (object.type === "event") desk.renderEvents();
    desk.done.render();
    return decision.request_id;
  }

  /** What the editor has chosen, in words, for the list of what was done. */
  #chosenIn({ place, role, title }) {
    if (typeof place === "number") return this.desk.model.places.get(place)?.label ?? "";
    if (role) return this.desk.choices.roles.find(({ value }) => value === role)?.label.toLowerCase() ?? "";
    return title ?? "";
  }

  // What the server answers

  #answered(decision, body) {
    const { desk } = this;
    for (const { type, id, from_version: from, version } of body.raised ?? []) {
      if (this.filledFrom.get(`${type}:${id}`) === from) this.filledFrom.set(`${type}:${id}`, version);
    }
    const keys = desk.model.apply(body);
    desk.model.withoutWaiting(this.waiting);
    const undo = this.undoing.settle(decision, body);
    this.forms.delete(decision.request_id);
    if (body.is_everything) desk.renderAnew();
    else desk.renderAnswer(keys, decision);
    desk.findings.render();
    desk.findings.later();
    desk.embeds.refresh();
    desk.events.settle();
    this.#sayWhatCame(decision, body);
    desk.done.render();
    if (decision.verb === "read_article") this.#goToRead();
    if (this.undoing.leaving.delete(decision.request_id)) this.undoing.takeBackOne(undo);
    else if (undo?.made && MAKES[decision.verb]) this.#goToMade(undo);
  }

  /** The button that was pressed is gone: from it to the first proposal, with what was found read out. */
  #goToRead() {
    const { desk } = this;
    desk.say(`Read: ${desk.model.counts.words}`);
    const isLost = document.activeElement === document.body;
    if (isLost) desk.list.reveal(desk.model.selected, { withFocus: true });
  }

  /** To the proposal that was made, unless the editor has gone elsewhere meanwhile. */
  #goToMade({ decision, made, selected }) {
    const { desk } = this;
    const type = MAKES[decision.verb];
    const row = desk.model.get(`${type}:${made}`)?.row;
    if (type === "event" || !row || desk.model.selected !== selected || desk.isTyping()) return;
    desk.select(`${type}:${made}`);
    if (type === "mention" && !row.place) desk.run("search");
  }

  #sayWhatCame({ verb, object }, { events, taught }) {
    const { desk } = this;
    if (taught) {
      desk.list.showLesson(taught, { canUndo: !verb.startsWith("restore_") });
      desk.say(taught, { isInSight: true });
    }
    if (object.type !== "event") return;
    const event = events.find(({ id }) => id === object.id);
    if (event) desk.say(`${event.title}: ${event.status_label.toLowerCase()}`);
    else if (verb === "discard_event") desk.say("The draft was discarded.");
  }

  #refused(decision, { error }, dropped) {
    const { desk } = this;
    this.undoing.drop(new Set([decision, ...dropped].map(({ request_id: id }) => id)));
    desk.events.settle({ isRefused: true });
    desk.status.refuse(error, this.#nameOf(decision));
    desk.refresh([`${decision.object.type}:${decision.object.id}`]);
    const reopen = this.forms.get(decision.request_id);
    this.forms.delete(decision.request_id);
    // A suggestion that could not be built has to be offered again: only the server knows which there are.
    if (decision.verb === "create_event") this.reload().then(() => reopen?.(error));
    else {
      desk.renderEvents();
      reopen?.(error);
    }
    desk.done.render();
    desk.findings.render();
    desk.findings.later();
  }

  #nameOf({ object }) {
    const { model } = this.desk;
    if (object.type === "event") return model.events.find(({ id }) => id === object.id)?.title ?? "";
    const row = model.get(`${object.type}:${object.id}`)?.row;
    return row?.quote ?? row?.title ?? "";
  }

  async #conflicted(decision, body, held) {
    const { desk } = this;
    // The decision is in nobody's hands but the editor's until the question is answered.
    this.isAsking = true;
    desk.say("");
    const choice = await askConflict({
      body,
      name: this.#nameOf(decision),
      type: decision.object.type,
      choices: desk.choices,
    });
    await this.reload();
    this.isAsking = false;
    const { type, id } = decision.object;
    const row =
      type === "event"
        ? desk.model.events.find((event) => event.id === id)
        : desk.model.get(`${type}:${id}`)?.row;
    for (const again of [decision, ...held]) {
      const entry = this.undoing.entryOf(again);
      this.undoing.leaving.delete(again.request_id);
      if (choice === "mine" && row && !entry?.isUnwanted) {
        const anew = { ...again, request_id: newRequestId(), version: row.version };
        if (entry) entry.decision = anew;
        this.queue.add(anew);
      } else this.undoing.drop(new Set([again.request_id]));
    }
    this.undoing.keep();
    desk.done.render();
  }

  /** Takes the server's state anew, with nothing on its way, so that it is never older than an answer. */
  async reload() {
    const { desk } = this;
    await this.queue.hold();
    try {
      const { status, body } = await getJson(desk.urls.state).catch(() => ({ status: 0 }));
      if (status === 200) {
        desk.model.replace(body);
        desk.model.withoutWaiting(this.waiting);
        desk.renderAnew();
      } else {
        desk.status.refuse(
          body?.error ?? "The desk could not be reloaded. It is tried again with the next decision.",
        );
      }
    } finally {
      this.queue.release();
    }
  }
}

function typeOf(row) {
  if ("acceptance" in row) return "figure";
  return "quote" in row ? "mention" : "event";
}
