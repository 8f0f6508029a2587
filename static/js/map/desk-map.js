// The desk's map: the proposals as they will be drawn, the selected one in full, and a pen.

import {
  Circle,
  CircleMarker,
  DivIcon,
  FeatureGroup,
  GeoJSON,
  LatLngBounds,
  Map as LeafletMap,
  Marker,
  SVG as SvgRenderer,
} from "leaflet";
import { h, svg, symbol } from "../ui/dom.js";
import { Basemap } from "./basemap.js";
import { Pen } from "./drawing.js";
import { LabelCanvas } from "./labels.js";

const PANES = { areas: 410, names: 430, points: 440 };
/** Nothing lies over this map that a name must keep clear of. */
const NO_OBSTACLES = { symbols: [], leaders: [], figures: [], covers: [], bottom: 0 };
const CLOSEST_FIT = 9;
const POINT_ZOOM = 8;
/** The halo of "near" when nobody gave a distance, as on the reader's map. */
const NEAR_RADIUS_M = 5000;
const STATES = ["proposed", "accepted", "preview", "event"];
/** Geometries in letters, to tell which are the same: a province has thousands of corners. */
const written = new WeakMap();

export class DeskMap {
  constructor(container, { basemap, onPick }) {
    this.onPick = onPick;
    const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.isCalm = isCalm;
    this.map = new LeafletMap(container, {
      attributionControl: false,
      zoomControl: false,
      minZoom: 2,
      maxZoom: 13,
      zoomAnimation: !isCalm,
      fadeAnimation: false,
      inertia: !isCalm,
      worldCopyJump: true,
    }).setView([35, 38], 5);
    for (const [name, order] of Object.entries(PANES)) this.map.createPane(name).style.zIndex = order;
    this.map.getPane("names").style.pointerEvents = "none";
    const ground = new Basemap(basemap.url, { maxZoom: basemap.max_zoom }).addTo(this.map);
    new LabelCanvas(ground, { pane: "names", obstacles: () => NO_OBSTACLES }).addTo(this.map);
    this.ground = new SvgRenderer({ pane: "areas", padding: 0.5 }).addTo(this.map);
    this.ground._container.prepend(svg("defs", {}, STATES.map(hatch)));
    this.air = new SvgRenderer({ pane: "points", padding: 0.5 }).addTo(this.map);
    this.shapes = new FeatureGroup().addTo(this.map);
    this.preview = new FeatureGroup().addTo(this.map);
    /** The layers on the map, by what they look like. */
    this.drawn = new Map();
    this.pen = new Pen(this.map, this.air);
    container.append(this.#buttons(), h("p", { class: "map-credit" }, basemap.attribution));
    new ResizeObserver(() => this.map.invalidateSize({ pan: false })).observe(container);
  }

  /**
   * Draws `shapes` of `{key, geometry, precision, state, isSelected, words}`, the selected one on top. What is
   * drawn already stays: a decision changes one or two of hundreds.
   */
  show(shapes) {
    const sorted = [...shapes].sort((a, b) => Number(b.isSelected) - Number(a.isSelected));
    const wanted = new Map();
    const seen = new Set();
    for (const shape of sorted) {
      const drawn = lettersOf(shape.geometry) + shape.precision;
      // Ten mentions of a province hatch it once; each event keeps its symbol.
      if (seen.has(drawn) && !shape.point) continue;
      wanted.set(lookOf(shape, drawn), seen.has(drawn) ? { ...shape, geometry: null } : shape);
      seen.add(drawn);
    }
    for (const [look, layer] of this.drawn) if (!wanted.has(look)) this.shapes.removeLayer(layer);
    const isMore = [...wanted.keys()].some((look) => !this.drawn.has(look));
    const inOrder = [...wanted]
      .reverse()
      .map(([look, shape]) => [look, this.drawn.get(look) ?? this.#drawn(shape)]);
    // What is named first lies on top.
    if (isMore) for (const [, layer] of inOrder) layer.bringToFront();
    this.drawn = new Map(inOrder);
  }

  #drawn(shape) {
    const group = new FeatureGroup().addTo(this.shapes);
    this.#draw(shape, group);
    return group;
  }

  /** A candidate under the pointer or the focus, before it is chosen; null takes it away. */
  showPreview(geometry) {
    this.preview.clearLayers();
    if (geometry)
      this.#draw({ geometry, precision: "area", state: "preview", isSelected: true }, this.preview);
  }

  /** Moves the view to geometries, without coming too close. */
  fit(geometries, { isSudden = this.isCalm } = {}) {
    const bounds = new LatLngBounds([]);
    for (const geometry of geometries) bounds.extend(new GeoJSON(geometry).getBounds());
    if (!bounds.isValid()) return;
    const isPoint = bounds.getNorth() === bounds.getSouth() && bounds.getEast() === bounds.getWest();
    const zoom = isPoint ? POINT_ZOOM : Math.min(this.map.getBoundsZoom(bounds.pad(0.15)), CLOSEST_FIT);
    this.map.setView(bounds.getCenter(), zoom, { animate: !isSudden });
  }

  #draw({ key, geometry, precision, state, isSelected, words, point, kindGroup }, group) {
    // Leaflet styles a collection as one; its parts are areas, lines and points with styles of their own.
    if (geometry?.type === "GeometryCollection") {
      for (const part of geometry.geometries) {
        this.#draw({ key, geometry: part, precision, state, isSelected, words }, group);
      }
    } else if (geometry) {
      this.#drawShape(
        { key, geometry, precision, state, isSelected, words, hasSymbol: Boolean(point) },
        group,
      );
    }
    if (point) group.addLayer(symbolAt(point, kindGroup, words));
  }

  #drawShape({ key, geometry, precision, state, isSelected, words, hasSymbol }, group) {
    const name = `shape is-${state}${isSelected ? " is-selected" : ""}`;
    const isInteractive = Boolean(key) && !isSelected;
    const layer = new GeoJSON(geometry, {
      style: ({ geometry: { type } }) => ({
        renderer: this.ground,
        className: `${name} ${type.endsWith("LineString") ? "is-line" : "is-area"}`,
        interactive: isInteractive,
        fill: type.endsWith("Polygon"),
        fillColor: `url(#desk-hatch-${state})`,
        fillOpacity: 1,
        weight: isSelected ? 2.2 : 1.2,
        dashArray: type.endsWith("LineString") ? "9 6" : precision === "area" ? "6 4" : null,
        smoothFactor: 0.6,
      }),
      pointToLayer: (_feature, at) =>
        this.#point(at, { precision, name, isSelected, isInteractive, hasSymbol }),
    });
    if (isInteractive) layer.on("click", () => this.onPick?.(key));
    if (words) layer.bindTooltip(words, { sticky: true, className: "map-words" });
    layer.addTo(group);
  }

  #point(at, { precision, name, isSelected, isInteractive, hasSymbol }) {
    if (hasSymbol && precision !== "near") return new FeatureGroup();
    const dot = new CircleMarker(at, {
      renderer: this.air,
      radius: isSelected ? 8 : 6,
      weight: 2,
      fillOpacity: 1,
      interactive: isInteractive,
      className: `${name} is-point`,
    });
    if (precision !== "near") return dot;
    const halo = new Circle(at, {
      radius: NEAR_RADIUS_M,
      renderer: this.ground,
      interactive: false,
      dashArray: "4 4",
      weight: 1.3,
      fillOpacity: 0.15,
      className: `${name} is-halo`,
    });
    return new FeatureGroup(hasSymbol ? [halo] : [halo, dot]);
  }

  #buttons() {
    const button = (words, sign, act) =>
      h("button", { type: "button", "aria-label": words, click: act }, sign);
    return h(
      "div",
      { class: "map-buttons" },
      button("Zoom in", "+", () => this.map.zoomIn()),
      button("Zoom out", "−", () => this.map.zoomOut()),
    );
  }
}

/** All that a shape is drawn by; its geometry is in `drawn`. */
function lookOf({ key, state, isSelected, words, point, kindGroup }, drawn) {
  return JSON.stringify([key, state, isSelected, words, point, kindGroup]) + drawn;
}

function lettersOf(geometry) {
  if (!geometry) return "";
  if (!written.has(geometry)) written.set(geometry, JSON.stringify(geometry));
  return written.get(geometry);
}

/** An event as readers see it: its kind's symbol at the label point. */
function symbolAt([lon, lat], kindGroup, words) {
  const icon = new DivIcon({ html: symbol(kindGroup, 20), className: "map-symbol", iconSize: [24, 24] });
  return new Marker([lat, lon], { icon, keyboard: false, interactive: true, alt: words }).bindTooltip(words, {
    className: "map-words",
  });
}

function hatch(state) {
  const pattern = {
    id: `desk-hatch-${state}`,
    class: `hatch is-${state}`,
    width: 7,
    height: 7,
    patternUnits: "userSpaceOnUse",
    patternTransform: "rotate(45)",
  };
  return svg("pattern", pattern, svg("line", { x1: 0, y1: 0, x2: 0, y2: 7 }));
}
