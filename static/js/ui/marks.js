// A symbol as it stands on the map: how well its event is attested shows in its fill and outline.

import { svg, symbol } from "./dom.js";

/** Whole, pale with a broken outline, half, or hollow and struck out: it reads without colours. */
export function verifiedSymbol(group, verification, size = 20) {
  const drawn = symbol(group, size);
  drawn.classList.add(`is-${verification}`);
  if (verification === "contested") drawn.append(half(group));
  if (verification === "discounted") {
    drawn.append(svg("line", { class: "strike", x1: 2.5, y1: 17.5, x2: 17.5, y2: 2.5 }));
  }
  return drawn;
}

/** The left half of a shape, cut off by a frame of its own. */
function half(group) {
  return svg(
    "svg",
    { width: 10, height: 20, viewBox: "0 0 10 20" },
    svg("use", { class: "half", href: `#shape-${group}`, width: 20, height: 20 }),
  );
}
