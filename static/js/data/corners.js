// The corners of a shape that a hand can drag.

/** More corners than a hand drags; a province has thousands and is drawn anew. */
const MOST_CORNERS = 60;

/** The corners of a simple shape, `[lon, lat]` each; none of one that no hand has drawn. */
export function cornersOf(geometry) {
  if (!geometry) return [];
  const { type, coordinates } = geometry;
  if (type === "Point") return [coordinates];
  const corners = {
    LineString: () => coordinates,
    Polygon: () => (coordinates.length === 1 ? coordinates[0].slice(0, -1) : []),
  }[type]?.();
  return corners && corners.length <= MOST_CORNERS ? corners : [];
}
