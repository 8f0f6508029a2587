// A canvas over the map that is drawn anew when the map rests and moves with it in between.

import { DomUtil, Layer, Util } from "leaflet";

/** Drawn beyond the view, so that there is something when the map is dragged. */
const MARGIN_PX = 120;
/** More than this is not seen and takes the memory of a phone. */
const SHARPEST = 2;

/** `paint(pen)`: see `#pen`. Positions are pixels of the map's container. */
export const CanvasLayer = Layer.extend({
  initialize({ pane, className, paint }) {
    this._paneName = pane;
    this._className = className;
    this._paint = paint;
  },

  onAdd(map) {
    this._canvas = DomUtil.create(
      "canvas",
      `${this._className} leaflet-zoom-animated`,
      map.getPane(this._paneName),
    );
    this._canvas.setAttribute("aria-hidden", "true");
    this.redraw();
  },

  onRemove() {
    Util.cancelAnimFrame(this._frame);
    this._frame = null;
    this._canvas.remove();
  },

  getEvents() {
    return {
      moveend: this.redraw,
      zoomend: this.redraw,
      resize: this.redraw,
      viewreset: this.redraw,
      zoomanim: this._animate,
      zoom: this._follow,
    };
  },

  /** Whatever asks for it within a frame, once. */
  redraw() {
    this._frame ??= Util.requestAnimFrame(() => {
      this._frame = null;
      if (this._map && !this._map._animatingZoom) this._draw();
    });
  },

  _draw() {
    const map = this._map;
    const size = map.getSize();
    const sharpness = Math.min(window.devicePixelRatio || 1, SHARPEST);
    const [width, height] = [size.x + 2 * MARGIN_PX, size.y + 2 * MARGIN_PX];
    const canvas = this._canvas;
    // A new size clears a canvas and makes it anew: only when it has changed.
    if (canvas.width !== Math.round(width * sharpness) || canvas.height !== Math.round(height * sharpness)) {
      canvas.width = Math.round(width * sharpness);
      canvas.height = Math.round(height * sharpness);
      canvas.style.width = `${width}px`;
      canvas.style.height = `${height}px`;
    }
    this._corner = map.containerPointToLatLng([-MARGIN_PX, -MARGIN_PX]);
    this._zoom = map.getZoom();
    DomUtil.setPosition(canvas, map.containerPointToLayerPoint([-MARGIN_PX, -MARGIN_PX]));
    const context = canvas.getContext("2d");
    context.setTransform(sharpness, 0, 0, sharpness, 0, 0);
    context.clearRect(0, 0, width, height);
    context.translate(MARGIN_PX, MARGIN_PX);
    this._paint(penOf(map, context, { width: size.x, height: size.y, margin: MARGIN_PX }));
  },

  /** While the zoom is animated or pinched, the last drawing is stretched. */
  _animate({ center, zoom }) {
    if (!this._corner) return;
    const scale = this._map.getZoomScale(zoom, this._zoom);
    DomUtil.setTransform(this._canvas, this._map._latLngToNewLayerPoint(this._corner, zoom, center), scale);
  },

  _follow() {
    if (!this._corner || this._map._animatingZoom) return;
    const scale = this._map.getZoomScale(this._map.getZoom(), this._zoom);
    DomUtil.setTransform(this._canvas, this._map.latLngToLayerPoint(this._corner), scale);
  },
});

/** What painters draw with: the context, where a point lies, what a colour is, and the part that is drawn. */
function penOf(map, context, { width, height, margin }) {
  const style = getComputedStyle(map.getContainer());
  const world = 256 * 2 ** map.getZoom();
  const origin = map.getPixelBounds().min;
  const colours = new Map();
  return {
    context,
    view: { left: -margin, top: -margin, right: width + margin, bottom: height + margin },
    /** Of the Web Mercator square: 0–1 from west to east and from north to south. */
    place: (x, y) => [x * world - origin.x, y * world - origin.y],
    /** Pixels of so many metres at a latitude. */
    metres: (length, latitude) => (length * world) / (40_075_016.7 * Math.cos((latitude * Math.PI) / 180)),
    colour: (name) => {
      if (!colours.has(name)) colours.set(name, style.getPropertyValue(`--${name}`).trim());
      return colours.get(name);
    },
  };
}
