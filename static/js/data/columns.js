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

/** Light events in the order of the answer, which is that of reading. */
export function readColumns(data) {
  const columns = { ...data, ...data.columns, spots: spotsOf(data.spots), days: new Map() };
  columns.places = placesOf(data.places);
  columns.figuresOf = figuresByEvent(data);
  return data.columns.id.map((_, row) => new LightEvent(columns, row));
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

/** The numbers that circles are drawn from, by the row of their event. */
function figuresByEvent({ figures, measures, people }) {
  const byEvent = new Map();
  figures.event.forEach((row, i) => {
    const [low, high] = [figures.low[i], figures.high[i]];
    const [measure, group] = [measures[figures.measure[i]], people[figures.people[i]]];
    if (!byEvent.has(row)) byEvent.set(row, []);
    byEvent.get(row).push({
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
    });
  });
  return byEvent;
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

class LightEvent {
  #columns;
  #row;
  #whole = null;

  constructor(columns, row) {
    this.#columns = columns;
    this.#row = row;
  }

  get isComplete() {
    return this.#whole !== null;
  }

  /** From now on the event says what the whole one does; it stays the same object. */
  complete(whole) {
    this.#whole = whole;
  }

  get id() {
    return this.#columns.id[this.#row];
  }

  get url() {
    return this.#whole?.url ?? `/events/${this.id}/`;
  }

  get kind() {
    return this.#of("kinds", "kind").value;
  }

  get kind_label() {
    return this.#of("kinds", "kind").label;
  }

  get group() {
    return this.#of("kinds", "kind").group;
  }

  get group_label() {
    return this.#of("kinds", "kind").group_label;
  }

  get layer() {
    return this.#of("layers", "layer").value;
  }

  get layer_label() {
    return this.#of("layers", "layer").label;
  }

  get precision() {
    return this.#of("precisions", "precision").value;
  }

  get verification() {
    return this.#of("verifications", "verification").value;
  }

  get verification_label() {
    return this.#of("verifications", "verification").label;
  }

  get date_precision() {
    return this.#of("date_precisions", "date_precision").value;
  }

  get place() {
    return this.#columns.places[this.#columns.place[this.#row]] ?? null;
  }

  get place_text() {
    return this.#whole?.place_text ?? this.place?.name ?? "";
  }

  get last() {
    return this.#columns.latest[this.#row];
  }

  get first() {
    const { last } = this;
    return last === null ? null : last - this.#columns.span[this.#row];
  }

  get latest() {
    return this.#day(this.last);
  }

  get earliest() {
    return this.#day(this.first);
  }

  get date_text() {
    return this.#whole?.date_text ?? shortDate(this);
  }

  get point() {
    return this.#spot?.point ?? null;
  }

  get x() {
    return this.#spot?.x ?? null;
  }

  get y() {
    return this.#spot?.y ?? null;
  }

  get figures() {
    return this.#whole?.figures ?? this.#columns.figuresOf.get(this.#row) ?? NOTHING;
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

  /** Called for what only the whole event knows. */
  later(name) {
    return this.#whole?.[name] ?? LATER[name];
  }

  get #spot() {
    return this.#columns.spots[this.#columns.spot[this.#row]];
  }

  #of(choices, column) {
    return this.#columns[choices][this.#columns[column][this.#row]];
  }

  #isMarked(bit) {
    return (this.#columns.marks[this.#row] & bit) !== 0;
  }

  /** Events share their days, so each is written once. */
  #day(number) {
    if (number === null) return null;
    const { days } = this.#columns;
    if (!days.has(number)) days.set(number, isoDay(number));
    return days.get(number);
  }
}

for (const name of Object.keys(LATER)) {
  Object.defineProperty(LightEvent.prototype, name, {
    get() {
      return this.later(name);
    },
  });
}
