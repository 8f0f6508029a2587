// What lies under the symbols: areas and bands, radii, figures as circles, movements as arcs, and the heat.

import { drawnFigures, familyOf } from "../data/circles.js";
import { showsCircles } from "../data/drawing.js";
import { circleLabel } from "../format.js";
import { paintArcs } from "./arcs.js";
import { Areas, hasArea } from "./areas.js";
import { CanvasLayer } from "./canvas-layer.js";
import { Circles, paintFigures } from "./figures.js";
import { paintHeat } from "./heat.js";
import { paintRadii } from "./radii.js";

/** From so many events on a circle is drawn only where its event has a symbol of its own. */
const MANY = 300;
/** Marks are `{ event, opacity, isSelected }`; `figuresOf()` gives those of the circles when they are painted. */
const NOTHING = { heat: [], radii: [], arcs: [], figures: [], figuresOf: null, most: 0 };

export class Overlays {
  /**
   * `panes`: the names for areas, heat and marks; `alone()` gives the events that no cluster holds;
   * `onDrawn({ heat })` says what the surface counts, `onPainted()` that labels may follow.
   */
  constructor(map, { panes, alone, onDrawn, onPainted }) {
    Object.assign(this, { map, alone, onPainted });
    this.onDrawn = onDrawn;
    this.circles = new Circles();
    this.todo = NOTHING;
    this.labels = [];
    this.areas = new Areas(map, panes.areas);
    this.heat = new CanvasLayer({
      pane: panes.heat,
      className: "heat",
      paint: (pen) => this.#paintHeat(pen),
    });
    this.marks = new CanvasLayer({
      pane: panes.marks,
      className: "marks",
      paint: (pen) => this.#paint(pen),
    }).addTo(map);
  }

  /** `look`: see `Look`. */
  show(events, { selected, scales, hasFigures, look }) {
    const todo = { ...NOTHING, radii: [], arcs: [], figures: [] };
    const areas = [];
    const markOf = (event) => ({
      event,
      opacity: look.opacityOf(event),
      isSelected: event.id === selected,
    });
    const hasCircles = showsCircles({ draw: look.draw, figures: hasFigures });
    const circled = (event) => ({ ...markOf(event), circles: this.circles.of(event, scales) });
    // Where events are many, their circles come apart as their symbols do.
    if (hasCircles && events.length > MANY && look.draw !== "circles") {
      todo.figuresOf = () => this.alone().map(circled);
    }
    this.hasSelection = false;
    for (const event of events) {
      if (!event.point) continue;
      this.hasSelection ||= event.id === selected;
      if (hasCircles && !todo.figuresOf && event.figures.length) todo.figures.push(circled(event));
      // The others have no shape yet.
      if (!event.isComplete) continue;
      if (hasArea(event)) areas.push({ ...markOf(event), isShaded: look.styleOf(event) === "areas" });
      if (look.isHeat) continue;
      if (event.precision === "near" && event.radius_m) todo.radii.push(markOf(event));
      if (event.movement?.length) todo.arcs.push(...arcsOf(markOf(event)));
    }
    if (look.isHeat) Object.assign(todo, { heat: events, figures: [], figuresOf: null });
    for (const { people } of todo.arcs) todo.most = Math.max(todo.most, people ?? 0);
    this.map.getContainer().classList.toggle("has-selection", this.hasSelection);
    this.areas.show(look.inOrder(areas));
    for (const name of ["radii", "arcs", "figures"]) todo[name] = look.inOrder(todo[name]);
    this.todo = todo;
    this.#switchHeat(look.isHeat);
    this.marks.redraw();
  }

  redraw() {
    this.marks.redraw();
    if (this.map.hasLayer(this.heat)) this.heat.redraw();
  }

  /** Circles and arcs with words, the most important first, in pixels of the view. */
  figureLabels() {
    return this.labels;
  }

  #switchHeat(isOn) {
    if (isOn && this.map.hasLayer(this.heat)) this.heat.redraw();
    else if (isOn) this.heat.addTo(this.map);
    else if (this.map.hasLayer(this.heat)) {
      this.heat.remove();
      this.onDrawn?.({ heat: null });
    }
  }

  #paint(pen) {
    const { radii, figures, figuresOf, arcs, most } = this.todo;
    const state = { hasSelection: this.hasSelection };
    paintRadii(pen, radii, state);
    const { count, labels } = paintFigures(pen, figuresOf?.() ?? figures, state);
    const middles = paintArcs(pen, arcs, { ...state, most });
    pen.context.canvas.dataset.circles = count;
    pen.context.canvas.dataset.arcs = arcs.length;
    this.labels = [...middles.map(arcLabel).filter(Boolean), ...labels];
    this.onPainted();
  }

  #paintHeat(pen) {
    const said = paintHeat(pen, this.todo.heat);
    this.onDrawn?.({ heat: said });
  }
}

/** The people of an event's displacement, on each of its arcs: no more is known of how they parted. */
function arcsOf({ event, opacity, isSelected }) {
  const figure = movedOf(event);
  return event.movement.map(({ origin, destination }) => ({
    event,
    origin,
    destination,
    people: figure?.low ?? figure?.high ?? null,
    opacity,
    isSelected,
  }));
}

function movedOf(event) {
  return drawnFigures(event).find((figure) => familyOf(figure) === "displacement");
}

function arcLabel({ event, point: [x, y] }) {
  const figure = movedOf(event);
  return figure && { x, y, radius: 8, isSelected: true, ...circleLabel(figure) };
}
