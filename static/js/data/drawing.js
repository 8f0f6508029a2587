// How the reader has the events drawn: which drawing, and each layer's order and opacity. Pure.

/** What a reader can choose; without a choice each layer is drawn as its editor set it. */
export const DRAWINGS = ["symbols", "circles", "areas", "heat"];
/** The names in the query string that this module reads and writes. */
export const DRAWING_NAMES = ["draw", "opacity", "order"];
/** Percent. A layer is never wholly unseen: that is what switching it off is for. */
export const FAINTEST = 10;
const FULL = 100;

/** Of shaded areas: the fewest events of each step, and the pixels between the lines that stand for it. */
export const AREA_STEPS = [
  { least: 1, apart: 11 },
  { least: 2, apart: 7.5 },
  { least: 5, apart: 5 },
  { least: 10, apart: 3.4 },
];

export function readDrawing(query, { layers = [] }) {
  const draw = query.get("draw");
  return {
    draw: DRAWINGS.includes(draw) ? draw : null,
    opacity: readOpacity(query.get("opacity") ?? "", layers),
    order: wholeOrder(partsOf(query.get("order") ?? ""), layers),
  };
}

export function writeDrawing(query, { draw, opacity, order }, { layers = [] }) {
  if (draw) query.set("draw", draw);
  const faint = [...opacity].filter(([, percent]) => percent < FULL);
  if (faint.length) query.set("opacity", faint.map(([slug, percent]) => `${slug}:${percent}`).join(","));
  if (order.length && !isEditorsOrder(order, layers)) query.set("order", order.join(","));
}

/** The layers as `Stage.setLayers` takes them, the topmost first: `{ slug, style, opacity }`, opacity 0.1–1. */
export function layersDrawn(layers, { opacity, order }) {
  const placeOf = new Map(order.map((slug, place) => [slug, place]));
  return byPosition(layers)
    .sort((a, b) => (placeOf.get(a.slug) ?? 0) - (placeOf.get(b.slug) ?? 0))
    .map(({ slug, style }) => ({ slug, style, opacity: (opacity.get(slug) ?? FULL) / FULL }));
}

/** Whether figures are circles: a reader who asks for them gets them; otherwise their switch decides. */
export function showsCircles({ draw, figures }) {
  return draw === "circles" || (figures && draw !== "heat" && draw !== "areas");
}

/** The slugs, topmost first, after `slug` went `steps` places down (or up, when negative). */
export function moved(layers, state, slug, steps) {
  const slugs = layersDrawn(layers, state).map((layer) => layer.slug);
  const from = slugs.indexOf(slug);
  if (from < 0) return slugs;
  const to = Math.max(0, Math.min(slugs.length - 1, from + steps));
  slugs.splice(to, 0, ...slugs.splice(from, 1));
  return slugs;
}

function readOpacity(text, layers) {
  const known = new Set(layers.map(({ slug }) => slug));
  const opacity = new Map();
  for (const part of partsOf(text)) {
    const [slug, value] = part.split(":");
    const percent = Number(value);
    if (!known.has(slug) || !value || !Number.isFinite(percent)) continue;
    const within = Math.min(FULL, Math.max(FAINTEST, Math.round(percent)));
    if (within < FULL) opacity.set(slug, within);
  }
  return opacity;
}

/** Every layer once: those that the reader has named, then the others in the editors' order. */
function wholeOrder(slugs, layers) {
  const all = byPosition(layers).map(({ slug }) => slug);
  const asked = [...new Set(slugs)].filter((slug) => all.includes(slug));
  if (!asked.length) return [];
  return [...asked, ...all.filter((slug) => !asked.includes(slug))];
}

function isEditorsOrder(order, layers) {
  return byPosition(layers).every(({ slug }, place) => order[place] === slug);
}

function byPosition(layers) {
  return [...layers].sort((a, b) => (a.position ?? 0) - (b.position ?? 0));
}

function partsOf(text) {
  return text
    .split(",")
    .map((part) => part.trim())
    .filter(Boolean);
}
