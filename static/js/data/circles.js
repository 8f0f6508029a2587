// Figures as circles whose areas are proportional to them. Pure.

const CASUALTIES = ["killed", "casualties", "injured", "missing", "detained"];
const DISPLACEMENT = ["displaced", "evacuated", "sheltered", "returned"];

/** The radius of the largest circle of a family, in pixels. */
const LARGEST_PX = 46;
const NONE = Object.freeze([]);

export function familyOf({ measure }) {
  if (CASUALTIES.includes(measure)) return "casualties";
  if (DISPLACEMENT.includes(measure)) return "displacement";
  return null;
}

/** The one figure of each family that an event is drawn with: the recommended, deaths before injuries. */
export function drawnFigures({ figures }) {
  if (!figures.length) return NONE;
  return [chosenOf(figures, CASUALTIES), chosenOf(figures, DISPLACEMENT)].filter(Boolean);
}

/** In one pass: it is asked of every event there is. */
function chosenOf(figures, measures) {
  let chosen = null;
  let best = Infinity;
  for (const figure of figures) {
    const { measure, unit, role, low, high } = figure;
    const rank = measures.indexOf(measure);
    if (rank < 0 || rank > best || unit !== "person" || role !== "recommended" || !((low ?? high) > 0))
      continue;
    if (rank === best && size(figure) <= size(chosen)) continue;
    [chosen, best] = [figure, rank];
  }
  return chosen;
}

function size({ low, high }) {
  return high ?? low;
}

/**
 * Pixels per square root of a person, for each family; of all events on the map, so that filters change no size,
 * and of a `guest` that is shown beside them.
 */
export function scalesOf(events, guest = null) {
  const largest = { casualties: 0, displacement: 0 };
  const measure = (event) => {
    if (!event.point) return;
    for (const figure of drawnFigures(event)) {
      const family = familyOf(figure);
      largest[family] = Math.max(largest[family], size(figure));
    }
  };
  events.forEach(measure);
  if (guest) measure(guest);
  return Object.fromEntries(
    Object.entries(largest).map(([family, most]) => [family, most && LARGEST_PX / Math.sqrt(most)]),
  );
}

/** Inner and outer radius, equal for a single number; incidents are filled, totals and stocks are rings. */
export function circleOf(figure, scales) {
  const scale = scales[familyOf(figure)];
  const radius = (people) => Math.round(scale * Math.sqrt(people) * 10) / 10;
  const inner = radius(figure.low ?? figure.high);
  return { inner, outer: radius(figure.high ?? figure.low), isFilled: figure.scope === "incident" };
}

/** Two round numbers for the legend, in sizes that leave the map its room. */
export function legendSizes(scale) {
  if (!scale) return [];
  const most = (LARGEST_PX / scale) ** 2;
  const round = (people) => {
    const power = 10 ** Math.floor(Math.log10(people));
    return [5, 2, 1].map((step) => step * power).find((step) => step <= people);
  };
  const large = round(most / 3);
  const small = round(large / 10);
  return [large, small]
    .filter((people, i, all) => people >= 1 && all.indexOf(people) === i)
    .map((people) => ({ people, radius: scale * Math.sqrt(people) }));
}
