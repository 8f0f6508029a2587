// The events' symbols: one button for each event or cluster, in the order of the list.

import { DomUtil, Layer } from "leaflet";
import { count, say } from "../data/words.js";
import { symbolLabel } from "../format.js";
import { h } from "../ui/dom.js";
import { verifiedSymbol } from "../ui/marks.js";
import { meets } from "./outlines.js";
import { arrange, clusterRadius } from "./placement.js";

const AREAS = new Set(["admin1", "admin2", "area"]);
/** Pixels aside from which a line leads back to the point. */
const LEADER_FROM = 15;
/** Half of a touch target. */
const HALF = 12;
/** Pixels around a cluster that names keep clear of. */
const CLEAR_PX = 2;

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
    this._events = events.filter(({ x }) => x !== null);
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

  /** Events whose point is in view, clusters included, or whose area or line meets it; `covered` are pixels at each side. */
  inView(covered) {
    const { min, max } = this._map.getPixelBounds();
    const world = 256 * 2 ** this._map.getZoom();
    const [left, right] = [min.x + covered.left, max.x - covered.right].map((pixels) => pixels / world);
    const [top, bottom] = [min.y + covered.top, max.y - covered.bottom].map((pixels) => pixels / world);
    const box = { left, right, top, bottom };
    let number = 0;
    for (const { x, y, geometry } of this._events) {
      const isIn = x >= left && x <= right && y >= top && y <= bottom;
      // Light events have a shape once they are whole.
      if (isIn || (geometry && meets(geometry, box))) number += 1;
    }
    return number;
  },

  /** Events that stand by themselves and not in a cluster. */
  alone() {
    return [...this._buttons.values()]
      .filter(({ events }) => events.length === 1)
      .map(({ events }) => events[0]);
  },

  open(id) {
    this._opened = id;
    this._arrange();
  },

  focus(id) {
    const holds = ({ events }) => events.some((event) => event.id === id);
    [...this._buttons.values()].find(holds)?.button.focus();
  },

  _close() {
    this._opened = null;
  },

  _arrange() {
    const map = this._map;
    const world = 256 * 2 ** map.getZoom();
    const { min, max } = map.getPixelBounds();
    const [marginX, marginY] = [(max.x - min.x) / 4, (max.y - min.y) / 4];
    const [left, right] = [(min.x - marginX) / world, (max.x + marginX) / world];
    const [top, bottom] = [(min.y - marginY) / world, (max.y + marginY) / world];
    const isDrawn = this._isDrawn;
    const points = this._events.filter((event) => {
      const { x, y } = event;
      return x >= left && x <= right && y >= top && y <= bottom && (!isDrawn || isDrawn(event));
    });
    const places = arrange(points, { opened: this._opened, selected: this._selected, scale: world });
    this._draw(places.map((place) => ({ ...place, latlng: map.unproject([place.x, place.y]) })));
  },

  _draw(places) {
    const kept = new Map();
    const fresh = [];
    for (const place of places) {
      const events = place.members;
      const isSelected = events.length === 1 && events[0].id === this._selected;
      const key = `${keyOf(events)}${isSelected ? "*" : ""}`;
      const { button = null, look = null } = this._buttons.get(key) ?? {};
      this._buttons.delete(key);
      kept.set(key, { ...place, events, button, look, size: this._sizeOf(events, isSelected) });
      if (!button) fresh.push({ key, isSelected });
    }
    // While time moves every cluster changes at every frame: the old buttons take on the new events.
    const spare = [...this._buttons].filter(
      ([, { events, button }]) => events.length > 1 && button !== document.activeElement,
    );
    for (const { key, isSelected } of fresh) {
      const place = kept.get(key);
      if (place.events.length === 1) {
        place.button = this._asSpot(this._create("spot"), place.events[0], isSelected);
        continue;
      }
      const [old, { button }] = spare.pop() ?? [null, { button: this._create("cluster") }];
      this._buttons.delete(old);
      place.button = this._asCluster(button, place.events);
    }
    for (const { button } of this._buttons.values()) {
      if (button === document.activeElement) this._map.getContainer().focus({ preventScroll: true });
      button.remove();
    }
    this._buttons = kept;
    this._byButton = new Map([...kept.values()].map((place) => [place.button, place]));
    for (const shown of kept.values()) this._dress(shown);
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
  _dress(shown) {
    if (shown.look === this._look) return;
    shown.look = this._look;
    const { button, events } = shown;
    const { opacity, height, isSmall } = this._look.ofAll(events);
    button.style.opacity = opacity < 1 ? opacity : "";
    button.style.setProperty("--height", height);
    button.classList.toggle("is-small", isSmall);
  },

  _sizeOf(events, isSelected) {
    if (events.length > 1) return 2 * (clusterRadius(events.length) + CLEAR_PX);
    if (isSelected) return 32;
    return AREAS.has(events[0].precision) ? 26 : 18;
  },

  _create(name) {
    return h("button", {
      type: "button",
      class: `${name} leaflet-zoom-animated`,
      click: (click) => this._act(click),
      // By keyboard one may come to a symbol just outside of the view.
      focus: ({ currentTarget }) =>
        this._map.panInside(this._byButton.get(currentTarget).latlng, { padding: [40, 40] }),
    });
  },

  _act({ detail, currentTarget }) {
    // The click that ends a drag is not a choice; one from the keyboard has no detail.
    if (detail && this._map.dragging?.moved?.()) return;
    const { events } = this._byButton.get(currentTarget);
    if (events.length > 1) this._onOpen(events);
    else this._onSelect(events[0].id);
  },

  _asSpot(button, event, isSelected) {
    button.classList.toggle("is-area", AREAS.has(event.precision));
    button.classList.toggle("is-selected", isSelected);
    const label = symbolLabel(event);
    button.setAttribute("aria-label", label);
    button.setAttribute("aria-pressed", String(isSelected));
    // A light event has no title yet.
    button.title = event.title || label;
    button.append(verifiedSymbol(event.group, event.verification));
    return button;
  },

  /** The exact number in a ring whose arcs are the kinds. */
  _asCluster(button, events) {
    const groups = groupsOf(events);
    const label = `${say("cluster", { n: events.length })}: ${kindsOf(groups)}`;
    button.setAttribute("aria-label", label);
    button.title = label;
    button.style.setProperty("--kinds", ringOf(groups, events.length));
    button.style.setProperty("--radius", `${clusterRadius(events.length)}px`);
    button.textContent = count(events.length);
    return button;
  },

  _move() {
    for (const { button, events, latlng, dx, dy } of this._buttons.values()) {
      const half = halfOf(events);
      const point = this._map.latLngToLayerPoint(latlng).add([dx - half, dy - half]);
      DomUtil.setPosition(button, point.round());
    }
  },

  _animate({ zoom, center }) {
    for (const { button, events, latlng, dx, dy } of this._buttons.values()) {
      const half = halfOf(events);
      const point = this._map._latLngToNewLayerPoint(latlng, zoom, center).add([dx - half, dy - half]);
      DomUtil.setPosition(button, point.round());
    }
  },
});

/** What a button stands for, in few characters however many events those are. */
function keyOf(events) {
  let hash = 0;
  for (const { id } of events) hash = (hash * 31 + id) | 0;
  return `${events.length}:${events[0].id}:${hash}`;
}

function halfOf(events) {
  return events.length > 1 ? clusterRadius(events.length) : HALF;
}

/** `[{ group, label, n }]`, the most frequent first. */
function groupsOf(events) {
  const groups = new Map();
  for (const event of events) {
    const { group } = event;
    const known = groups.get(group);
    if (known) known.n += 1;
    else groups.set(group, { group, label: event.group_label, n: 1 });
  }
  return [...groups.values()].sort((a, b) => b.n - a.n);
}

function kindsOf(groups) {
  return groups.map(({ label, n }) => `${label} ${count(n)}`).join(", ");
}

function ringOf(groups, total) {
  let start = 0;
  const arcs = groups.map(({ group, n }) => {
    const from = start;
    start += (n / total) * 360;
    return `var(--${group}) ${from.toFixed(1)}deg ${start.toFixed(1)}deg`;
  });
  return `conic-gradient(${arcs.join(", ")})`;
}
