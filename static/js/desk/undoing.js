// What this visit has decided, newest last, and how each of it is taken back; it outlives a reload.

import { askNote, askWithdrawal } from "./dialogs.js";
import { isSeen } from "./figure-standing.js";
import { canTakeBack } from "./undo-words.js";

/** More than anybody takes back, and little enough for the browser's storage. */
const MOST_KEPT = 300;
/** Acts that make a row: what undoing them means follows from its id. */
export const MAKES = { add_mention: "mention", add_figure: "figure", create_event: "event" };
/** Acts on an event that are taken back by giving it what it had. */
const RESTORED = new Set(["change_event", "tell_event", "untell_event"]);

export class Undoing {
  constructor(desk, { storage, key }) {
    Object.assign(this, { desk, storage, key: `${key}-done` });
    /** `{decision, name, chosen, span, group, selected, before, made, taught, at, isTakenBack}` each. */
    this.entries = restored(storage, this.key);
    /** What was taken back while it was on its way, by its request id. */
    this.leaving = new Map();
    /** What each decision takes back that is on its way to do so, by its request id. */
    this.returning = new Map();
  }

  add(entry) {
    this.entries.push(entry);
    if (this.entries.length > MOST_KEPT) this.entries.splice(0, this.entries.length - MOST_KEPT);
    this.keep();
  }

  entryOf({ request_id: id }) {
    return this.leaving.get(id) ?? this.entries.find(({ decision }) => decision.request_id === id);
  }

  /** The server has done it: what it was before, what it made and taught. Returns the entry. */
  settle(decision, { before, made, taught }) {
    this.returning.delete(decision.request_id);
    const entry = this.entryOf(decision);
    if (entry) Object.assign(entry, { before, made, taught });
    if (decision.verb === "rebuild_event") this.#renumber(decision.args.number, made);
    this.keep();
    return entry;
  }

  /** A draft that came back has another number: what was done to it earlier is about the new one. */
  #renumber(old, made) {
    for (const entry of this.entries) {
      const { object } = entry.decision;
      if (object.type === "event" && object.id === old) object.id = made;
      if (entry.decision.verb === "create_event" && entry.made === old) entry.made = made;
    }
  }

  /** Forgets decisions that were refused; what they were to take back stands. */
  drop(ids) {
    this.entries = this.entries.filter(({ decision }) => !ids.has(decision.request_id));
    for (const id of ids) {
      this.leaving.delete(id);
      const stands = this.returning.get(id);
      if (stands) stands.isTakenBack = false;
      this.returning.delete(id);
    }
    this.keep();
  }

  #back(entry, verb, row, args = {}) {
    const id = this.desk.deciding.takingBack(verb, row, args);
    if (id) this.returning.set(id, entry);
  }

  /** Asks for the note to readers; without one, what was decided stands. */
  #backWithNote(entry, name, act) {
    askNote(name).then((note) => (note ? act(note) : this.#stand([entry])));
  }

  #stand(entries) {
    for (const entry of entries) entry.isTakenBack = false;
    this.keep();
    this.desk.renderEvents();
  }

  keep() {
    try {
      this.storage.setItem(this.key, JSON.stringify(this.entries));
    } catch {
      // A full or forbidden storage costs the list on a reload only.
    }
  }

  /** Takes back what the last key press decided; false when nothing is left. */
  undo() {
    const last = this.entries.findLast(({ isTakenBack }) => !isTakenBack);
    return Boolean(last) && this.takeBack(last.group);
  }

  /** Takes back all that one key press decided; false when something later rests on it. */
  takeBack(group) {
    const together = this.entries.filter((entry) => entry.group === group);
    if (!canTakeBack(this.entries, together)) return false;
    const { desk } = this;
    const { queue } = desk;
    let isWaiting = false;
    const saved = [];
    for (const entry of [...together].reverse()) {
      const { request_id: id } = entry.decision;
      entry.isTakenBack = true;
      if (queue.remove(id)) entry.isNeverSent = true;
      else if (queue.waiting.some((waiting) => waiting.request_id === id)) {
        entry.isUnwanted = true;
        this.leaving.set(id, entry);
        isWaiting = true;
      } else saved.push(entry);
    }
    this.#takeBackSaved(saved);
    this.entries = this.entries.filter(({ isNeverSent }) => !isNeverSent);
    this.keep();
    this.#show(together, isWaiting);
    return true;
  }

  #show(together, isWaiting) {
    const { desk } = this;
    desk.list.renderAll();
    desk.renderText();
    desk.renderMap();
    desk.renderEvents();
    desk.findings.render();
    const { type, id } = together[0].decision.object;
    if (desk.model.get(`${type}:${id}`)) desk.select(`${type}:${id}`);
    desk.say(isWaiting ? "It is being saved, and taken back as soon as it is." : "Taken back.");
    // What was never sent leaves no answer that could bring its suggestion back.
    const isLost = together.some(
      ({ decision, isNeverSent }) => decision.verb === "create_event" && isNeverSent,
    );
    if (isLost) desk.deciding.reload();
  }

  /** Of several acts of one key press on one event, the first knows what it was before all of them. */
  #takeBackSaved(saved) {
    const first = new Map();
    for (const entry of saved) {
      const { verb, object } = entry.decision;
      if (RESTORED.has(verb)) first.set(object.id, entry);
    }
    const wanted = saved.filter(
      (entry) => !RESTORED.has(entry.decision.verb) || first.get(entry.decision.object.id) === entry,
    );
    const published = wanted.filter(({ decision }) => decision.verb === "publish_event");
    if (published.length) this.#withdraw(published);
    for (const entry of wanted) if (!published.includes(entry)) this.takeBackOne(entry);
  }

  /** What readers have seen is withdrawn, and they are told why; without a note it stays. */
  #withdraw(entries) {
    const { desk } = this;
    const known = entries.filter(({ decision }) => eventOf(desk, decision.object.id));
    const titles = known.map(({ decision }) => eventOf(desk, decision.object.id).title);
    askWithdrawal(titles).then((note) => {
      if (!note) this.#stand(entries);
      for (const entry of note ? known : []) {
        const event = eventOf(desk, entry.decision.object.id);
        if (event) this.#back(entry, "withdraw_event", event, { public_note: note });
      }
    });
  }

  takeBackOne(entry) {
    const { desk } = this;
    const { decision, before, span, made } = entry;
    const { verb, object } = decision;
    if (object.type === "event") this.#takeBackOnEvent(entry);
    else if (verb === "create_event") {
      const event = eventOf(desk, made);
      if (event) this.#back(entry, "discard_event", event);
    } else if (verb === "dismiss_finding") {
      desk.deciding.onArticle("recall_dismissal", { dismissal: made }, { isUndo: true });
    } else if (MAKES[verb]) {
      const added = desk.model.get(`${MAKES[verb]}:${made}`);
      if (added) this.#back(entry, `reject_${added.type}`, added.row);
    } else {
      const row = desk.model.get(`${object.type}:${object.id}`)?.row;
      if (verb.startsWith("move_") && row) this.#back(entry, verb, row, { start: span[0], end: span[1] });
      else if (before && row) this.#restore(entry, row);
      else if (row) this.#back(entry, `reopen_${object.type}`, row);
      else desk.say("This cannot be taken back here.");
    }
  }

  #restore(entry, row) {
    const { decision, before } = entry;
    const { type } = decision.object;
    const restore = (more) => this.#back(entry, `restore_${type}`, row, { before, ...more });
    const isTold = type === "figure" && (isSeen(row) || decision.args.public_note);
    if (isTold) this.#backWithNote(entry, row.wording, (note) => restore({ public_note: note }));
    else restore({});
  }

  #takeBackOnEvent(entry) {
    const { desk } = this;
    const { decision, before } = entry;
    const { verb, object } = decision;
    if (verb === "discard_event") {
      desk.deciding.onArticle("rebuild_event", { before, number: object.id }, { isUndo: true });
      return;
    }
    const event = eventOf(desk, object.id);
    if (!event) desk.say("This event is not here any more.");
    else if (verb === "publish_event") this.#withdraw([entry]);
    else if (verb === "withdraw_event") this.#back(entry, "publish_event", event);
    else if (verb === "submit_event") this.#back(entry, "recall_event", event);
    else if (event.is_public)
      this.#backWithNote(entry, event.title, (note) =>
        this.#back(entry, "restore_event", event, { before, public_note: note }),
      );
    else this.#back(entry, "restore_event", event, { before });
  }
}

function eventOf({ model }, wanted) {
  return model.events.find(({ id }) => id === wanted);
}

function restored(storage, key) {
  try {
    const kept = JSON.parse(storage.getItem(key) ?? "[]");
    return Array.isArray(kept) ? kept.filter(({ decision, group }) => decision?.verb && group) : [];
  } catch {
    return [];
  }
}
