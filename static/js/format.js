// How events, dates and figures read in a line of text. Pure: no page, no map.

import { formatter } from "./data/formatters.js";
import { count, currentLanguage, say } from "./data/words.js";

const MEASURES = [
  "killed",
  "casualties",
  "injured",
  "missing",
  "detained",
  "displaced",
  "evacuated",
  "sheltered",
];

/** A figure's number for scanning: "7–9", "600+", "about 300"; the article's word where it has no number. */
export function figureNumber({ wording, low, high, quantifier }) {
  if (low == null && high == null) return wording;
  if (quantifier === "up_to") return say("upTo", { n: high });
  if (quantifier === "less_than") return say("lessThan", { n: high });
  if (high == null) return `${count(low)}+`;
  if (low == null) return say("upTo", { n: high });
  if (low !== high) return `${count(low)}–${count(high)}`;
  return quantifier === "about" ? say("about", { n: low }) : count(low);
}

export function figurePhrase(figure) {
  const number = figureNumber(figure);
  if (figure.unit === "household") return `${number} ${figure.noun}`;
  // "dozens" takes the server's noun ("of civilians killed"), a number only the measure ("7–9 killed").
  const last = figure.high ?? figure.low;
  return last == null ? `${number} ${figure.noun}` : say(`claimed-${figure.measure}`, { n: last, number });
}

/** The claims of the same thing (measure, people, the span they count), deaths before injuries before others. */
export function claimsByThing(figures) {
  const things = new Map();
  for (const figure of figures) {
    const key = [figure.measure, figure.people, figure.unit, figure.scope].join();
    if (!things.has(key)) things.set(key, []);
    things.get(key).push(figure);
  }
  return [...things.values()].sort(([a], [b]) => rankOf(a) - rankOf(b));
}

/** What the server has put side by side, with the figures and sources themselves: what is counted, claim by claim. */
export function thingsOf({ claims, figures, sources }) {
  const known = new Map(figures.map((figure) => [figure.id, figure]));
  return claims.map((thing) => ({
    ...thing,
    claims: thing.claims.map(({ figure, printers, ...claim }) => ({
      ...claim,
      ...known.get(figure),
      printers: printers.map((number) => sources[number]),
    })),
  }));
}

/** How many claimants give different numbers for one thing; 0 when all agree. */
export function disagreeing(figures) {
  let most = 0;
  for (const claims of claimsByThing(figures)) {
    const standing = claims.filter(({ role }) => role !== "superseded");
    const numbers = new Set(standing.map(({ low, high, wording }) => `${low ?? wording}/${high ?? wording}`));
    if (numbers.size > 1) most = Math.max(most, new Set(standing.map(claimantOf)).size);
  }
  return most > 1 ? most : 0;
}

function claimantOf(figure) {
  return figure.claimant || figure.claimant_words || `source ${figure.source}`;
}

export function mainFigures(figures) {
  return claimsByThing(figures).map(
    (claims) => claims.find(({ role }) => role === "recommended") ?? claims[0],
  );
}

function rankOf({ measure }) {
  const rank = MEASURES.indexOf(measure);
  return rank < 0 ? MEASURES.length : rank;
}

/** "7–9 killed, 20 injured · 2 claimants disagree" */
export function figureLine(figures) {
  const parts = [mainFigures(figures).map(figurePhrase).join(", ")];
  const rivals = disagreeing(figures);
  if (rivals) parts.push(say("claimantsDisagree", { n: rivals }));
  return parts.filter(Boolean).join(" · ");
}

/** The name of a symbol for those who do not see it. */
export function symbolLabel(event) {
  const place = event.place?.name ?? event.place_text;
  const line = mainFigures(event.figures).map(figurePhrase).join(", ");
  return [event.group_label, place, event.date_text, line].filter(Boolean).join(", ");
}

/** A date in the width of a list: "28 Aug", "c. 24 Aug", "Aug 2019", never more exact than it is known. */
export function shortDate({ earliest, latest, date_precision: precision }, { withYear = true } = {}) {
  if (!earliest || !latest || precision === "unknown") return say("undated");
  const start = dayOf(earliest);
  const end = dayOf(latest);
  const day = { day: "numeric", month: "short", ...(withYear && { year: "numeric" }) };
  if (precision === "week") {
    const middle = new Date((start.getTime() + end.getTime()) / 2);
    return say("around", { date: write(middle, day) });
  }
  const options =
    precision === "month"
      ? { month: "short", year: "numeric" }
      : precision === "year"
        ? { year: "numeric" }
        : day;
  const [first, last] = [write(start, options), write(end, options)];
  if (first === last) return first;
  return formatter("DateTimeFormat", locale(), { ...options, timeZone: "UTC" }).formatRange(start, end);
}

export function longDay(iso) {
  return write(dayOf(iso), { day: "numeric", month: "long", year: "numeric" });
}

export function dayOf(iso) {
  return new Date(`${iso.slice(0, 10)}T00:00:00Z`);
}

/** Day before month, as the rest of the page has it. */
export function locale() {
  const language = currentLanguage();
  return language === "en" ? "en-GB" : language;
}

export function write(date, options) {
  return formatter("DateTimeFormat", locale(), { ...options, timeZone: "UTC" }).format(date);
}

/** The excerpt cut at its marks. Offsets are code points, so the text is cut as an array of characters. */
export function excerptParts({ text, marks }) {
  const characters = Array.from(text);
  const parts = [];
  let position = 0;
  for (const mark of [...marks].sort((a, b) => a.start - b.start || b.end - a.end)) {
    if (mark.start < position || mark.end <= mark.start) continue;
    if (mark.start > position) parts.push({ text: characters.slice(position, mark.start).join("") });
    parts.push({ text: characters.slice(mark.start, mark.end).join(""), kind: mark.kind, id: mark.id });
    position = mark.end;
  }
  if (position < characters.length) parts.push({ text: characters.slice(position).join("") });
  return parts;
}

/** What stands at a circle on the map: the number and, for what is more than an incident, its span. */
export function circleLabel(figure) {
  const span = figure.scope_text.match(/\b(since|as of|total for) (.+?)(?:,|$)/);
  return {
    number: figurePhrase(figure),
    span: figure.scope === "incident" ? "" : (span?.[0].replace(/,$/, "") ?? figure.scope_text),
  };
}
