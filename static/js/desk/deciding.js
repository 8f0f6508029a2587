// What an editor decides, on its way to the server and back, and how it is taken back.

import { askConflict, askNote } from "./dialogs.js";
import { isSeen } from "./figure-standing.js";
import { ahead } from "./model.js";
import { DecisionQueue, newRequestId } from "./queue.js";
import { getJson } from "./transport.js";

/** Acts that make a row: where their answer leads, and what undoing them means, follows from its id. */
const MAKES = { add_mention: "mention", add_figure: "figure", create_event: "event" };

export class Deciding {
  constructor(desk, { send, storage, key }) {
    this.desk = desk;
    /** What can be taken back, the last at the end. */
    this.undone = [];
    /** What was taken back while it was on its way, by its request id. */
    this.leaving = new Map();
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

  /** `group` ties decisions that one key press has made: they are taken back together. */
  decide(verb, row, args = {}, { group = null } = {}) {
    const type = typeOf(row);
    if (type === "mention" && args.public_note === undefined && this.#isSeen(row)) {
      askNote(row.quote).then(
        (note) => note && this.decide(verb, row, { ...args, public_note: note }, { group }),
      );
      return;
    }
    // The version of the row in hand may be older than the answers that came in meanwhile.
    const key = `${type}:${row.id}`;
    const version = this.filledFrom.get(key) ?? (this.desk.model.get(key)?.row ?? row).version;
    this.#send(verb, { type, id: row.id }, version, args, { span: [row.start, row.end], group });
  }

  onEvent(verb, event, args = {}) {
    const version = this.filledFrom.get(`event:${event.id}`) ?? event.version;
    this.#send(verb, { type: "event", id: event.id }, version, args);
  }

  onArticle(verb, args = {}) {
    const { id, version } = this.desk.model.article;
    this.#send(verb, { type: "article", id }, version, args);
  }

  /** Whether readers see an event that rests on the mention: they are told why it changes. */
  #isSeen({ events }) {
    return this.desk.model.events.some(({ id, is_public: isPublic }) => isPublic && events.includes(id));
  }

  #send(verb, object, version, args, { span = null, group = null } = {}) {
    const { desk } = this;
    const decision = { request_id: newRequestId(), verb, object, version, args };
    const isUndoing = /^(restore|recall)_/.test(verb) || (object.type === "event" && verb !== "create_event");
    if (!isUndoing) {
      const selected = desk.model.selected;
      this.undone.push({ decision, span, group: group ?? decision.request_id, selected, before: null });
    }
    desk.list.showLesson("");
    this.queue.add(decision);
    if (object.type !== "article") desk.refresh([`${object.type}:${object.id}`]);
    if (object.type === "event") desk.renderEvents();
  }

  // What the server answers

  #answered(decision, body) {
    const { desk } = this;
    for (const { type, id, from_version: from, version } of body.raised ?? []) {
      if (this.filledFrom.get(`${type}:${id}`) === from) this.filledFrom.set(`${type}:${id}`, version);
    }
    const keys = desk.model.apply(body);
    desk.model.withoutWaiting(this.waiting);
    const undo = this.#entryOf(decision);
    if (undo) {
      undo.before = body.before;
      undo.made = body.made;
    }
    if (body.is_everything) desk.renderAnew();
    else desk.renderAnswer(keys, decision);
    desk.findings.render();
    desk.findings.later();
    this.#sayWhatCame(decision, body);
    if (this.leaving.delete(decision.request_id)) this.#takeBack(undo);
    else if (undo?.made && MAKES[decision.verb]) this.#goToMade(undo);
  }

  #entryOf({ request_id: id }) {
    return this.leaving.get(id) ?? this.undone.find(({ decision }) => decision.request_id === id);
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
      desk.say(taught);
    }
    if (object.type !== "event") return;
    const event = events.find(({ id }) => id === object.id);
    if (event) desk.say(`${event.title}: ${event.status_label.toLowerCase()}`);
    else if (verb === "discard_event") desk.say("The draft was discarded.");
  }

  #refused(decision, { error }, dropped) {
    const { desk } = this;
    const gone = new Set([decision, ...dropped].map(({ request_id: id }) => id));
    this.undone = this.undone.filter((entry) => !gone.has(entry.decision.request_id));
    for (const id of gone) this.leaving.delete(id);
    desk.status.refuse(error, this.#nameOf(decision));
    desk.refresh([`${decision.object.type}:${decision.object.id}`]);
    // A suggestion that could not be built has to be offered again: only the server knows which there are.
    if (decision.verb === "create_event") this.reload();
    else desk.renderEvents();
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
    const choice = await askConflict({ body, name: this.#nameOf(decision) });
    await this.reload();
    this.isAsking = false;
    const { type, id } = decision.object;
    const row =
      type === "event"
        ? desk.model.events.find((event) => event.id === id)
        : desk.model.get(`${type}:${id}`)?.row;
    for (const again of [decision, ...held]) {
      const entry = this.#entryOf(again);
      this.leaving.delete(again.request_id);
      if (choice === "mine" && row && !entry?.isUnwanted) {
        const anew = { ...again, request_id: newRequestId(), version: row.version };
        if (entry) entry.decision = anew;
        this.queue.add(anew);
      } else this.undone = this.undone.filter((other) => other !== entry);
    }
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

  // Taking back

  /** Takes back what the last key press of this visit decided; false when nothing was. */
  undo() {
    const last = this.undone.at(-1);
    if (!last) return false;
    const { desk } = this;
    const together = this.undone.filter(({ group }) => group === last.group).reverse();
    this.undone = this.undone.filter(({ group }) => group !== last.group);
    let isWaiting = false;
    for (const entry of together) {
      const { request_id: id } = entry.decision;
      if (this.queue.remove(id)) continue;
      if (this.waiting.some((waiting) => waiting.request_id === id)) {
        entry.isUnwanted = true;
        this.leaving.set(id, entry);
        isWaiting = true;
      } else this.#takeBack(entry);
    }
    desk.list.renderAll();
    desk.renderText();
    desk.renderMap();
    desk.findings.render();
    const { type, id } = together.at(-1).decision.object;
    if (desk.model.get(`${type}:${id}`)) desk.select(`${type}:${id}`);
    desk.say(isWaiting ? "It is being saved, and taken back as soon as it is." : "Taken back.");
    // What was never sent leaves no answer that could bring its suggestion back.
    if (together.some(({ decision, made }) => decision.verb === "create_event" && !made)) this.reload();
    return true;
  }

  #takeBack({ decision, before, span, made }) {
    const { desk } = this;
    const { verb, object } = decision;
    const row = desk.model.get(`${object.type}:${object.id}`)?.row;
    if (verb === "create_event") {
      const event = desk.model.events.find(({ id }) => id === made);
      if (event) this.onEvent("discard_event", event);
    } else if (verb === "dismiss_finding") {
      this.onArticle("recall_dismissal", { dismissal: made });
    } else if (MAKES[verb]) {
      const added = desk.model.get(`${MAKES[verb]}:${made}`);
      if (added) this.#silently(() => this.decide(`reject_${added.type}`, added.row));
    } else if (verb.startsWith("move_") && row) {
      this.#silently(() => this.decide(verb, row, { start: span[0], end: span[1] }));
    } else if (before && row) {
      const restore = (more) => this.decide(`restore_${object.type}`, row, { before, ...more });
      const isTold = object.type === "figure" && (isSeen(row) || decision.args.public_note);
      if (isTold) askNote(row.wording).then((note) => note && restore({ public_note: note }));
      else restore({});
    } else if (row) {
      this.#silently(() => this.decide(`reopen_${object.type}`, row));
    } else {
      desk.say("This cannot be taken back here.");
    }
  }

  /** Does an act that undo does not find again. */
  #silently(act) {
    const { length } = this.undone;
    act();
    this.undone.length = length;
  }
}

function typeOf(row) {
  return "acceptance" in row ? "figure" : "mention";
}
