// The published events as the map holds them, and what the filters leave of them. Pure but for `loadEvents`.

export async function loadEvents(url) {
  const response = await fetch(url, { headers: { Accept: "application/geo+json" } });
  if (!response.ok) {
    const problem = await response.json().catch(() => ({}));
    throw new Error(problem.error ?? `${response.status} ${response.statusText}`);
  }
  return readEvents(await response.json());
}

/** Plain events, the latest first and undated ones last, of a collection or a single feature. */
export function readEvents(data) {
  const features = data.type === "FeatureCollection" ? data.features : [data];
  return features.map(({ id, geometry, properties }) => ({ ...properties, id, geometry })).sort(latestFirst);
}

function latestFirst(a, b) {
  if (a.latest !== b.latest) return (b.latest ?? "") < (a.latest ?? "") ? -1 : 1;
  return b.id - a.id;
}

/** Tests of one event, one for each filter, so that counts can leave their own filter out. */
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

export function articlesOf(events) {
  const articles = new Set();
  for (const { sources } of events) {
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
