// The map itself: what Leaflet does for the page. Other modules speak of events and never of Leaflet.

import { Map as LeafletMap } from "leaflet";
import { CLOSEST_FIT } from "../data/framing.js";
import { say } from "../data/words.js";
import { h } from "../ui/dom.js";
import { dataSetOf } from "../ui/terms.js";
import { Basemap } from "./basemap.js";
import { boundsIn, boundsOf } from "./bounds.js";
import { clearOf, FEW } from "./clearance.js";
import { guardScrolling, steerByKeys } from "./gestures.js";
import { Journey } from "./journey.js";
import { hasPlace, Look } from "./look.js";
import { Symbols } from "./symbols.js";

/** Above all that `Under` draws. */
const SPOTS = 600;
const CLOSEST_ZOOM = 13;
/** The map rests at these parts of a zoom, and the wheel needs so many pixels for a whole one. */
const ZOOM_STEP = 0.25;
const WHEEL_PX = 100;
/** A single point shows its surroundings. */
const LONE_POINT_ZOOM = 9;
/** Around what is shown whole. */
const MARGIN_PX = 34;
/** Wider than this the first view is the country in focus and not everything. */
const WIDEST_FIRST_VIEW = 25;

export class Stage {
  constructor(
    container,
    { basemap, isEmbed, isStatic = false, isDemonstration = false, dataSets = [], onSelect, onMove, onHint },
  ) {
    Object.assign(this, { layers: [], shown: null, under: null });
    this.insets = { top: 0, right: 0, bottom: 0, left: 0 };
    const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.isCalm = isCalm;
    this.map = new LeafletMap(container, {
      attributionControl: false,
      zoomControl: false,
      minZoom: 2,
      maxZoom: CLOSEST_ZOOM,
      zoomSnap: ZOOM_STEP,
      wheelPxPerZoomLevel: WHEEL_PX,
      wheelDebounceTime: 25,
      zoomAnimation: !isCalm,
      fadeAnimation: false,
      inertia: !isCalm,
      worldCopyJump: true,
      maxBounds: [
        [-80, -400],
        [84, 400],
      ],
    }).setView([35, 38], 5);
    this.map.createPane("spots").style.zIndex = SPOTS;
    this.basemap = new Basemap(basemap.url, { maxZoom: basemap.max_zoom, waits: true });
    this.basemap.addTo(this.map);
    this.symbols = new Symbols({ pane: "spots", onSelect, onOpen: (events) => this.#open(events) });
    this.symbols.addTo(this.map);
    this.buttons = this.#buttons();
    container.append(this.buttons, credit(basemap.attribution, isDemonstration, dataSets));
    container.setAttribute("role", "group");
    container.setAttribute("aria-label", say("mapKeys"));
    steerByKeys(this.map);
    if (isEmbed || isStatic) guardScrolling(this.map, onHint);
    this.journey = new Journey(this.map);
    this.map.on("moveend", () => onMove?.(this.view()));
  }

  /** The layers as `layersDrawn` gives them, the topmost first: `[{ slug, style, opacity }]`. */
  setLayers(layers) {
    this.layers = layers;
  }

  /**
   * `draw` is one of DRAWINGS, or null for what each layer's editor has set; `scales()` gives those of the
   * circles (see `scalesOf`).
   */
  show(events, { selected, scales, hasFigures, draw = null }) {
    const look = this.#lookOf(draw);
    const isDrawn = look.isHeat ? (event) => event.id === selected || !hasPlace(event) : null;
    this.basemap.start();
    this.symbols.show(events, selected, { look, isDrawn });
    this.shown = { events, options: { selected, scales, hasFigures, look } };
    this.under?.show(events, this.shown.options);
  }

  /** The same as long as nothing of it changes, so that what is drawn can stay. */
  #lookOf(draw) {
    const asked = JSON.stringify([this.layers, draw]);
    if (asked !== this.asked) Object.assign(this, { asked, look: new Look(this.layers, draw) });
    return this.look;
  }

  /** Puts under the symbols what an `Under` draws, from now on at every change. */
  lay(under) {
    this.under = under;
    if (this.shown) under.show(this.shown.events, this.shown.options);
  }

  setFocus(country) {
    this.basemap.setFocus(country);
  }

  /** Pixels at each side that something else covers. */
  setInsets(insets) {
    this.insets = { ...this.insets, ...insets };
  }

  view() {
    const { lat, lng } = this.map.getCenter().wrap();
    return { zoom: Math.round(this.map.getZoom() * 100) / 100, lat, lon: lng };
  }

  /** What is in view and not covered, as [west, south, east, north] in degrees; two decimals are enough to filter. */
  bounds({ decimals = 2 } = {}) {
    const { top, right, bottom, left } = this.insets;
    const { x, y } = this.map.getSize();
    const corners = [
      [left, y - bottom],
      [x - right, top],
    ].map((corner) => this.map.containerPointToLatLng(corner));
    const [southWest, northEast] = corners;
    const parts = 10 ** decimals;
    const within = (degrees, most) => Math.round(Math.max(-most, Math.min(most, degrees)) * parts) / parts;
    return [
      within(southWest.lng, 180),
      within(southWest.lat, 90),
      within(northEast.lng, 180),
      within(northEast.lat, 90),
    ];
  }

  setView({ zoom, lat, lon }) {
    this.map.setView([lat, lon], zoom, { animate: false });
  }

  /**
   * All events in view; the first time, those of the country in focus when the rest lie far away. `extent` is a view
   * to open with instead, `zoom` that at which an editor has taken it.
   */
  fit(events, { extent = null, zoom = null, focus = null } = {}) {
    this.all = events;
    if (extent && zoom !== null) {
      this.travel({ extent, zoom }, { isSmooth: false });
      return this.view();
    }
    if (extent) return this.#fitBounds(boundsIn(extent));
    let bounds = boundsOf(events);
    if (!bounds.isValid()) return null;
    const isWide = bounds.getEast() - bounds.getWest() > WIDEST_FIRST_VIEW;
    if (focus && isWide) {
      const inFocus = events.filter(({ place }) => place?.country === focus);
      if (inFocus.length > events.length / 2) bounds = boundsOf(inFocus);
    }
    return this.#fitBounds(bounds);
  }

  /** Goes to [west, south, east, north], as `fit` opens it, or to where all events are in view. */
  travel({ extent = null, zoom = null }, { isSmooth }) {
    const bounds = extent ? boundsIn(extent) : boundsOf(this.all ?? []);
    if (!bounds.isValid()) return;
    const { top, right, bottom, left } = this.insets;
    // What was taken from a map has its margins in it.
    const margin = extent && zoom !== null ? 0 : MARGIN_PX;
    const insets = { start: [left + margin, top + margin], end: [right + margin, bottom + margin] };
    const taken = extent ? zoom : null;
    this.journey.to(bounds, { insets, taken, isSmooth: isSmooth && !this.isCalm });
  }

  /** Brings an event into the part of the map that is not covered, moving no more than needed. */
  reveal(event) {
    if (!event.point) return;
    const [lon, lat] = event.point;
    const { top, right, bottom, left } = this.insets;
    const isLarge = event.geometry && event.geometry.type !== "Point" && event.precision !== "near";
    const bounds = isLarge ? boundsOf([event]) : null;
    if (bounds && this.map.getBoundsZoom(bounds) < this.map.getZoom()) return this.#fitBounds(bounds);
    this.map.panInside([lat, lon], {
      paddingTopLeft: [left + 60, top + 60],
      paddingBottomRight: [right + 60, bottom + 60],
    });
  }

  /** How far so many pixels are in the middle of the view. */
  kilometres(pixels) {
    const { lat } = this.map.getCenter();
    const metres = (40_075_016.7 * Math.cos((lat * Math.PI) / 180)) / (256 * 2 ** this.map.getZoom());
    return (pixels * metres) / 1000;
  }

  /** How many events are in view and not covered, as `bounds` has it. */
  inView() {
    return this.symbols.inView(this.insets);
  }

  focus(id) {
    this.symbols.focus(id);
  }

  resize() {
    // The middle stays where it is, or a view would creep away each time something beside the map opens.
    this.map.invalidateSize({ pan: true, animate: false });
    this.under?.renew();
  }

  /** Whether an element over the map covers a symbol. */
  covers(element) {
    const cover = this.boxOf(element);
    return this.symbols
      .boxes()
      .some(
        (box) =>
          box.right > cover.left &&
          box.left < cover.right &&
          box.bottom > cover.top &&
          box.top < cover.bottom,
      );
  }

  /** Where an element lies over the map, in pixels of the map. */
  boxOf(element) {
    const frame = this.map.getContainer().getBoundingClientRect();
    const { left, right, top, bottom } = element.getBoundingClientRect();
    return {
      left: left - frame.left,
      right: right - frame.left,
      top: top - frame.top,
      bottom: bottom - frame.top,
    };
  }

  #fitBounds(bounds) {
    this.#fitWithin(bounds, this.insets);
    if (!this.all || this.all.length > FEW) return this.view();
    const points = this.all
      .filter(({ point }) => point)
      .map(({ point: [lon, lat] }) => this.map.latLngToContainerPoint([lat, lon]));
    const frame = { insets: this.insets, width: this.map.getSize().x };
    const clear = clearOf(this.boxOf(this.buttons), points, frame);
    if (clear) this.#fitWithin(bounds, clear);
    return this.view();
  }

  #fitWithin(bounds, { top, right, bottom, left }) {
    const isPoint = bounds.getNorthEast().equals(bounds.getSouthWest());
    this.map.fitBounds(bounds, {
      paddingTopLeft: [left + MARGIN_PX, top + MARGIN_PX],
      paddingBottomRight: [right + MARGIN_PX, bottom + MARGIN_PX],
      maxZoom: isPoint ? LONE_POINT_ZOOM : CLOSEST_FIT,
      animate: false,
    });
  }

  /** A cluster opens by zooming in when that parts its events, and on the spot when they share a point. */
  #open(events) {
    const bounds = boundsOf(events.map(({ point }) => ({ point })));
    const zoom = Math.min(this.map.getBoundsZoom(bounds.pad(0.2)), this.map.getZoom() + 3, CLOSEST_ZOOM);
    if (zoom > this.map.getZoom()) {
      this.map.setView(bounds.getCenter(), zoom);
      this.map.once("zoomend", () => this.symbols.open(events[0].id));
    } else this.symbols.open(events[0].id);
  }

  #buttons() {
    const button = (name, label, act) =>
      h("button", {
        type: "button",
        class: `map-button ${name}`,
        "aria-label": label,
        title: label,
        click: act,
      });
    const buttons = h(
      "div",
      { class: "map-buttons", role: "group", "aria-label": say("zoom") },
      button("zoom-in", say("zoomIn"), () => this.map.zoomIn()),
      button("zoom-out", say("zoomOut"), () => this.map.zoomOut()),
      button("fit", say("fit"), () => this.all && this.fit(this.all)),
    );
    for (const type of ["click", "dblclick", "mousedown", "touchstart", "wheel"]) {
      buttons.addEventListener(type, (event) => event.stopPropagation());
    }
    return buttons;
  }
}

function credit(attribution, isDemonstration, dataSets) {
  const notice = isDemonstration && [h("strong", {}, say("demonstrationData")), " · "];
  const terms = dataSets.map((one) => [dataSetOf(one), " · "]);
  return h("p", { class: "map-credit" }, notice, terms, `${attribution} · Leaflet`);
}
