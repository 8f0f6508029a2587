// How an event is drawn: by its layer, and by the drawing that the reader has chosen. Pure.

const FIRST = { slug: null, style: "symbols", opacity: 1 };

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

  /** Events with those of the topmost layer first, otherwise as they stand. */
  inOrder(events) {
    if (this.layers.length < 2) return events;
    const heaps = new Map(this.layers.map(({ slug }) => [slug, []]));
    const others = [];
    for (const event of events) (heaps.get(event.layer) ?? others).push(event);
    return [...heaps.values(), others].flat();
  }
}
