// Areas hatched and borders as bands: what is known no more exactly than that.

import { FeatureGroup, Polygon, Polyline, SVG as SvgRenderer } from "leaflet/shapes";
import { AREA_STEPS } from "../data/drawing.js";
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

export class Areas {
  #drawn = new Map();
  #shapes = new Map();
  #numbers = new WeakMap();

  constructor(map, pane) {
    this.renderer = new SvgRenderer({ pane, padding: 0.5 }).addTo(map);
    this.group = new FeatureGroup().addTo(map);
    const defs = svg("defs", {}, GROUPS.map(kindHatch), AREA_STEPS.map(countHatch));
    this.renderer._container.prepend(defs);
  }

  /**
   * Draws `marks` (`{ event, opacity, isSelected, isShaded }`, the topmost first): one shape for all events
   * that share it. What is drawn already the same way stays.
   */
  show(marks) {
    const wanted = new Map(this.#areasOf(marks).map((area) => [lookOf(area), area]));
    let isNew = false;
    for (const [look, layer] of this.#drawn) {
      if (wanted.has(look)) continue;
      this.group.removeLayer(layer);
      this.#drawn.delete(look);
    }
    for (const [look, area] of wanted) {
      if (this.#drawn.has(look)) continue;
      this.#drawn.set(look, this.#draw(area).addTo(this.group));
      isNew = true;
    }
    // The first of the list lies on top, the selected above all.
    if (isNew) for (const look of [...wanted.keys()].reverse()) this.#drawn.get(look).bringToFront();
  }

  #areasOf(marks) {
    const areas = new Map();
    for (const { event, opacity, isSelected, isShaded } of marks) {
      const { geometry, group } = event;
      const shape = this.#shapeOf(geometry);
      let area = areas.get(shape);
      if (!area) {
        area = { shape, geometry, group, opacity, isSelected: false, isShaded: false, n: 0 };
        areas.set(shape, area);
      }
      if (area.group !== group && !area.isSelected) area.group = "mixed";
      if (isSelected) Object.assign(area, { isSelected: true, group });
      area.opacity = Math.max(area.opacity, opacity);
      area.isShaded ||= isShaded;
      area.n += 1;
    }
    return [...areas.values()].sort((a, b) => Number(b.isSelected) - Number(a.isSelected));
  }

  /** A number for each shape, the same for the same corners. */
  #shapeOf(geometry) {
    let number = this.#numbers.get(geometry);
    if (number === undefined) {
      const corners = JSON.stringify(geometry);
      number = this.#shapes.get(corners) ?? this.#shapes.size;
      this.#shapes.set(corners, number);
      this.#numbers.set(geometry, number);
    }
    return number;
  }

  #draw(area) {
    const isLine = area.geometry.type.endsWith("LineString");
    const drawn = new FeatureGroup(isLine ? this.#band(area) : this.#area(area));
    drawn.on("add", () =>
      drawn.eachLayer((shape) => shape.getElement()?.style.setProperty("--opacity", area.opacity)),
    );
    return drawn;
  }

  #area({ geometry, group, isSelected, isShaded, n }) {
    const step = AREA_STEPS.findLastIndex(({ least }) => n >= least) + 1;
    return this.#shape(geometry, {
      className: `area ${isShaded ? "is-shaded" : `group-${group}`}${isSelected ? " is-selected" : ""}`,
      fillColor: `url(#${isShaded ? `hatch-count-${step}` : `hatch-${group}`})`,
      fillOpacity: 1,
      weight: isSelected ? 2 : 1.3,
      dashArray: "6 4",
      smoothFactor: 0.6,
    });
  }

  /** A pale band says "somewhere along here", the dashes which border is meant. */
  #band({ geometry, group, isSelected }) {
    const state = isSelected ? " is-selected" : "";
    return [
      ...this.#shape(geometry, { className: `band-ground group-${group}${state}`, weight: 13, fill: false }),
      ...this.#shape(geometry, {
        className: `band group-${group}${state}`,
        weight: isSelected ? 5 : 4,
        dashArray: "9 6",
        fill: false,
      }),
    ];
  }

  #shape(geometry, style) {
    return pathsOf(geometry, { ...style, renderer: this.renderer, interactive: false });
  }
}

/** The lines and surfaces of a geometry; a point in a collection is its event's symbol. */
function pathsOf({ type, coordinates, geometries }, options) {
  if (geometries) return geometries.flatMap((part) => pathsOf(part, options));
  if (type.endsWith("Polygon")) return [new Polygon(turned(coordinates), options)];
  if (type.endsWith("LineString")) return [new Polyline(turned(coordinates), options)];
  return [];
}

/** Leaflet has latitude first. */
function turned(coordinates) {
  const [lon, lat] = coordinates;
  return typeof lon === "number" ? [lat, lon] : coordinates.map(turned);
}

/** Whether an event is drawn as an area or along a line. */
export function hasArea({ geometry, precision }) {
  return Boolean(geometry) && precision !== "near" && /Polygon|LineString|Collection/.test(geometry.type);
}

function lookOf({ shape, group, opacity, isSelected, isShaded, n }) {
  return [shape, isShaded ? `n${n}` : group, opacity, isSelected, isShaded].join();
}

function kindHatch(group) {
  return hatch(`hatch-${group}`, `hatch group-${group}`, HATCH_PX, 45);
}

/** The closer the lines, the more events: it reads without colours, and in print. */
function countHatch({ apart }, i) {
  return hatch(`hatch-count-${i + 1}`, "hatch is-count", apart, 45);
}

function hatch(id, name, apart, angle) {
  return svg(
    "pattern",
    {
      id,
      class: name,
      width: apart,
      height: apart,
      patternUnits: "userSpaceOnUse",
      patternTransform: `rotate(${angle})`,
    },
    svg("line", { x1: 0, y1: 0, x2: 0, y2: apart }),
  );
}
