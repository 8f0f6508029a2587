// A small pen: a point, a line or an area, corner by corner, with mouse, finger or keyboard.

import { cornersOf } from "../data/corners.js";
import { DivIcon, DomEvent, FeatureGroup, LatLng, Marker, Polyline } from "leaflet";

const FEWEST = { Point: 1, LineString: 2, Polygon: 3 };
const DECIMALS = 5;

export class Pen {
  constructor(map, renderer) {
    this.map = map;
    this.renderer = renderer;
    this.trace = new FeatureGroup().addTo(map);
    this.kind = null;
    this.add = ({ latlng }) => this.#corner(latlng.wrap());
  }

  get isDrawing() {
    return this.kind !== null;
  }

  /**
   * Starts a drawing; `onChange({corners, isComplete})` after every corner. A shape that is there already
   * (`from`, of that kind) is taken up with its corners, to be dragged.
   */
  start(kind, onChange, from = null) {
    this.stop();
    this.kind = kind;
    this.corners = cornersOf(from).map(([lon, lat]) => new LatLng(lat, lon));
    this.onChange = onChange;
    this.map.on("click", this.add);
    this.map.doubleClickZoom.disable();
    const container = this.map.getContainer();
    container.classList.add("is-drawing");
    DomEvent.on(container, "keydown", this.#key, this);
    this.#changed();
  }

  /** Ends the drawing; GeoJSON, or null while corners are missing. */
  finish() {
    const geometry = this.geometry();
    if (geometry) this.stop();
    return geometry;
  }

  geometry() {
    if (!this.isDrawing || this.corners.length < FEWEST[this.kind]) return null;
    const positions = this.corners.map(({ lat, lng }) => [rounded(lng), rounded(lat)]);
    if (this.kind === "Point") return { type: "Point", coordinates: positions[0] };
    if (this.kind === "LineString") return { type: "LineString", coordinates: positions };
    return { type: "Polygon", coordinates: [[...positions, positions[0]]] };
  }

  removeLast() {
    this.corners.pop();
    this.#changed();
  }

  stop() {
    if (!this.isDrawing) return;
    this.kind = null;
    this.trace.clearLayers();
    this.map.off("click", this.add);
    this.map.doubleClickZoom.enable();
    const container = this.map.getContainer();
    container.classList.remove("is-drawing");
    DomEvent.off(container, "keydown", this.#key, this);
  }

  /** With the keyboard the arrows move the map and Enter sets a corner under the cross-hair. */
  #key(event) {
    if (event.target !== this.map.getContainer()) return;
    if (event.key === "Enter" || event.key === " ") this.#corner(this.map.getCenter().wrap());
    else if (event.key === "Backspace") this.removeLast();
    else return;
    DomEvent.stop(event);
  }

  #corner(latlng) {
    if (this.kind === "Point") this.corners = [latlng];
    else this.corners.push(latlng);
    this.#changed();
  }

  /** A corner to take hold of, with mouse or finger. */
  #handle(index) {
    const icon = new DivIcon({ className: "pen-corner", iconSize: [26, 26] });
    const handle = new Marker(this.corners[index], { icon, draggable: true, keyboard: false, autoPan: true });
    handle.on("drag", () => {
      this.corners[index] = handle.getLatLng().wrap();
      this.#trace();
    });
    handle.on("dragend", () => this.#changed());
    // A click on a corner sets no other one over it.
    handle.on("click", DomEvent.stop);
    return handle;
  }

  #changed() {
    this.trace.clearLayers();
    this.path = new Polyline([], {
      renderer: this.renderer,
      interactive: false,
      className: "pen",
      weight: 2.5,
      fillOpacity: 0.15,
    }).addTo(this.trace);
    this.#trace();
    this.corners.forEach((_corner, index) => this.trace.addLayer(this.#handle(index)));
    this.onChange({ corners: this.corners.length, isComplete: this.geometry() !== null });
  }

  /** The line along the corners, closed around an area. */
  #trace() {
    const isClosed = this.kind === "Polygon" && this.corners.length > 2;
    this.path.setStyle({ fill: isClosed });
    this.path.setLatLngs(isClosed ? [...this.corners, this.corners[0]] : this.corners);
  }
}

function rounded(degrees) {
  return Number(degrees.toFixed(DECIMALS));
}
