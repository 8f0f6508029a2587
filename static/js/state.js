// What the reader sees as a query string, and back: filters, selection and view.

import { DRAWING_NAMES, readDrawing, writeDrawing } from "./data/drawing.js";

/** Filters that the loaded events are narrowed by in the browser. */
const LISTS = ["kind", "layer", "precision", "verification"];
const DAYS = ["from", "to"];
/** Filters that only the server knows the answer to: a change of one of them loads the events anew. */
export const ASKED = ["q", "place", "claimant", "outlet", "measure", "size", "bbox"];
const SCREEN = ["step", "event", "view", "hide", "show", "sort", "page", ...DRAWING_NAMES];
/** What `hide` can name beside layers and figures: parts of an embed's page, which only pass through here. */
const PARTS = ["legend", "filters", "list", "time", "totals"];
const OWN = new Set([...LISTS, ...DAYS, ...ASKED, ...SCREEN]);

/** How the events are shown; the first is written by leaving it out. */
const SHOWS = ["map", "list", "table"];
const DAY = /^\d{4}-\d{2}-\d{2}$/;

export function readState(search, config) {
  const { query, step } = opened(search, config);
  const lists = Object.fromEntries(LISTS.map((name) => [name, listOf(query, name)]));
  const hidden = query.has("hide") ? listOf(query, "hide") : (config.hidden ?? []);
  const shown = lists.layer.length ? lists.layer : shownAtFirst(config);
  return {
    kinds: new Set(lists.kind),
    step,
    layers: new Set(shown.filter((slug) => !hidden.includes(slug))),
    figures: !hidden.includes("figures"),
    parts: hidden.filter((name) => PARTS.includes(name)),
    precision: new Set(lists.precision),
    verification: new Set(lists.verification),
    from: dayIn(query, "from"),
    to: dayIn(query, "to"),
    asked: askedIn(query),
    event: Number(query.get("event")) || null,
    view: readView(query.get("view")) ?? null,
    ...readDrawing(query, config),
    show: SHOWS.includes(query.get("show")) ? query.get("show") : SHOWS[0],
    sort: query.get("sort") ?? "",
    page: Math.max(1, Math.trunc(Number(query.get("page"))) || 1),
    others: [...query].filter(([name]) => !OWN.has(name)),
  };
}

/** What the state is beside what the map's editor has chosen for it: that is written by leaving it out. */
export function writeState(state, config) {
  const query = wholeQuery(state, config);
  if (config.opening || state.step) leaveOut(query, state.step, config);
  return query.toString().replaceAll("%2C", ",").replaceAll("%2F", "/").replaceAll("%3A", ":");
}

/** The state at a step of the map's story, from 1; null is the map as it opens. */
export function stateAt(step, config) {
  return readState(step ? `step=${step}` : "", config);
}

/** Whether a reader has gone away from what the step shows. */
export function isAway(state, config) {
  return writeState({ ...state, others: [] }, config) !== (state.step ? `step=${state.step}` : "");
}

/** The address as if it said all that the editor has chosen; what it says itself, even nothing, goes before. */
function opened(search, config) {
  const query = new URLSearchParams(search);
  const number = Number(query.get("step"));
  const step = config.story?.steps[number - 1] ? number : null;
  for (const [name, value] of Object.entries(chosenFor(step, config)))
    if (!query.has(name)) query.set(name, value);
  return { query, step };
}

function chosenFor(step, config) {
  return { ...config.opening, ...config.story?.steps[step - 1]?.query };
}

function leaveOut(query, step, config) {
  for (const [name, value] of wholeQuery(stateAt(step, config), config)) {
    if (name === "step") continue;
    if (query.get(name) === value) query.delete(name);
    else if (!query.has(name)) query.set(name, "");
  }
}

function wholeQuery(state, config) {
  const query = new URLSearchParams(state.others);
  if (state.step) query.set("step", state.step);
  const write = (name, values) => values.length && query.set(name, values.join(","));
  for (const name of ASKED) if (state.asked[name]) query.set(name, state.asked[name]);
  write("kind", [...state.kinds]);
  const first = shownAtFirst(config);
  const shown = first.filter((slug) => state.layers.has(slug));
  const added = [...state.layers].filter((slug) => !first.includes(slug));
  const hidden = [];
  if (added.length || (shown.length !== first.length && shown.length)) write("layer", [...shown, ...added]);
  else if (!shown.length) hidden.push(...first);
  write("precision", [...state.precision]);
  write("verification", [...state.verification]);
  if (state.from) query.set("from", state.from);
  if (state.to) query.set("to", state.to);
  if (!state.figures) hidden.push("figures");
  hidden.push(...(state.parts ?? []));
  if (hidden.length || (config.hidden ?? []).length) query.set("hide", hidden.join(","));
  if (state.show !== SHOWS[0]) query.set("show", state.show);
  if (state.sort) query.set("sort", state.sort);
  if (state.page > 1) query.set("page", state.page);
  writeDrawing(query, state, config);
  if (state.event) query.set("event", state.event);
  if (state.view) query.set("view", writeView(state.view));
  return query;
}

/**
 * Where the events are loaded from. What the server has narrowed the page's own address by and the browser
 * filters itself is taken out once, from the search that the page was opened with.
 */
export function dataSource(config, search) {
  const [path, filters = ""] = config.data_url.split("?");
  const data = new URLSearchParams(filters);
  const asked = new URLSearchParams(search);
  for (const name of [...LISTS, ...DAYS, ...ASKED]) if (asked.has(name)) data.delete(name);
  return { path, fixed: [...data] };
}

/** The address of the events of a state: loaded whole for everything that is filtered in the browser. */
export function dataUrl({ path, fixed }, { asked }) {
  const data = new URLSearchParams(fixed);
  for (const name of ASKED) if (asked[name]) data.set(name, asked[name]);
  const query = data.toString().replaceAll("%2C", ",");
  return query ? `${path}?${query}` : path;
}

function shownAtFirst(config) {
  return (config.layers ?? []).filter(({ is_shown: isShown }) => isShown !== false).map(({ slug }) => slug);
}

/** A name given twice, as checkboxes of a form send it, is one list. */
function askedIn(query) {
  const given = (name) => query.getAll(name).map((value) => value.trim());
  const values = ASKED.map((name) => [
    name,
    given(name)
      .filter(Boolean)
      .join(name === "q" ? " " : ","),
  ]);
  return Object.fromEntries(values.filter(([, value]) => value));
}

function listOf(query, name) {
  return query
    .getAll(name)
    .flatMap((value) => value.split(","))
    .map((value) => value.trim())
    .filter(Boolean);
}

function dayIn(query, name) {
  const value = query.get(name) ?? "";
  return DAY.test(value) ? value : null;
}

function readView(text) {
  const [zoom, lat, lon] = (text ?? "").split("/").map(Number);
  return Number.isFinite(zoom) && Math.abs(lat) <= 90 && Math.abs(lon) <= 180 ? { zoom, lat, lon } : null;
}

function writeView({ zoom, lat, lon }) {
  return `${zoom}/${lat.toFixed(4)}/${lon.toFixed(4)}`;
}
