// What lies under the symbols: areas hatched, borders as bands, radii, movements and figures as circles.

import { Circle, CircleMarker, FeatureGroup, GeoJSON, Polyline, SVG as SvgRenderer } from "leaflet";
import { circleOf, drawnFigures, familyOf } from "../data/circles.js";
import { circleLabel } from "../format.js";
import { svg } from "../ui/dom.js";

const GROUPS = [
  "shelling",
  "air_strike",
  "fighting",
  "bombing",
  "violence",
  "strategic",
  "protest",
  "displacement",
  "disaster",
  "mixed",
];
const HATCH_PX = 7;

export class Overlays {
  constructor(map, { areas, figures, onSelect }) {
    this.map = map;
    this.onSelect = onSelect;
    this.shapes = new FeatureGroup().addTo(map);
    this.circles = new FeatureGroup().addTo(map);
    this.ground = new SvgRenderer({ pane: areas, padding: 0.5 }).addTo(map);
    this.air = new SvgRenderer({ pane: figures, padding: 0.5 }).addTo(map);
    this.ground._container.prepend(svg("defs", {}, GROUPS.map(hatch), arrowhead()));
    this.labels = [];
    this.drawn = "";
  }

  show(events, { selected, scales, hasFigures }) {
    const key = `${selected}|${hasFigures}|${events.map(({ id }) => id).join()}`;
    if (key === this.drawn) return;
    this.drawn = key;
    this.map.getContainer().classList.toggle(
      "has-selection",
      events.some(({ id }) => id === selected),
    );
    this.shapes.clearLayers();
    this.circles.clearLayers();
    this.labels = [];
    for (const area of areasOf(events, selected)) this.#drawArea(area);
    for (const event of events) {
      if (event.point && event.precision === "near") this.#drawRadius(event, event.id === selected);
      for (const movement of event.movement ?? []) this.#drawMovement(movement, event.id === selected);
    }
    if (hasFigures) this.#drawFigures(events, scales, selected);
  }

  /** Circles with words, the largest first, in pixels of the view. */
  figureLabels() {
    return this.labels.map(({ latlng, ...label }) => {
      const { x, y } = this.map.latLngToContainerPoint(latlng);
      return { ...label, x, y };
    });
  }

  #drawArea({ geometry, group, isSelected, ids }) {
    const isLine = geometry.type.endsWith("LineString");
    const state = isSelected ? " is-selected" : "";
    const options = {
      renderer: this.ground,
      interactive: !isLine && ids.length === 1,
      className: `${isLine ? "band" : "area"} group-${group}${state}`,
      fillColor: `url(#hatch-${group})`,
      fillOpacity: 1,
      weight: isSelected ? 2 : 1.3,
      dashArray: "6 4",
      smoothFactor: 0.6,
      bubblingMouseEvents: true,
    };
    if (isLine) {
      // A pale band says "somewhere along here", the dashes which border is meant.
      const band = {
        ...options,
        className: `band-ground group-${group}${state}`,
        weight: 13,
        dashArray: null,
      };
      new GeoJSON(geometry, { style: { ...band, fill: false } }).addTo(this.shapes);
      Object.assign(options, { weight: isSelected ? 5 : 4, dashArray: "9 6", fill: false });
    }
    new GeoJSON(geometry, {
      style: options,
      pointToLayer: () => null,
    }).addTo(this.shapes);
  }

  #drawRadius({ point: [lon, lat], radius_m: radius, group }, isSelected) {
    if (!radius) return;
    new Circle([lat, lon], {
      radius,
      renderer: this.ground,
      interactive: false,
      className: `radius group-${group}${isSelected ? " is-selected" : ""}`,
      fillOpacity: 1,
      weight: 1.3,
      dashArray: "4 4",
    }).addTo(this.shapes);
  }

  #drawMovement({ origin, destination }, isSelected) {
    const arc = new Polyline(bow(origin, destination), {
      renderer: this.ground,
      interactive: false,
      fill: false,
      className: `movement${isSelected ? " is-selected" : ""}`,
      weight: isSelected ? 3 : 2,
      smoothFactor: 0,
    }).addTo(this.shapes);
    arc.getElement().setAttribute("marker-end", "url(#arrowhead)");
  }

  #drawFigures(events, scales, selected) {
    const circles = events
      .filter(({ point }) => point)
      .flatMap((event) =>
        drawnFigures(event).map((figure) => ({ event, figure, ...circleOf(figure, scales) })),
      )
      .sort((a, b) => b.outer - a.outer);
    for (const { event, figure, inner, outer, isFilled } of circles) {
      const latlng = [event.point[1], event.point[0]];
      const isSelected = event.id === selected;
      const kind = `${familyOf(figure)} ${isFilled ? "is-filled" : "is-ring"}${isSelected ? " is-selected" : ""}`;
      for (const radius of new Set([outer, inner])) {
        new CircleMarker(latlng, {
          renderer: this.air,
          interactive: false,
          radius,
          className: `figure-circle ${kind}${radius === inner ? "" : " is-high"}`,
          weight: isSelected ? 2.5 : 1.6,
          fill: isFilled && radius === inner,
          fillOpacity: 1,
        }).addTo(this.circles);
      }
      if (outer >= 13 || isSelected) {
        this.labels.push({ latlng, radius: Math.max(outer, 12), isSelected, ...circleLabel(figure) });
      }
    }
    this.labels.sort((a, b) => Number(b.isSelected) - Number(a.isSelected));
  }
}

/** One shape for all events that share it: ten events in a province hatch it once. */
function areasOf(events, selected) {
  const areas = new Map();
  for (const { id, geometry, precision, group } of events) {
    if (!geometry || precision === "near" || !/Polygon|LineString/.test(geometry.type)) continue;
    const key = JSON.stringify(geometry);
    const area = areas.get(key) ?? { geometry, group, ids: [], isSelected: false };
    if (area.group !== group && !area.isSelected) area.group = "mixed";
    if (id === selected) Object.assign(area, { isSelected: true, group });
    area.ids.push(id);
    areas.set(key, area);
  }
  return [...areas.values()].sort((a, b) => Number(a.isSelected) - Number(b.isSelected));
}

function hatch(group) {
  return svg(
    "pattern",
    {
      id: `hatch-${group}`,
      class: `hatch group-${group}`,
      width: HATCH_PX,
      height: HATCH_PX,
      patternUnits: "userSpaceOnUse",
      patternTransform: "rotate(45)",
    },
    svg("line", { x1: 0, y1: 0, x2: 0, y2: HATCH_PX }),
  );
}

function arrowhead() {
  return svg(
    "marker",
    {
      id: "arrowhead",
      viewBox: "0 0 10 10",
      refX: 8,
      refY: 5,
      markerWidth: 5,
      markerHeight: 5,
      orient: "auto",
    },
    svg("path", { class: "arrowhead", d: "M0 0 10 5 0 10z" }),
  );
}

/** An arc from origin to destination that bends to the left of the way. */
function bow([lon1, lat1], [lon2, lat2]) {
  const bend = 0.22;
  const [midLon, midLat] = [(lon1 + lon2) / 2, (lat1 + lat2) / 2];
  const control = [midLon - (lat2 - lat1) * bend, midLat + (lon2 - lon1) * bend];
  return Array.from({ length: 25 }, (_, i) => {
    const t = i / 24;
    const [a, b, c] = [(1 - t) ** 2, 2 * t * (1 - t), t ** 2];
    return [a * lat1 + b * control[1] + c * lat2, a * lon1 + b * control[0] + c * lon2];
  });
}
