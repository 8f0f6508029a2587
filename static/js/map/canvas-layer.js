// A canvas over the map.

import { MARGIN_PX, placing, ViewLayer } from "./view-layer.js";

/** More than this is not seen and takes the memory of a phone. */
const SHARPEST = 2;

/** `paint(pen)`: see `penOf`. Positions are pixels of the map's container. */
export const CanvasLayer = ViewLayer.extend({
  initialize({ paint, ...options }) {
    ViewLayer.prototype.initialize.call(this, options);
    this._paint = paint;
  },

  _create() {
    return document.createElement("canvas");
  },

  _draw({ width, height }) {
    const sharpness = Math.min(window.devicePixelRatio || 1, SHARPEST);
    const canvas = this._element;
    // A new size clears a canvas and makes it anew: only when it has changed.
    if (canvas.width !== Math.round(width * sharpness) || canvas.height !== Math.round(height * sharpness)) {
      canvas.width = Math.round(width * sharpness);
      canvas.height = Math.round(height * sharpness);
      canvas.style.width = `${width}px`;
      canvas.style.height = `${height}px`;
    }
    const context = canvas.getContext("2d");
    context.setTransform(sharpness, 0, 0, sharpness, 0, 0);
    context.clearRect(0, 0, width, height);
    context.translate(MARGIN_PX, MARGIN_PX);
    this._paint(penOf(this._map, context, { width, height }));
  },
});

/** What painters draw with: the context, where a point lies, what a colour is, and the part that is drawn. */
function penOf(map, context, { width, height }) {
  const style = getComputedStyle(map.getContainer());
  const world = 256 * 2 ** map.getZoom();
  const colours = new Map();
  return {
    context,
    view: { left: -MARGIN_PX, top: -MARGIN_PX, right: width - MARGIN_PX, bottom: height - MARGIN_PX },
    /** Of the Web Mercator square: 0–1 from west to east and from north to south. */
    place: placing(map),
    /** Pixels of so many metres at a latitude. */
    metres: (length, latitude) => (length * world) / (40_075_016.7 * Math.cos((latitude * Math.PI) / 180)),
    colour: (name) => {
      if (!colours.has(name)) colours.set(name, style.getPropertyValue(`--${name}`).trim());
      return colours.get(name);
    },
  };
}
