// What lies under the symbols and beside them: areas, circles, arcs and heat, and the names of the background.

import { calmly } from "../ui/calm.js";
import { LabelCanvas } from "./labels.js";
import { Overlays } from "./overlays.js";

/** Above the tiles of Leaflet and below the symbols, in this order. */
const PANES = { areas: 410, heat: 415, figures: 420, names: 430 };
/** So long the map rests before shapes are asked for. */
const REST_MS = 250;
/** What stands over the map and would cut a name in two. */
const COVERS = ".map-buttons, .map-credit, .corner, .sizes:not([hidden])";

/** Comes to a `Stage` after its symbols: nobody waits for it to see where something happened. */
export class Under {
  /** `onDrawn({ heat })` says what the surface counts; `complete(events)` loads what events lack. */
  constructor(stage, { onDrawn, complete } = {}) {
    Object.assign(this, { stage, complete });
    const { map, basemap, symbols } = stage;
    for (const [name, order] of Object.entries(PANES)) {
      Object.assign(map.createPane(name).style, { zIndex: order, pointerEvents: "none" });
    }
    this.renew = calmly(() => this.names.redraw());
    this.overlays = new Overlays(map, {
      alone: () => symbols.alone(),
      onPainted: () => this.renew(),
      panes: { areas: "areas", heat: "heat", marks: "figures" },
      onDrawn: ({ heat }) =>
        onDrawn?.({ heat: heat && { most: heat.most, km: stage.kilometres(heat.reach) } }),
    });
    this.names = new LabelCanvas(basemap, { pane: "names", obstacles: () => this.#obstacles() });
    this.names.addTo(map);
    basemap.on("repaint", () => this.overlays.redraw());
    map.on("moveend", () => this.#fillLater());
    stage.lay(this);
  }

  /** `scales()` gives those of the circles; `look` says how an event is drawn. */
  show(events, { selected, scales, hasFigures, look }) {
    this.draw = () => this.overlays.show(events, { selected, scales: scales(), hasFigures, look });
    this.draw();
    this.renew();
    this.#fillLater();
  }

  /** Once the map rests: the shapes of events that were loaded without them and now stand by themselves. */
  #fillLater() {
    if (!this.complete) return;
    clearTimeout(this.filling);
    this.filling = setTimeout(async () => {
      const alone = this.stage.symbols.alone();
      const missing = alone.filter(({ hasShape, isComplete }) => hasShape && !isComplete);
      if (!missing.length) return;
      // Without them the symbols stand as they are; the next rest of the map asks again.
      await this.complete(missing).catch(() => {});
      this.draw();
    }, REST_MS);
  }

  #obstacles() {
    const { map, symbols, insets } = this.stage;
    const covers = [...map.getContainer().parentElement.querySelectorAll(COVERS)];
    return {
      symbols: symbols.boxes(),
      leaders: symbols.leaders(),
      figures: this.overlays.figureLabels(),
      covers: covers.map((element) => this.stage.boxOf(element)),
      bottom: insets.bottom,
    };
  }
}
