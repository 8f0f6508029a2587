// Areas hatched and borders as bands: what is known no more exactly than that.

import { AREA_STEPS } from "../data/drawing.js";
import { svg } from "../ui/dom.js";
import { pathOf } from "./outlines.js";
import { MARGIN_PX, placing, ViewLayer } from "./view-layer.js";

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

/** An SVG with an element for each shape, `[{ element, geometry }]`, whose paths are outlined anew at each view. */
const Shapes = ViewLayer.extend({
  _create() {
    this._shapes = [];
    return svg("svg", {}, svg("defs", {}, GROUPS.map(kindHatch), AREA_STEPS.map(countHatch)));
  },

  _draw({ width, height }) {
    this._element.setAttribute("width", width);
    this._element.setAttribute("height", height);
    this._element.setAttribute("viewBox", `${-MARGIN_PX} ${-MARGIN_PX} ${width} ${height}`);
    for (const { element, geometry } of this._shapes) {
      for (const path of element.children) {
        const isClosed = path.getAttribute("fill") !== "none";
        path.setAttribute("d", pathOf(geometry, placing(this._map), { isClosed }));
      }
    }
  },

  /** In their order, the last on top. */
  show(shapes) {
    this._shapes = shapes;
    this._element.replaceChildren(this._element.firstChild, ...shapes.map(({ element }) => element));
    this.redraw();
  },
});

export class Areas {
  #drawn = new Map();
  #shapes = new Map();
  #numbers = new WeakMap();

  constructor(map, pane) {
    this.shapes = new Shapes({ pane, className: "areas" }).addTo(map);
  }

  /**
   * Draws `marks` (`{ event, opacity, isSelected, isShaded }`, the topmost first): one shape for all events
   * that share it. What is drawn already the same way stays.
   */
  show(marks) {
    const wanted = new Map(this.#areasOf(marks).map((area) => [lookOf(area), area]));
    const looks = [...wanted.keys()];
    if (looks.join(";") === [...this.#drawn.keys()].join(";")) return;
    this.#drawn = new Map(looks.map((look) => [look, this.#drawn.get(look) ?? shapeOf(wanted.get(look))]));
    // The first of the list lies on top.
    this.shapes.show([...this.#drawn.values()].reverse());
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
}

/** The paths of an area; what is filled are its rings, what is not its lines. */
function shapeOf(area) {
  const { geometry, opacity } = area;
  const paths = geometry.type.endsWith("LineString") ? bandOf(area) : hatchedOf(area);
  for (const path of paths) path.style.setProperty("--opacity", opacity);
  return { element: svg("g", { "fill-rule": "evenodd", "stroke-linejoin": "round" }, paths), geometry };
}

function hatchedOf({ geometry, group, isSelected, isShaded, n }) {
  const step = AREA_STEPS.findLastIndex(({ least }) => n >= least) + 1;
  const drawn = (fill) =>
    svg("path", {
      class: `area ${isShaded ? "is-shaded" : `group-${group}`}${isSelected ? " is-selected" : ""}`,
      fill,
      "stroke-width": isSelected ? 2 : 1.3,
      "stroke-dasharray": "6 4",
    });
  const hatched = drawn(`url(#${isShaded ? `hatch-count-${step}` : `hatch-${group}`})`);
  return geometry.type === "GeometryCollection" ? [hatched, drawn("none")] : [hatched];
}

/** A pale band says "somewhere along here", the dashes on it which border is meant. */
function bandOf({ group, isSelected }) {
  const drawn = (name, properties) =>
    svg("path", {
      class: `${name} group-${group}${isSelected ? " is-selected" : ""}`,
      fill: "none",
      ...properties,
    });
  return [
    drawn("band-ground", { "stroke-width": 13 }),
    drawn("band", { "stroke-width": isSelected ? 5 : 4, "stroke-dasharray": "9 6" }),
  ];
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
