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
  const figuresOf = figuresByEvent(data);
  const spots = spotsOf(data.spots);
  const places = placesOf(data.places);
  const isoOf = isoDays();
  const { columns } = data;
  const choice = (choices, column, row) => data[choices][columns[column][row]];
  return columns.id.map((id, row) => {
    const kind = choice("kinds", "kind", row);
    const spot = spots[columns.spot[row]] ?? NOWHERE;
    const last = columns.latest[row];
    const first = last === null ? null : last - columns.span[row];
    const marks = columns.marks[row];
    return new LightEvent({
      id,
      kind: kind.value,
      kind_label: kind.label,
      group: kind.group,
      group_label: kind.group_label,
      layer: choice("layers", "layer", row),
      precision: choice("precisions", "precision", row).value,
      verification: choice("verifications", "verification", row),
      date_precision: choice("date_precisions", "date_precision", row).value,
      place: places[columns.place[row]] ?? null,
      point: spot.point,
      x: spot.x,
      y: spot.y,
      first,
      last,
      earliest: isoOf(first),
      latest: isoOf(last),
      figures: figuresOf.get(row) ?? NOTHING,
      is_graphic: (marks & GRAPHIC) !== 0,
      hasShape: (marks & SHAPE) !== 0,
      is_demonstration: (marks & DEMONSTRATION) !== 0,
    });
  });
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

/** Plain fields for all that is read of every event at every step: accessors would cost more than the work. */
class LightEvent {
  constructor(light) {
    this.id = light.id;
    this.kind = light.kind;
    this.kind_label = light.kind_label;
    this.group = light.group;
    this.group_label = light.group_label;
    this.layer = light.layer.value;
    this.layer_label = light.layer.label;
    this.precision = light.precision;
    this.verification = light.verification.value;
    this.verification_label = light.verification.label;
    this.date_precision = light.date_precision;
    this.place = light.place;
    this.point = light.point;
    this.x = light.x;
    this.y = light.y;
    this.first = light.first;
    this.last = light.last;
    this.earliest = light.earliest;
    this.latest = light.latest;
    this.figures = light.figures;
    this.is_graphic = light.is_graphic;
    this.hasShape = light.hasShape;
    this.is_demonstration = light.is_demonstration;
    this.isComplete = false;
    this.whole = null;
  }

  /** From now on the event says what the whole one does; it stays the same object. */
  complete(whole) {
    this.whole = whole;
    this.isComplete = true;
    this.figures = whole.figures ?? this.figures;
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
