// Where rows are and where they would be: a line from each place of now to the one of then.

import { CircleMarker, FeatureGroup, LatLngBounds, Map as LeafletMap, Polyline } from "leaflet";
import { Basemap } from "./basemap.js";
import { LabelCanvas } from "./labels.js";

const NOTHING_IN_THE_WAY = { symbols: [], leaders: [], figures: [], covers: [], bottom: 0 };
const CLOSEST_FIT = 9;
const RADIUS = 6;

export class MovesMap {
  /** `moves` are `{label, before, after}`, both points as [longitude, latitude] or null. */
  constructor(container, { basemap, moves }) {
    const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.map = new LeafletMap(container, {
      attributionControl: false,
      minZoom: 1,
      maxZoom: 13,
      zoomAnimation: !isCalm,
      fadeAnimation: false,
      inertia: !isCalm,
      scrollWheelZoom: false,
    });
    const ground = new Basemap(basemap.url, { maxZoom: basemap.max_zoom });
    this.map.createPane("names").classList.add("map-names");
    const drawn = new FeatureGroup(moves.flatMap(shapesOf));
    const points = moves.flatMap(({ before, after }) => [before, after]).filter(Boolean);
    const bounds = new LatLngBounds(points.map(latLng));
    this.map.fitBounds(bounds, { maxZoom: CLOSEST_FIT, padding: [30, 30], animate: false });
    ground.addTo(this.map);
    new LabelCanvas(ground, { pane: "names", obstacles: () => NOTHING_IN_THE_WAY }).addTo(this.map);
    drawn.addTo(this.map);
    container.append(creditOf(basemap));
    new ResizeObserver(() => this.map.invalidateSize({ pan: false })).observe(container);
  }
}

function latLng([longitude, latitude]) {
  return [latitude, longitude];
}

/** The line first, so that both places lie on it. */
function shapesOf({ label, before, after }) {
  const shapes = [];
  if (before && after) {
    shapes.push(
      new Polyline([latLng(before), latLng(after)], {
        className: "bulk-line",
        weight: 1.5,
        interactive: false,
      }),
    );
  }
  if (before) shapes.push(spot(before, "is-before", label));
  if (after) shapes.push(spot(after, "is-after", label));
  return shapes;
}

function spot(point, state, label) {
  const marker = new CircleMarker(latLng(point), {
    radius: RADIUS,
    weight: 2,
    fillOpacity: 1,
    className: `bulk-spot ${state}`,
  });
  // The table below says the same: hundreds of nameless stops would stand between the map and it.
  marker.on("add", () => marker.getElement().setAttribute("tabindex", "-1"));
  return marker.bindTooltip(words(label));
}

/** Leaflet takes markup: a row's name is put in as text. */
function words(label) {
  const element = document.createElement("span");
  element.textContent = label;
  return element;
}

function creditOf({ attribution }) {
  const credit = document.createElement("p");
  credit.className = "map-credit";
  credit.textContent = attribution;
  return credit;
}
