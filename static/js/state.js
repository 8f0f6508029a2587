// What the reader sees as a query string, and back: filters, selection and view.

/** Filters that the loaded events are narrowed by in the browser; all others are the server's. */
const LISTS = ["kind", "layer", "precision", "verification"];
const DAY = /^\d{4}-\d{2}-\d{2}$/;

export function readState(search, config) {
  const query = new URLSearchParams(search);
  const lists = Object.fromEntries(LISTS.map((name) => [name, listOf(query, name)]));
  const hidden = query.has("hide") ? listOf(query, "hide") : (config.hidden ?? []);
  const shown = lists.layer.length ? lists.layer : shownAtFirst(config);
  return {
    kinds: new Set(lists.kind),
    layers: new Set(shown.filter((slug) => !hidden.includes(slug))),
    figures: !hidden.includes("figures"),
    precision: new Set(lists.precision),
    verification: new Set(lists.verification),
    from: dayIn(query, "from"),
    to: dayIn(query, "to"),
    event: Number(query.get("event")) || null,
    view: readView(query.get("view")) ?? null,
    others: [...query].filter(([name]) => !OWN.has(name)),
  };
}

const OWN = new Set([...LISTS, "from", "to", "event", "view", "hide"]);

export function writeState(state, config) {
  const query = new URLSearchParams(state.others);
  const write = (name, values) => values.length && query.set(name, values.join(","));
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
  if (hidden.length || (config.hidden ?? []).length) query.set("hide", hidden.join(","));
  if (state.event) query.set("event", state.event);
  if (state.view) query.set("view", writeView(state.view));
  return query.toString().replaceAll("%2C", ",").replaceAll("%2F", "/");
}

/** Where the events are loaded from: everything that is filtered here is loaded whole. */
export function dataUrl(config, search) {
  const [path, filters = ""] = config.data_url.split("?");
  const data = new URLSearchParams(filters);
  const asked = new URLSearchParams(search);
  for (const name of [...LISTS, "from", "to"]) if (asked.has(name)) data.delete(name);
  return data.size ? `${path}?${data}` : path;
}

function shownAtFirst(config) {
  return (config.layers ?? []).filter(({ is_shown: isShown }) => isShown !== false).map(({ slug }) => slug);
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
