// Beside each geometry of a form: the muted basemap, and a search whose result fills geometry and precision.

import { Basemap } from "../map/basemap.js";
import { LabelCanvas } from "../map/labels.js";
import { h } from "../ui/dom.js";

const config = JSON.parse(document.getElementById("basemap-config").textContent);

const NOTHING_IN_THE_WAY = { symbols: [], leaders: [], figures: [], covers: [], bottom: 0 };

window.addEventListener("map:init", ({ detail: { map } }) => {
  nameTools(window.L.drawLocal);
  window.L.Icon.Default.imagePath = "";
  window.L.Icon.Default.mergeOptions(config.pin);
  const { url, max_zoom: maxZoom, attribution } = config;
  // As near as django-leaflet shows what is drawn: a town among its neighbours, not a pin on bare paper.
  map.maxZoom = 10;
  const basemap = new Basemap(url, { maxZoom, attribution }).addTo(map);
  // Names lie under what is drawn, and take no clicks away from it.
  map.createPane("names").classList.add("map-names");
  new LabelCanvas(basemap, { pane: "names", obstacles: () => NOTHING_IN_THE_WAY }).addTo(map);
  map.on("map:loadfield", ({ field, fieldid }) => {
    const box = document.querySelector(`[data-find-place][data-for="${fieldid}"]`);
    if (box) new Search(box, map, field);
    keepWithForm(map, field);
  });
});

/** The tools' words: "layer" means something else here. */
function nameTools({ draw, edit }) {
  Object.assign(draw.toolbar.buttons, {
    polyline: "Draw a line",
    polygon: "Draw an area",
    rectangle: "Draw a rectangle",
    marker: "Set a point",
  });
  Object.assign(edit.toolbar.buttons, {
    edit: "Change what is drawn",
    editDisabled: "Nothing is drawn that could be changed",
    remove: "Remove what is drawn",
    removeDisabled: "Nothing is drawn that could be removed",
  });
  Object.assign(edit.toolbar.actions, {
    save: { title: "Keep the changes", text: "Keep" },
    cancel: { title: "Take the changes back", text: "Cancel" },
    clearAll: { title: "Remove all that is drawn", text: "Remove all" },
  });
  edit.handlers.edit.tooltip = { text: "Drag a point.", subtext: "Cancel takes it back." };
  edit.handlers.remove.tooltip = { text: "Click what is to be removed." };
}

/** What is dragged or removed is saved with the form, while its tool is still in hand, too. */
function keepWithForm(map, field) {
  let isChanging = false;
  map.on("draw:editstart draw:deletestart", () => (isChanging = true));
  map.on("draw:editstop draw:deletestop", () => (isChanging = false));
  field.store.formfield.form?.addEventListener("submit", () => {
    if (!isChanging) return;
    field.store.save(field.drawnItems);
    // Else the window asks whether it shall be lost.
    field._unsavedChanges = false;
  });
}

class Search {
  constructor(box, map, field) {
    this.box = box;
    this.map = map;
    this.field = field;
    this.input = box.querySelector("input");
    this.status = box.querySelector("[role=status]");
    this.results = box.querySelector("ul");
    box.querySelector("button").addEventListener("click", () => this.find());
    this.input.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      // Enter in the search is not "save the form".
      event.preventDefault();
      this.find();
    });
  }

  async find() {
    const query = this.input.value.trim();
    if (!query) return;
    this.status.textContent = "Searching …";
    this.results.replaceChildren();
    try {
      const response = await fetch(`${this.box.dataset.url}?${new URLSearchParams({ q: query })}`);
      const answer = await response.json();
      if (!response.ok) throw new Error(answer.error);
      this.show(query, answer);
    } catch (error) {
      this.status.textContent = `The search failed: ${error.message} Try again.`;
    }
  }

  show(query, { results, errors }) {
    const found = results.length === 1 ? "1 place" : `${results.length} places`;
    this.status.textContent = [
      results.length ? `${found} found.` : `No place “${query}” found.`,
      ...errors,
    ].join(" ");
    for (const place of results) {
      const button = h("button", { type: "button", click: () => this.choose(place) }, place.label);
      this.results.append(h("li", {}, button, h("span", { class: "quiet" }, ` ${place.provider}`)));
    }
  }

  choose(place) {
    const isPoint = this.field.options.geom_type === "POINT";
    const geometry = isPoint ? { type: "Point", coordinates: place.point } : place.geometry;
    const layer = window.L.GeoJSON.geometryToLayer(geometry);
    this.field.drawnItems.clearLayers();
    this.field.drawnItems.addLayer(layer);
    this.field.store.formfield.value = JSON.stringify(geometry);
    if (layer.getBounds) this.map.fitBounds(layer.getBounds(), { maxZoom: 12 });
    else this.map.setView(layer.getLatLng(), 11);
    this.fill("id_precision", place.precision);
    this.fill("id_provider", place.provider);
    this.fill("id_provider_id", place.provider_id);
    this.fill("id_licence", place.licence);
    this.status.textContent = `${place.label} (${place.provider}) is in the form. Save to keep it.`;
    this.fillPlace(place);
  }

  fill(id, value) {
    const field = document.getElementById(id);
    if (field) field.value = value;
  }

  async fillPlace(place) {
    const field = document.getElementById("id_place");
    if (!field) return;
    try {
      const chosen = place.place ? place : await this.adopt(place);
      field.append(new Option(chosen.label, chosen.place, true, true));
      field.dispatchEvent(new Event("change"));
    } catch (error) {
      this.status.textContent = `The drawing is in the form, the place is not: ${error.message}`;
    }
  }

  /** Another provider's place becomes one of the gazetteer's, so that its source stays known. */
  async adopt(place) {
    const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
    const response = await fetch(this.box.dataset.adoptUrl, {
      method: "POST",
      headers: { "X-CSRFToken": token },
      body: new URLSearchParams({ found: place.found }),
    });
    if (response.status === 403) throw new Error("you may not add places to the gazetteer.");
    const answer = await response.json();
    if (!response.ok) throw new Error(answer.error);
    return answer;
  }
}
