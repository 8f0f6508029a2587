// Which filters are set, in words, and what the state is without one of them. Pure.

import { ASKED } from "../state.js";
import { longDay } from "../format.js";
import { count, say } from "./words.js";

/** What a map cannot show: asked for from its margin, said in one sentence. */
const WITHOUT_POINT = ["country", "unknown"];
const CHOICES = { precision: "precisions", verification: "verifications" };

/**
 * The filters of a state as [{name, value, label}], in the order of the panel. `names` says what the server
 * has named: "place=12" is "Idlib, Syria"; where it has not, the value stands for itself.
 */
export function activeFilters(state, config, names = new Map()) {
  const filters = [];
  const add = (name, value, label) => filters.push({ name, value, label });
  const { asked } = state;
  if (asked.q) add("q", asked.q, say("chipSearch", { words: asked.q }));
  for (const value of state.kinds) add("kind", value, labelIn([...config.groups, ...config.kinds], value));
  for (const { slug, name } of layersLeftOut(state, config))
    add("layer", slug, say("chipWithoutLayer", { layer: name }));
  for (const [name, words] of Object.entries(CHIP_WORDS)) {
    for (const value of valuesOf(asked[name])) {
      const label = name === "measure" ? labelIn(config.measures, value) : names.get(`${name}=${value}`);
      add(name, value, say(words, { name: label ?? value }));
    }
  }
  if (asked.size) add("size", asked.size, say("chipSize", { n: sizeIn(asked.size) }));
  if (isWithoutPoint(state)) add("precision", null, say("onlyNoPoint"));
  else for (const value of state.precision) add("precision", value, labelIn(config.precisions, value));
  for (const value of state.verification)
    add("verification", value, say("verification", { level: labelIn(config.verifications, value) }));
  if (state.from || state.to) add("time", null, timeWords(state));
  if (asked.bbox) add("bbox", asked.bbox, say("chipArea"));
  return filters;
}

const CHIP_WORDS = {
  place: "chipPlace",
  claimant: "chipClaimant",
  outlet: "chipOutlet",
  measure: "chipMeasure",
};

/** What changes in the state when one of its filters is taken away. */
export function withoutFilter(state, { name, value }) {
  const without = (set) => new Set([...set].filter((item) => item !== value));
  if (name === "kind") return { kinds: without(state.kinds) };
  if (name === "layer") return { layers: new Set([...state.layers, value]) };
  if (name in CHOICES) return { [name]: value === null ? new Set() : without(state[name]) };
  if (name === "time") return { from: null, to: null };
  const rest = name in CHIP_WORDS ? valuesOf(state.asked[name]).filter((item) => item !== value) : [];
  return { asked: askedWith(state, { [name]: rest.join(",") }) };
}

export function withoutFilters(config) {
  return {
    kinds: new Set(),
    precision: new Set(),
    verification: new Set(),
    layers: new Set(shownAtFirst(config).map(({ slug }) => slug)),
    from: null,
    to: null,
    asked: {},
  };
}

/** Whether a change of the state is one of its filters, so that lists begin again with their first page. */
export function changesFilters(patch) {
  return Object.keys(withoutFilters({ layers: [] })).some((name) => name in patch);
}

/** What the server is asked, with some of it changed; what is empty is not asked. */
export function askedWith({ asked }, change) {
  const all = { ...asked, ...change };
  return Object.fromEntries(ASKED.filter((name) => all[name]).map((name) => [name, all[name]]));
}

export function onlyWithoutPoint() {
  return { precision: new Set(WITHOUT_POINT) };
}

function isWithoutPoint({ precision }) {
  return precision.size === WITHOUT_POINT.length && WITHOUT_POINT.every((value) => precision.has(value));
}

function shownAtFirst({ layers }) {
  return layers.filter(({ is_shown: isShown }) => isShown !== false);
}

function layersLeftOut({ layers }, config) {
  return shownAtFirst(config).filter(({ slug }) => !layers.has(slug));
}

function timeWords({ from, to }) {
  const [first, last] = [from && longDay(from), to && longDay(to)];
  if (first && last) return say("timeWhole", { from: first, to: last });
  return first ? say("chipSince", { date: first }) : say("chipUntil", { date: last });
}

function sizeIn(text) {
  const people = Number(text);
  return Number.isFinite(people) ? count(people) : text;
}

function labelIn(choices, value) {
  return choices.find((choice) => choice.value === value)?.label ?? value;
}

function valuesOf(text = "") {
  return text.split(",").filter(Boolean);
}

export function toggled(set, value) {
  const next = new Set(set);
  if (!next.delete(value)) next.add(value);
  return next;
}

/** What the server calls the values that the page was opened with: "place=12" is "Idlib". */
export function namesIn({ place, claimants = [], outlets = [] }) {
  return new Map([
    ...(place ? [[`place=${place.id}`, place.name]] : []),
    ...claimants.map(({ value, label }) => [`claimant=${value}`, label]),
    ...outlets.map(({ value, label }) => [`outlet=${value}`, label]),
  ]);
}
