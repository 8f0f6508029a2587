// Figures as circles on the map: filled for incidents, rings for what contains others, two rings for a range.

import { circleOf, drawnFigures, familyOf } from "../data/circles.js";
import { circleLabel } from "../format.js";

/** From this radius on a circle has its number beside it; so many at most, the largest. */
const WITH_WORDS_PX = 13;
const MOST_WORDS = 24;
/** So many circles of a view are drawn, the largest; where they are crowded each is fainter. */
const MOST_CIRCLES = 1500;
const CROWD = 150;
const FAINT = 0.4;

/** What is known of each event's circles before any is drawn; kept, since filters change none of it. */
export class Circles {
  #known = new WeakMap();
  #scales = null;

  of(event, scales) {
    if (scales !== this.#scales) {
      this.#known = new WeakMap();
      this.#scales = scales;
    }
    let circles = this.#known.get(event);
    if (!circles) {
      circles = drawnFigures(event).map((figure) => ({
        figure,
        family: familyOf(figure) === "displacement" ? "displaced" : "casualties",
        ...circleOf(figure, scales),
      }));
      this.#known.set(event, circles);
    }
    return circles;
  }
}

/** Paints `[{ event, circles, opacity, isSelected }]`, the largest first; gives those that want words. */
export function paintFigures(pen, marks, { hasSelection }) {
  const { view } = pen;
  const seen = [];
  for (const { event, circles, opacity, isSelected } of marks) {
    const [x, y] = pen.place(event.x, event.y);
    for (const circle of circles) {
      const far = circle.outer;
      if (x < view.left - far || x > view.right + far || y < view.top - far || y > view.bottom + far)
        continue;
      seen.push({ ...circle, event, x, y, isSelected, opacity });
    }
  }
  seen.sort((a, b) => Number(a.isSelected) - Number(b.isSelected) || b.outer - a.outer);
  const strength = seen.length > CROWD ? Math.max(0.3, CROWD / seen.length) : 1;
  const drawn = seen.filter(({ isSelected }, i) => i < MOST_CIRCLES || isSelected);
  for (const circle of drawn) paintCircle(pen, circle, { hasSelection, strength });
  pen.context.globalAlpha = 1;
  return { count: drawn.length, labels: labelsOf(drawn) };
}

function paintCircle(
  { context, colour },
  { x, y, inner, outer, isFilled, family, isSelected, opacity },
  { hasSelection, strength },
) {
  context.globalAlpha = opacity * (hasSelection && !isSelected ? FAINT : 1);
  context.strokeStyle = context.fillStyle = colour(family);
  context.lineWidth = isSelected ? 3 : isFilled ? 1.2 : 2;
  context.beginPath();
  context.arc(x, y, inner, 0, 2 * Math.PI);
  if (isFilled) {
    const strong = context.globalAlpha;
    context.globalAlpha = strong * 0.22 * strength;
    context.fill();
    context.globalAlpha = strong;
  }
  context.stroke();
  if (outer <= inner) return;
  context.setLineDash([2, 3]);
  context.beginPath();
  context.arc(x, y, outer, 0, 2 * Math.PI);
  context.stroke();
  context.setLineDash([]);
}

function labelsOf(circles) {
  return circles
    .filter(({ outer, isSelected }) => outer >= WITH_WORDS_PX || isSelected)
    .sort((a, b) => Number(b.isSelected) - Number(a.isSelected) || b.outer - a.outer)
    .slice(0, MOST_WORDS)
    .map(({ x, y, outer, isSelected, figure }) => ({
      x,
      y,
      radius: Math.max(outer, 12),
      isSelected,
      ...circleLabel(figure),
    }));
}
