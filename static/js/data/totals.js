// Which totals belong to what the filters show. Pure.

import { ASKED } from "../state.js";

const LISTS = { kind: "kinds", precision: "precision", verification: "verification" };

/** The address of the totals of the events that the state leaves; null when every layer is switched off. */
export function totalsUrl(config, state) {
  const [path, filters = ""] = config.totals_url.split("?");
  const query = new URLSearchParams(filters);
  for (const [name, values] of Object.entries(LISTS)) {
    if (state[values].size) query.set(name, [...state[values]].join(","));
    else query.delete(name);
  }
  const single = { from: state.from, to: state.to, ...asked(state) };
  for (const [name, value] of Object.entries(single)) {
    if (value) query.set(name, value);
    else query.delete(name);
  }
  if (config.layers.length && !state.layers.size) return null;
  if (config.layers.every(({ slug }) => state.layers.has(slug))) query.delete("layer");
  else query.set("layer", [...state.layers].join(","));
  query.sort();
  return query.size ? `${path}?${query}` : path;
}

/** Every filter that the server is asked, those that are not set included. */
function asked({ asked: values = {} }) {
  return Object.fromEntries(ASKED.map((name) => [name, values[name]]));
}

/** Two addresses of the same totals, in whatever order their filters stand. */
export function isSame(one, other) {
  return one !== null && other !== null && sorted(one) === sorted(other);
}

function sorted(url) {
  const [path, filters = ""] = url.split("?");
  const query = new URLSearchParams(filters);
  query.sort();
  return `${path}?${query}`;
}
