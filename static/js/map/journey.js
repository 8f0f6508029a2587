// From one view of the map to another so that a reader sees where it went: back first, when it is far.

import { CLOSEST_FIT, openingZoom } from "../data/framing.js";

/** So much further out the way has two legs; less looks like a stumble. */
const FAR = 0.75;
const SECONDS = 0.6;
/** Pixels and parts of a zoom that are no move by hand. */
const NEAR_PX = 4;
const NEAR_ZOOM = 0.02;
const BY_HAND = ["pointerdown", "wheel", "keydown"];

export class Journey {
  #map;
  #aim = null;
  #next = null;

  constructor(map) {
    this.#map = map;
    map.on("moveend", () => this.#goOn());
    for (const type of BY_HAND)
      map.getContainer().addEventListener(type, () => this.stop(), { passive: true });
  }

  /**
   * `insets.start` and `insets.end` are pixels at the left and top, and at the right and bottom; `taken` the zoom at
   * which an editor has taken the view, or null.
   */
  to(bounds, { insets, taken = null, isSmooth }) {
    const map = this.#map;
    this.#aim = this.#viewOf(bounds, insets, taken);
    this.#next = null;
    if (!isSmooth) return this.#move(this.#aim, false);
    const whole = this.#viewOf(map.getBounds().extend(bounds), insets);
    const isFar = whole.zoom < Math.min(map.getZoom(), this.#aim.zoom) - FAR;
    this.#next = isFar ? this.#aim : null;
    return this.#move(isFar ? whole : this.#aim, true);
  }

  /** Stays where it is: the reader has taken over. */
  stop() {
    this.#next = null;
  }

  get isUnderWay() {
    return this.#next !== null;
  }

  /** Whether the map shows what it was sent to. */
  get isThere() {
    if (!this.#aim || this.#next) return false;
    const { center, zoom } = this.#aim;
    const map = this.#map;
    if (Math.abs(map.getZoom() - zoom) > NEAR_ZOOM) return false;
    return map.latLngToContainerPoint(center).distanceTo(map.getSize().divideBy(2)) < NEAR_PX;
  }

  #goOn() {
    const view = this.#next;
    if (!view) return;
    this.#next = null;
    // Leaflet ends the move that it tells of first.
    requestAnimationFrame(() => this.#aim === view && this.#move(view, true));
  }

  #move({ center, zoom }, animate) {
    this.#map.setView(center, zoom, { animate, duration: SECONDS });
  }

  /** The view that has the bounds in the part of the map that is not covered, as Leaflet's fitBounds has it. */
  #viewOf(bounds, { start, end }, taken = null) {
    const map = this.#map;
    const covered = [start[0] + end[0], start[1] + end[1]];
    const whole = map.getBoundsZoom(bounds, false, pointOf(map, covered));
    const asked = taken === null ? Math.min(CLOSEST_FIT, whole) : openingZoom(taken, whole);
    const zoom = Math.min(asked, map.getMaxZoom());
    const corners = [bounds.getSouthWest(), bounds.getNorthEast()].map((corner) => map.project(corner, zoom));
    const shift = pointOf(map, [(end[0] - start[0]) / 2, (end[1] - start[1]) / 2]);
    const middle = corners[0].add(corners[1]).divideBy(2).add(shift);
    return { center: map.unproject(middle, zoom), zoom };
  }
}

/** A point of Leaflet's own kind. */
function pointOf(map, [x, y]) {
  return map.getSize().multiplyBy(0).add([x, y]);
}
