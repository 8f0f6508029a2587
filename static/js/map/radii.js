// "Near" as a dashed circle of the distance that was meant.

/** A smaller circle lies under its symbol. */
const SMALLEST_PX = 12;
const FAINT = 0.4;

export function paintRadii(pen, marks, { hasSelection }) {
  const { context, view } = pen;
  for (const { event, opacity, isSelected } of marks) {
    const radius = pen.metres(event.radius_m, event.point[1]);
    if (radius < SMALLEST_PX) continue;
    const [x, y] = pen.place(event.x, event.y);
    const { left, right, top, bottom } = view;
    if (x + radius < left || x - radius > right || y + radius < top || y - radius > bottom) continue;
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    context.globalAlpha = opacity * (hasSelection && !isSelected ? FAINT : 1);
    const strong = context.globalAlpha;
    context.globalAlpha = strong * 0.09;
    context.fillStyle = pen.colour(event.group);
    context.fill();
    context.globalAlpha = strong * 0.9;
    context.setLineDash([4, 4]);
    context.lineWidth = isSelected ? 1.8 : 1.3;
    context.strokeStyle = pen.colour(isSelected ? "map-ink" : event.group);
    context.stroke();
  }
  context.setLineDash([]);
  context.globalAlpha = 1;
}
