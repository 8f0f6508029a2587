// What the desk knows of the article, without any element of the page.

export const PROPOSED = "proposed";

/** The state that an act leads to, shown with "saving" until the server has confirmed it. */
const LEADS_TO = {
  accept_mention: "accepted",
  place_mention: "accepted",
  draw_mention: "accepted",
  reject_mention: "rejected",
  mark_not_identifiable: "not_identifiable",
  reopen_mention: PROPOSED,
  accept_figure: "accepted",
  correct_figure: "accepted",
  reject_figure: "rejected",
  reopen_figure: PROPOSED,
};

export class DeskModel {
  constructor(state) {
    this.article = state.article;
    this.layers = state.layers;
    this.dates = state.dates ?? [];
    this.speakers = state.speakers ?? [];
    this.places = new Map();
    this.replace(state);
    this.selected = null;
  }

  /** Takes a whole new state. */
  replace(state) {
    this.mentions = new Map(state.mentions.map((mention) => [mention.id, mention]));
    this.figures = new Map(state.figures.map((figure) => [figure.id, figure]));
    this.#follow(state);
  }

  /**
   * Takes out the suggestions that decisions still on their way turn into events. The server does not know of
   * those yet and suggests them in every answer until they arrive; a second press would then create them twice.
   */
  withoutWaiting(waiting) {
    const taken = new Set(
      waiting.filter(({ verb }) => verb === "create_event").flatMap(({ args }) => args.mentions),
    );
    const isFree = ({ mentions }) => !mentions.some((id) => taken.has(id));
    this.suggestions = this.suggestions.filter(isFree);
    this.expected = this.expected.filter(isFree);
  }

  /** What of a suggested event is still to be decided, as proposals in reading order, places first. */
  undecidedOf({ mentions, figures }, waiting = []) {
    const open = (type, known, rows) =>
      rows
        .map((id) => ({ type, row: known.get(id) }))
        .filter((found) => found.row && stateOf(waiting, found) === PROPOSED);
    return [...open("mention", this.mentions, mentions), ...open("figure", this.figures, figures)];
  }

  /** The event expected of the proposal in hand, else the first one; null when none is. */
  expectedWith(key) {
    const [type, id] = (key ?? "").split(":");
    const of = ({ mentions, figures }) => (type === "mention" ? mentions : figures).includes(Number(id));
    return this.expected.find(of) ?? this.expected[0] ?? null;
  }

  /** Takes what a decision has changed; returns the keys of the proposals concerned. */
  apply(answer) {
    if (answer.is_everything) {
      this.replace(answer);
      return this.proposals().map(keyOf);
    }
    for (const mention of answer.mentions) this.mentions.set(mention.id, mention);
    for (const figure of answer.figures) this.figures.set(figure.id, figure);
    this.#follow(answer);
    return [...answer.mentions.map(mentionKey), ...answer.figures.map(figureKey)];
  }

  #follow({ places, events, suggestions, expected = [], counts, read, partly_read: partlyRead }) {
    for (const place of Object.values(places)) this.places.set(place.id, place);
    Object.assign(this, { events, suggestions, expected, counts, isRead: read, partlyRead });
  }

  /** Places first, then figures, each in reading order. */
  proposals() {
    return [...inOrder(this.mentions, "mention"), ...inOrder(this.figures, "figure")];
  }

  get(key) {
    if (!key) return null;
    const [type, id] = key.split(":");
    const row = { mention: this.mentions, figure: this.figures }[type]?.get(Number(id));
    return row ? { type, row } : null;
  }

  /** The proposal that many steps further on, the ends being ends. */
  step(key, steps) {
    const keys = this.proposals().map(keyOf);
    if (!keys.length) return null;
    const at = keys.indexOf(key);
    if (at < 0) return steps > 0 ? keys[0] : keys.at(-1);
    return keys[Math.max(0, Math.min(keys.length - 1, at + steps))];
  }

  /** The next undecided proposal after `key`, from the start again when there is none; null when all are. */
  nextOpen(key, isOpen = ({ row, type }) => statusOf(type, row) === PROPOSED) {
    const all = this.proposals();
    const at = all.findIndex((proposal) => keyOf(proposal) === key);
    const found = [...all.slice(at + 1), ...all.slice(0, at + 1)].find(isOpen);
    return found ? keyOf(found) : null;
  }

  /** Undecided mentions of the same name as this one, itself and those with a decision on its way left out. */
  sameName({ id, name }, waiting = []) {
    return [...this.mentions.values()].filter(
      (other) =>
        other.id !== id &&
        other.name === name &&
        (pendingStatus(waiting, "mention", other.id) || other.status) === PROPOSED,
    );
  }

  /** The places to choose from, as `{place, reasons}`, at most as many as there are number keys. */
  candidatesOf(mention) {
    const listed = mention.candidates
      .map(({ place, reasons }) => ({ place: this.places.get(place), reasons }))
      .filter(({ place }) => place);
    // A place that came from a search is chosen, but no candidate.
    const chosen = this.places.get(mention.place);
    if (chosen && !listed.some(({ place }) => place === chosen)) {
      listed.unshift({ place: chosen, reasons: [] });
    }
    return listed.slice(0, 9);
  }

  acceptedPlaces() {
    return this.#named(({ status }) => status === "accepted");
  }

  /** The places that a figure may belong to; those that it has stay in the list. */
  placesFor(chosen) {
    return this.#named(
      ({ id, status, role }) => chosen.includes(id) || (status !== "rejected" && role !== "only_mentioned"),
    );
  }

  #named(isListed) {
    return [...this.mentions.values()]
      .filter(isListed)
      .map(({ id, quote, reading }) => ({ id, words: `${quote} (${reading.split(" · ")[0]})` }));
  }

  acceptedFigures() {
    return [...this.figures.values()]
      .filter(({ acceptance, event }) => acceptance === "accepted" && !event)
      .map(({ id, title }) => ({ id, words: title }));
  }

  /** The other claims of the figure's event, of whichever article. */
  claimsBeside({ id, event }) {
    const told = this.events.find((other) => other.id === event);
    return (told?.claims ?? []).filter((claim) => claim.id !== id);
  }

  /** What is drawn for a mention: its own shape, or its place's where that is the same. */
  shapeOf(mention) {
    if (mention.geometry) return mention.geometry;
    if (!mention.is_place_shape) return null;
    return shapeOfPlace(this.places.get(mention.place));
  }

  /** Events of this article that may go to readers (or to review) now, those on their way there left out. */
  ready(statuses = ["draft", "in_review"], waiting = []) {
    return this.events.filter(({ id, status }) => statuses.includes(status) && !eventOnItsWay(waiting, id));
  }
}

export function shapeOfPlace(place) {
  if (!place) return null;
  return place.geometry ?? { type: "Point", coordinates: place.point };
}

/** What a proposal is, in words. */
export const STATE_WORDS = {
  proposed: "proposed",
  accepted: "accepted",
  rejected: "rejected",
  not_identifiable: "not identifiable",
};

export function statusOf(type, row) {
  return type === "mention" ? row.status : row.acceptance;
}

/** What a proposal is, or is on its way to. */
export function stateOf(waiting, { type, row }) {
  return pendingStatus(waiting, type, row.id) || statusOf(type, row);
}

/** The last state that waiting decisions lead to, null when none waits for this row. */
export function pendingStatus(waiting, type, id) {
  let status = null;
  for (const { verb, object } of waiting) {
    if (object.type === type && object.id === id) status = LEADS_TO[verb] ?? status ?? "";
  }
  return status;
}

/** What acts say about the place that a row has once they are done. */
const CARRIED = [
  "place",
  "relation",
  "direction",
  "distance_m",
  "other_place",
  "within",
  "role",
  "precision",
];

/** A row as it will be when the decisions that wait for it are done. */
export function ahead(waiting, type, row) {
  const known = { ...row };
  for (const { verb, object, args } of waiting) {
    if (object.type !== type || object.id !== row.id) continue;
    for (const name of CARRIED) if (args[name] !== undefined) known[name] = args[name];
    if (verb === "mark_not_identifiable") known.place = null;
  }
  return known;
}

/** What an event is on its way to, in a word; null when nothing that changes its state waits. */
export function eventOnItsWay(waiting, id) {
  const found = waiting.findLast(
    ({ verb, object }) => object.type === "event" && object.id === id && ON_THE_WAY[verb],
  );
  return found ? ON_THE_WAY[found.verb] : null;
}

const ON_THE_WAY = {
  publish_event: "publishing",
  submit_event: "submitting",
  discard_event: "discarding",
  withdraw_event: "withdrawing",
  recall_event: "taking back",
};

export function keyOf({ type, row }) {
  return `${type}:${row.id}`;
}

const mentionKey = ({ id }) => `mention:${id}`;
const figureKey = ({ id }) => `figure:${id}`;

function inOrder(rows, type) {
  return [...rows.values()]
    .sort((a, b) => a.start - b.start || b.end - a.end || a.id - b.id)
    .map((row) => ({ type, row }));
}

/** The value after `current` in a list, the first after the last. */
export function following(values, current) {
  return values[(values.indexOf(current) + 1) % values.length];
}
