// How an event is drawn: by its layer, and by the drawing that the reader has chosen. Pure.

const FIRST = { slug: null, style: "symbols", opacity: 1 };
/** Known this exactly an event has a place in the surface of heat; others are hatched as the areas they are known to. */
const POINTS = new Set(["exact", "settlement", "near"]);

export function hasPlace({ point, precision }) {
  return Boolean(point) && POINTS.has(precision);
}

export class Look {
  #places;

  /** `layers` as of `layersDrawn`, the topmost first; `draw` is a name of DRAWINGS or null. */
  constructor(layers = [], draw = null) {
    this.layers = layers;
    this.draw = draw;
    this.isHeat = draw === "heat";
    this.#places = new Map(layers.map((layer, place) => [layer.slug, { ...layer, place }]));
  }

  #of({ layer }) {
    return this.#places.get(layer) ?? FIRST;
  }

  /** "symbols", "areas", "circles" or "heat". */
  styleOf(event) {
    if (this.draw) return this.draw;
    const { style } = this.#of(event);
    return style === "figures" ? "circles" : style;
  }

  opacityOf(event) {
    return this.#of(event).opacity;
  }

  /** The higher the nearer to the reader. */
  heightOf(event) {
    return this.layers.length - (this.#of(event).place ?? this.layers.length);
  }

  /** Beside circles and shaded areas the symbols step back: they only say the kind. */
  isSmall(event) {
    const style = this.styleOf(event);
    return style === "circles" || style === "areas";
  }

  /** How a symbol is drawn that stands for some events: as the most visible of their layers. */
  ofAll(events) {
    const layers = new Set();
    for (const { layer } of events) {
      layers.add(layer);
      // A cluster of thousands has soon shown all that there are.
      if (layers.size > 1 && layers.size === this.layers.length) break;
    }
    const each = [...layers].map((layer) => ({ layer }));
    return {
      opacity: Math.max(...each.map((one) => this.opacityOf(one))),
      height: Math.max(...each.map((one) => this.heightOf(one))),
      isSmall: each.every((one) => this.isSmall(one)),
    };
  }

  /** Marks with those of the topmost layer first, otherwise as they stand. */
  inOrder(marks) {
    if (this.layers.length < 2) return marks;
    return [...marks].sort((a, b) => this.heightOf(b.event) - this.heightOf(a.event));
  }
}
