// Many events as columns of numbers: an answer of /events.json read into objects that look like events. Pure.

import { shortDate } from "../format.js";
import { isoDay, latitudeToY, longitudeToX } from "./measuring.js";

/** Coordinates come as whole numbers of this part of a degree. */
const DEGREE = 1e-5;
/** Bits of the column "marks". */
const GRAPHIC = 1;
const SHAPE = 2;
const DEMONSTRATION = 4;

const SCOPES = ["incident", "running_total", "stock"];
const HEDGES = { 1: "more_than", 2: "less_than", 4: "about" };
const NOTHING = Object.freeze([]);
const NOWHERE = { point: null, x: null, y: null };

/** Light events in the order of the answer, which is that of reading. */
export function readColumns(data) {
  const source = {
    ...data,
    spots: spotsOf(data.spots),
    places: placesOf(data.places),
    isoOf: isoDays(),
    figuresOf: figuresByEvent(data),
  };
  const { id: ids } = data.columns;
  const events = new Array(ids.length);
  for (let row = 0; row < ids.length; row += 1) events[row] = new LightEvent(source, row);
  return events;
}

/** Events share their days, so each is written once. */
function isoDays() {
  const known = new Map([[null, null]]);
  return (day) => {
    if (!known.has(day)) known.set(day, isoDay(day));
    return known.get(day);
  };
}

function spotsOf({ lon, lat }) {
  return lon.map((east, i) => {
    const point = [round(east * DEGREE), round(lat[i] * DEGREE)];
    return { point, x: longitudeToX(point[0]), y: latitudeToY(point[1]) };
  });
}

function round(degrees) {
  return Math.round(degrees / DEGREE) / Math.round(1 / DEGREE);
}

function placesOf({ id, name, country }) {
  return id.map((pk, i) => ({ id: pk, name: name[i], country: country[i] }));
}

/** The numbers that circles are drawn from, by the row of their event: read when they are asked for. */
function figuresByEvent({ columns, figures, measures, people }) {
  // Where those of a row begin, and their places one after the other.
  const begins = new Uint32Array(columns.id.length + 1);
  for (const row of figures.event) begins[row + 1] += 1;
  for (let row = 0; row < columns.id.length; row += 1) begins[row + 1] += begins[row];
  const next = begins.slice();
  const places = new Uint32Array(figures.event.length);
  figures.event.forEach((row, i) => (places[next[row]++] = i));
  const figureAt = (i) => {
    const [low, high] = [figures.low[i], figures.high[i]];
    const [measure, group] = [measures[figures.measure[i]], people[figures.people[i]]];
    return {
      measure: measure.value,
      measure_label: measure.label,
      people: group.value,
      people_label: group.label,
      unit: "person",
      role: "recommended",
      scope: SCOPES[figures.scope[i]],
      scope_text: "",
      wording: "",
      noun: "",
      low,
      high,
      quantifier: quantifierOf(low, high, figures.hedge[i]),
    };
  };
  return (row) => {
    const [begin, end] = [begins[row], begins[row + 1]];
    if (begin === end) return NOTHING;
    const found = [];
    for (let i = begin; i < end; i += 1) found.push(figureAt(places[i]));
    return found;
  };
}

function quantifierOf(low, high, hedge) {
  if (HEDGES[hedge]) return HEDGES[hedge];
  if (high === null) return "at_least";
  if (low === null) return "up_to";
  return low === high ? "exact" : "between";
}

/** What a light event does not know before it is complete, as it stands until then. */
const LATER = {
  title: "",
  summary: "",
  geometry: null,
  radius_m: null,
  precision_text: "",
  claims: NOTHING,
  excerpts: NOTHING,
  sources: NOTHING,
  movement: NOTHING,
  corrections: NOTHING,
  published_at: null,
  status: "published",
};

/** Plain fields for all that is read of every event at every step: accessors would cost more than the work. */
class LightEvent {
  #source;
  #row;
  #figures = null;

  constructor(source, row) {
    const { columns } = source;
    const kind = source.kinds[columns.kind[row]];
    const spot = source.spots[columns.spot[row]] ?? NOWHERE;
    const last = columns.latest[row];
    this.#source = source;
    this.#row = row;
    this.id = columns.id[row];
    this.kind = kind.value;
    this.group = kind.group;
    this.layer = source.layers[columns.layer[row]].value;
    this.precision = source.precisions[columns.precision[row]].value;
    this.verification = source.verifications[columns.verification[row]].value;
    this.place = source.places[columns.place[row]] ?? null;
    this.point = spot.point;
    this.x = spot.x;
    this.y = spot.y;
    this.first = last === null ? null : last - columns.span[row];
    this.last = last;
    this.isComplete = false;
    this.whole = null;
  }

  /** From now on the event says what the whole one does; it stays the same object. */
  complete(whole) {
    this.whole = whole;
    this.isComplete = true;
  }

  get figures() {
    return this.whole?.figures ?? (this.#figures ??= this.#source.figuresOf(this.#row));
  }

  get earliest() {
    return this.#source.isoOf(this.first);
  }

  get latest() {
    return this.#source.isoOf(this.last);
  }

  #choice(choices, column) {
    return this.#source[choices][this.#source.columns[column][this.#row]];
  }

  get kind_label() {
    return this.#choice("kinds", "kind").label;
  }

  get group_label() {
    return this.#choice("kinds", "kind").group_label;
  }

  get layer_label() {
    return this.#choice("layers", "layer").label;
  }

  get verification_label() {
    return this.#choice("verifications", "verification").label;
  }

  get date_precision() {
    return this.#choice("date_precisions", "date_precision").value;
  }

  #isMarked(mark) {
    return (this.#source.columns.marks[this.#row] & mark) !== 0;
  }

  get is_graphic() {
    return this.#isMarked(GRAPHIC);
  }

  get hasShape() {
    return this.#isMarked(SHAPE);
  }

  get is_demonstration() {
    return this.#isMarked(DEMONSTRATION);
  }

  get url() {
    return this.whole?.url ?? `/events/${this.id}/`;
  }

  get place_text() {
    return this.whole?.place_text ?? this.place?.name ?? "";
  }

  get date_text() {
    return this.whole?.date_text ?? shortDate(this);
  }
}

for (const [name, empty] of Object.entries(LATER)) {
  Object.defineProperty(LightEvent.prototype, name, {
    get() {
      return this.whole?.[name] ?? empty;
    },
  });
}
