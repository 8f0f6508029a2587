// The events' symbols: one button for each event or cluster, in the order of the list.

import { DomUtil, Layer } from "leaflet";
import { count, say } from "../data/words.js";
import { symbolLabel } from "../format.js";
import { h, svg } from "../ui/dom.js";
import { verifiedSymbol } from "../ui/marks.js";
import { arrange } from "./placement.js";

const AREAS = new Set(["admin1", "admin2", "area"]);
/** Pixels aside from which a line leads back to the point. */
const LEADER_FROM = 15;
/** Half of a touch target. */
const HALF = 12;

export const Symbols = Layer.extend({
  initialize({ pane, onSelect, onOpen }) {
    this._paneName = pane;
    this._onSelect = onSelect;
    this._onOpen = onOpen;
    this._buttons = new Map();
    this._events = [];
    this._selected = null;
    this._opened = null;
  },

  onAdd(map) {
    this._pane = map.getPane(this._paneName);
    this._arrange();
  },

  onRemove() {
    for (const { button } of this._buttons.values()) button.remove();
    this._buttons.clear();
  },

  getEvents() {
    return { zoomend: this._close, moveend: this._arrange, viewreset: this._move, zoomanim: this._animate };
  },

  /** `look` says how an event is drawn; without `isDrawn` all have a symbol, and all count as in view. */
  show(events, selected, { look, isDrawn = null }) {
    this._events = events.filter(({ point }) => point);
    this._isDrawn = isDrawn;
    this._look = look;
    this._selected = selected;
    if (this._map) this._arrange();
  },

  /** The rectangles of the symbols on screen, for labels to keep clear of. */
  boxes() {
    return [...this._buttons.values()].map(({ latlng, dx, dy, size }) => {
      const point = this._map.latLngToContainerPoint(latlng).add([dx, dy]);
      const half = size / 2;
      return { left: point.x - half, right: point.x + half, top: point.y - half, bottom: point.y + half };
    });
  },

  /** Lines from the true point to a symbol that stands aside of it. */
  leaders() {
    return [...this._buttons.values()]
      .filter(({ dx, dy }) => Math.hypot(dx, dy) > LEADER_FROM)
      .map(({ latlng, dx, dy }) => {
        const { x, y } = this._map.latLngToContainerPoint(latlng);
        return { x, y, dx, dy };
      });
  },

  /** Events whose point is in view, clusters included. */
  inView() {
    const bounds = this._map.getBounds();
    return this._events.filter(({ point: [lon, lat] }) => bounds.contains([lat, lon])).length;
  },

  open(id) {
    this._opened = id;
    this._arrange();
  },

  focus(id) {
    for (const { ids, button } of this._buttons.values()) if (ids.includes(id)) button.focus();
  },

  _close() {
    this._opened = null;
  },

  _arrange() {
    const map = this._map;
    const bounds = map.getBounds().pad(0.25);
    const byId = new Map();
    const points = [];
    for (const event of this._events) {
      const [lon, lat] = event.point;
      if (!bounds.contains([lat, lon]) || !(this._isDrawn?.(event) ?? true)) continue;
      byId.set(event.id, event);
      const { x, y } = map.project([lat, lon]);
      points.push({ id: event.id, x, y });
    }
    const places = arrange(points, { opened: this._opened, selected: this._selected });
    this._draw(
      places.map((place) => ({
        ...place,
        ids: place.members.map(({ id }) => id),
        latlng: map.unproject([place.x, place.y]),
      })),
      byId,
    );
  },

  _draw(places, byId) {
    const kept = new Map();
    for (const place of places) {
      const isSelected = place.ids.length === 1 && place.ids[0] === this._selected;
      const key = `${place.ids.join()}${isSelected ? "*" : ""}`;
      const button = this._buttons.get(key)?.button ?? this._create(place, byId, isSelected);
      this._buttons.delete(key);
      kept.set(key, { ...place, button, size: this._sizeOf(place, byId, isSelected) });
      this._dress(
        button,
        place.ids.map((id) => byId.get(id)),
      );
    }
    for (const { button } of this._buttons.values()) {
      if (button === document.activeElement) this._map.getContainer().focus({ preventScroll: true });
      button.remove();
    }
    this._buttons = kept;
    this._putInOrder([...kept.values()].map(({ button }) => button));
    this._move();
  },

  /** What Tab comes to next is next in the list; a button that has the focus keeps it and its place. */
  _putInOrder(buttons) {
    let next = null;
    for (const button of buttons.reverse()) {
      const isMoved = button.nextSibling !== next || !button.isConnected;
      if (isMoved && button !== document.activeElement) this._pane.insertBefore(button, next);
      next = button;
    }
  },

  /** Layer, opacity and size can change while the symbol stays. */
  _dress(button, events) {
    const look = this._look;
    const opacity = Math.max(...events.map((event) => look.opacityOf(event)));
    button.style.opacity = opacity < 1 ? opacity : "";
    button.style.setProperty("--height", Math.max(...events.map((event) => look.heightOf(event))));
    button.classList.toggle(
      "is-small",
      events.every((event) => look.isSmall(event)),
    );
  },

  _sizeOf({ ids }, byId, isSelected) {
    if (ids.length > 1) return 30;
    if (isSelected) return 32;
    return AREAS.has(byId.get(ids[0]).precision) ? 26 : 18;
  },

  _create({ ids, latlng }, byId, isSelected) {
    const events = ids.map((id) => byId.get(id));
    const [event] = events;
    const isCluster = events.length > 1;
    const area = !isCluster && AREAS.has(event.precision) ? " is-area" : "";
    const label = isCluster
      ? `${say("cluster", { n: events.length })}: ${kindsOf(events)}`
      : symbolLabel(event);
    const act = (click) => {
      // The click that ends a drag is not a choice; one from the keyboard has no detail.
      if (click.detail && this._map.dragging?.moved?.()) return;
      if (isCluster) this._onOpen(events);
      else this._onSelect(event.id);
    };
    return h(
      "button",
      {
        type: "button",
        class: `${isCluster ? "cluster" : "spot"}${area}${isSelected ? " is-selected" : ""} leaflet-zoom-animated`,
        "aria-label": label,
        "aria-pressed": isCluster ? null : String(isSelected),
        title: isCluster ? label : event.title,
        click: act,
        // By keyboard one may come to a symbol just outside of the view.
        focus: () => this._map.panInside(latlng, { padding: [40, 40] }),
      },
      isCluster ? donut(events) : verifiedSymbol(event.group, event.verification),
    );
  },

  _move() {
    for (const { button, latlng, dx, dy } of this._buttons.values()) {
      const point = this._map.latLngToLayerPoint(latlng).add([dx - HALF, dy - HALF]);
      DomUtil.setPosition(button, point.round());
    }
  },

  _animate({ zoom, center }) {
    for (const { button, latlng, dx, dy } of this._buttons.values()) {
      const point = this._map._latLngToNewLayerPoint(latlng, zoom, center).add([dx - HALF, dy - HALF]);
      DomUtil.setPosition(button, point.round());
    }
  },
});

function groupsOf(events) {
  const groups = new Map();
  for (const { group } of events) groups.set(group, (groups.get(group) ?? 0) + 1);
  return [...groups].sort((a, b) => b[1] - a[1]);
}

function kindsOf(events) {
  const labels = new Map(events.map(({ group, group_label: label }) => [group, label]));
  return groupsOf(events)
    .map(([group, n]) => `${labels.get(group)} ${count(n)}`)
    .join(", ");
}

/** The exact number in a ring whose arcs are the kinds. */
function donut(events) {
  const radius = 12;
  const round = 2 * Math.PI * radius;
  let start = 0;
  const arcs = groupsOf(events).map(([group, n]) => {
    const length = (n / events.length) * round;
    const arc = svg("circle", {
      class: `arc group-${group}`,
      r: radius,
      "stroke-dasharray": `${length} ${round - length}`,
      "stroke-dashoffset": -start,
      transform: "rotate(-90)",
    });
    start += length;
    return arc;
  });
  return svg(
    "svg",
    { class: "donut", viewBox: "-16 -16 32 32", width: 32, height: 32, "aria-hidden": "true" },
    svg("circle", { class: "ground", r: 15 }),
    arcs,
    svg("circle", { class: "edge", r: 14.2 }),
    svg("circle", { class: "edge", r: 9.8 }),
    svg("text", { class: "number", y: 0.5, "dominant-baseline": "middle" }, count(events.length)),
  );
}
