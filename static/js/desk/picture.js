// What of the proposals and events is drawn on the map and marked in the text.

import { keyOf, pendingStatus, STATE_WORDS, statusOf } from "./model.js";

/** The marks of the article's text. */
export function spansOf(model, waiting) {
  return model.proposals().map(({ type, row }) => {
    const key = keyOf({ type, row });
    const state = pendingStatus(waiting, type, row.id) || statusOf(type, row);
    const isQuiet = type === "mention" && row.role === "only_mentioned";
    const name = type === "mention" ? row.quote : row.title;
    const words = `${name}: ${isQuiet ? "only mentioned, " : ""}${STATE_WORDS[state]}`;
    const isSelected = model.selected === key;
    const shown = isQuiet && state !== "rejected" ? `${state} is-quiet` : state;
    return { start: row.start, end: row.end, key, type, words, isSelected, state: shown };
  });
}

/** What stands beside the proposals: days, and who claims a figure. They lie over proposals and each other. */
export function sideSpansOf(model) {
  const dates = model.dates.map(({ start, end, words }) => ({ start, end, type: "date", words }));
  return [...dates, ...claimantSpans(model)];
}

/** Where the text names the claimant of each figure: the nearest words, those of its sentence before others. */
export function claimantSpans({ figures, speakers, selected }) {
  const found = new Map();
  for (const figure of figures.values()) {
    if (figure.acceptance === "rejected" || !figure.claimant_words) continue;
    const nearest = nearestSpeaker(figure, speakers);
    if (!nearest) continue;
    const key = `figure:${figure.id}`;
    const span = found.get(nearest.start) ?? {
      start: nearest.start,
      end: nearest.end,
      type: "claimant",
      words: `claims “${figure.wording}”`,
      keys: [],
      isSelected: false,
    };
    span.keys.push(key);
    span.isSelected ||= key === selected;
    found.set(nearest.start, span);
  }
  return [...found.values()];
}

/** By figure: one that changes comes as another object, and the speakers of an article stay. */
const nearestOf = new WeakMap();

function nearestSpeaker(figure, speakers) {
  const known = nearestOf.get(figure);
  if (known?.speakers === speakers) return known.speaker;
  const named = speakers.filter(({ name }) => name === figure.claimant_words);
  const [speaker] = named.sort((one, other) => distance(one, figure) - distance(other, figure));
  nearestOf.set(figure, { speakers, speaker });
  return speaker;
}

function distance({ start, end }, figure) {
  if (end <= figure.start) return figure.start - end;
  return Math.max(0, start - figure.end);
}

export function proposalShapes(model) {
  const selected = model.get(model.selected);
  const ofFigure = selected?.type === "figure" ? new Set(selected.row.mentions) : new Set();
  return [...model.mentions.values()].flatMap((mention) => {
    const geometry = model.shapeOf(mention);
    const key = `mention:${mention.id}`;
    const isSelected = key === model.selected || ofFigure.has(mention.id);
    const isShown =
      mention.status !== "rejected" && mention.role !== "only_mentioned" && mention.precision !== "country";
    if (!geometry || (!isShown && !isSelected)) return [];
    const state = mention.status === "accepted" ? "accepted" : "proposed";
    const words = mention.reading.split(" · ")[0];
    return [{ key, geometry, precision: mention.precision, state, isSelected, words }];
  });
}

export function eventShapes({ events }) {
  return events
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
