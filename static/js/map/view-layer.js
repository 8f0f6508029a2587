// A drawing over the map that is made anew when the map rests and moves with it in between.

import { DomUtil, Layer, Util } from "leaflet";

/** Pixels drawn beyond the view, so that there is something when the map is dragged. */
export const MARGIN_PX = 120;

/** Those who extend it give `_create()`, the element, and `_draw({ width, height })`, its pixels with the margin. */
export const ViewLayer = Layer.extend({
  initialize({ pane, className }) {
    this._paneName = pane;
    this._className = className;
  },

  onAdd(map) {
    this._element = this._create();
    this._element.setAttribute("class", `${this._className} leaflet-zoom-animated`);
    this._element.setAttribute("aria-hidden", "true");
    map.getPane(this._paneName).append(this._element);
    this.redraw();
  },

  onRemove() {
    Util.cancelAnimFrame(this._frame);
    this._frame = null;
    this._element.remove();
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
      if (this._map && !this._map._animatingZoom) this._renew();
    });
  },

  _renew() {
    const map = this._map;
    const { x, y } = map.getSize();
    this._corner = map.containerPointToLatLng([-MARGIN_PX, -MARGIN_PX]);
    this._zoom = map.getZoom();
    DomUtil.setPosition(this._element, map.containerPointToLayerPoint([-MARGIN_PX, -MARGIN_PX]));
    this._draw({ width: x + 2 * MARGIN_PX, height: y + 2 * MARGIN_PX });
  },

  /** While the zoom is animated or pinched, the last drawing is stretched. */
  _animate({ center, zoom }) {
    if (!this._corner) return;
    const scale = this._map.getZoomScale(zoom, this._zoom);
    DomUtil.setTransform(this._element, this._map._latLngToNewLayerPoint(this._corner, zoom, center), scale);
  },

  _follow() {
    if (!this._corner || this._map._animatingZoom) return;
    const scale = this._map.getZoomScale(this._map.getZoom(), this._zoom);
    DomUtil.setTransform(this._element, this._map.latLngToLayerPoint(this._corner), scale);
  },
});

/** Where a point of the Web Mercator square (0–1 from west to east, north to south) lies in the map's pixels. */
export function placing(map) {
  const world = 256 * 2 ** map.getZoom();
  const origin = map.getPixelBounds().min;
  return (x, y) => [x * world - origin.x, y * world - origin.y];
}
