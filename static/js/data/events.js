// The published events as the map holds them, and what the filters leave of them. Pure but for fetching.

import { readColumns } from "./columns.js";
import { Chooser } from "./choosing.js";
import { dayNumber, latitudeToY, longitudeToX } from "./measuring.js";

/** So many events are asked for at once when they are completed; the server takes no more. */
const AT_ONCE = 100;

/** The events at an address as an array. */
export async function loadEvents(url) {
  return (await loadStore(url)).all;
}

/** The same behind one interface: whole events, or light ones where they are many. Errors carry the server's sentence. */
export async function loadStore(url) {
  return storeOf(await fetchJson(url));
}

/** The same of what an address has answered. */
export function storeOf(data) {
  if (!data.columns) return new EventStore(readEvents(data));
  return new EventStore(readColumns(data), {
    fetchWhole: async (ids) => readEvents(await fetchJson(`${data.details}id=${ids.join()}`)),
  });
}

async function fetchJson(url) {
  const response = await fetch(url, { headers: { Accept: "application/json" } });
  if (response.ok) return response.json();
  const problem = await response.json().catch(() => ({}));
  throw new Error(problem.error ?? `${response.status} ${response.statusText}`);
}

/**
 * The loaded events in reading order, few or many behind one interface. Light events (see `columns.js`) know
 * what the map is drawn and filtered by; `complete` fills in the rest of those that are looked at.
 */
export class EventStore {
  #chooser;
  #fetchWhole;
  #asked = new Map();

  constructor(events, { fetchWhole = null } = {}) {
    this.all = events;
    this.isWhole = !fetchWhole;
    this.#fetchWhole = fetchWhole;
    this.#chooser = new Chooser(events);
    this.present = this.#chooser.present;
  }

  find(id) {
    if (!id) return null;
    this.byId ??= new Map(this.all.map((event) => [event.id, event]));
    return this.byId.get(id) ?? null;
  }

  /** What the filters of a state leave: see `Chooser.choose`. */
  choose(state) {
    return this.#chooser.choose(state);
  }

  /**
   * Fills in titles, words, excerpts, sources and shapes of light events; at once when nothing is missing.
   * Events that were withdrawn meanwhile stay as they are. The same event is never asked for twice.
   */
  async complete(events) {
    if (this.isWhole) return;
    const missing = events.filter((event) => !event.isComplete && !this.#asked.has(event.id));
    for (let i = 0; i < missing.length; i += AT_ONCE) this.#ask(missing.slice(i, i + AT_ONCE));
    await Promise.all(events.map(({ id }) => this.#asked.get(id)));
  }

  #ask(events) {
    const byId = new Map(events.map((event) => [event.id, event]));
    const answer = this.#fetchWhole([...byId.keys()]).then(
      (found) => {
        for (const whole of found) byId.get(whole.id)?.complete(whole);
      },
      (error) => {
        for (const id of byId.keys()) this.#asked.delete(id);
        throw error;
      },
    );
    for (const id of byId.keys()) this.#asked.set(id, answer);
  }
}

/** Whole events, the latest first and undated ones last, of a collection or a single feature. */
export function readEvents(data) {
  const features = data.type === "FeatureCollection" ? data.features : [data];
  return features.map(wholeEvent).sort(latestFirst);
}

function wholeEvent({ id, geometry, properties }) {
  const { earliest, latest, point } = properties;
  return {
    ...properties,
    id,
    geometry,
    isComplete: true,
    hasShape: Boolean(geometry && geometry.type !== "Point") || Boolean(properties.movement?.length),
    first: earliest ? dayNumber(earliest) : null,
    last: latest ? dayNumber(latest) : null,
    x: point ? longitudeToX(point[0]) : null,
    y: point ? latitudeToY(point[1]) : null,
  };
}

function latestFirst(a, b) {
  if (a.latest !== b.latest) return (b.latest ?? "") < (a.latest ?? "") ? -1 : 1;
  return b.id - a.id;
}

/** Tests of one event, one for each filter: what `Chooser` does for all at once, said plainly. */
const TESTS = {
  kinds: (event, { kinds }) => !kinds.size || kinds.has(event.group) || kinds.has(event.kind),
  layers: (event, { layers }) => layers.has(event.layer),
  precision: (event, { precision }) => !precision.size || precision.has(event.precision),
  verification: (event, { verification }) => !verification.size || verification.has(event.verification),
  time: (event, { from, to }) =>
    (!from || (event.latest !== null && event.latest >= from)) &&
    (!to || (event.earliest !== null && event.earliest <= to)),
};

export function filterEvents(events, state, { except } = {}) {
  const tests = Object.entries(TESTS).filter(([name]) => name !== except);
  return events.filter((event) => tests.every(([, test]) => test(event, state)));
}

export function countBy(events, property) {
  const counts = new Map();
  for (const event of events) counts.set(event[property], (counts.get(event[property]) ?? 0) + 1);
  return counts;
}

/** How many articles tell the events; null when the sources of some are not loaded. */
export function articlesOf(events) {
  const articles = new Set();
  for (const { sources, isComplete = true } of events) {
    if (!isComplete) return null;
    for (const { url, outlet, headline } of sources) articles.add(url || `${outlet}: ${headline}`);
  }
  return articles.size;
}

/** The country that most events are in; the background shows it lighter than its neighbours. */
export function countryInFocus(events) {
  const counts = new Map();
  for (const { place } of events) {
    if (place?.country) counts.set(place.country, (counts.get(place.country) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? null;
}
