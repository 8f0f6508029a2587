// All labels of the view on one canvas: names never cover each other, a symbol or a figure.

import { DomUtil, Layer, Util } from "leaflet";
import { calmly } from "../ui/calm.js";

/** Drawn beyond the view, so that names are there when the map is dragged. */
const MARGIN = 160;
/** Pixels between a circle and its words from which a line ties them. */
const TIE_FROM = 10;
/** Clockwise from the top, in the order in which places for a figure's words are tried. */
const ANGLES = [0, 180, 90, 270, 55, 305, 125, 235].map((degrees) => (degrees * Math.PI) / 180);
const STYLES = {
  country: { size: (rank) => (rank <= 1 ? 13 : 11.5), spacing: 0.24, isCapital: true, priority: 0 },
  water: { size: (rank) => (rank <= 2 ? 14 : 12), spacing: 0.08, isItalic: true, priority: 40 },
  settlement: { size: (rank) => (rank <= 2 ? 13.5 : rank <= 5 ? 12.5 : 11.5), priority: 10 },
  admin1: { size: () => 11.5, spacing: 0.1, priority: 60 },
};

export const LabelCanvas = Layer.extend({
  initialize(basemap, { pane, obstacles }) {
    this._basemap = basemap;
    this._paneName = pane;
    this._obstacles = obstacles;
  },

  onAdd(map) {
    this._canvas = DomUtil.create("canvas", "labels leaflet-zoom-hide", map.getPane(this._paneName));
    this._canvas.setAttribute("aria-hidden", "true");
    // Tiles come one by one: the names of all are drawn a few times, not with each of them.
    this._soon = calmly(() => this.redraw());
    this._basemap.on("load repaint", this.redraw, this).on("tileload", this._soon);
    this.redraw();
  },

  onRemove() {
    this._basemap.off("load repaint", this.redraw, this).off("tileload", this._soon);
    Util.cancelAnimFrame(this._frame);
    this._canvas.remove();
  },

  getEvents() {
    return { moveend: this.redraw, zoomend: this.redraw, resize: this.redraw, viewreset: this.redraw };
  },

  redraw() {
    this._frame ??= Util.requestAnimFrame(() => {
      this._frame = null;
      if (this._map && !this._map._animatingZoom) this._draw();
    });
  },

  _draw() {
    const map = this._map;
    const size = map.getSize().add([2 * MARGIN, 2 * MARGIN]);
    const sharpness = window.devicePixelRatio || 1;
    const canvas = this._canvas;
    canvas.width = size.x * sharpness;
    canvas.height = size.y * sharpness;
    canvas.style.width = `${size.x}px`;
    canvas.style.height = `${size.y}px`;
    DomUtil.setPosition(canvas, map.containerPointToLayerPoint([-MARGIN, -MARGIN]));
    const context = canvas.getContext("2d");
    context.scale(sharpness, sharpness);
    context.translate(MARGIN, MARGIN);
    const style = getComputedStyle(map.getContainer());
    const ink = (name) => style.getPropertyValue(`--map-${name}`).trim();
    const { symbols, leaders, figures, covers, bottom } = this._obstacles();
    const { x: width, y: height } = map.getSize();
    const view = { left: 4, top: 4, right: width - 4, bottom: height - bottom - 4 };
    const pen = {
      context,
      font: style.fontFamily,
      ink,
      halo: ink("halo"),
      taken: [...covers, ...symbols],
      view,
    };
    for (const leader of leaders) drawLeader(pen, leader);
    for (const figure of figures) {
      const others = figures.filter((other) => other.x !== figure.x || other.y !== figure.y);
      drawFigure(pen, figure, others.map(around));
    }
    pen.names = new Set();
    for (const label of this._inOrder(map, size)) {
      // "Hama" in Hama: the province's name adds nothing beside its town's.
      if (label.kind === "admin1" && pen.names.has(label.name)) continue;
      drawName(pen, label, symbols);
    }
  },

  _inOrder(map, size) {
    const world = 256 * 2 ** map.getZoom();
    const origin = map.getPixelBounds().min;
    const labels = [];
    for (const label of this._basemap.labels()) {
      const [x, y] = [label.x * world - origin.x, label.y * world - origin.y];
      if (x < -MARGIN || y < -MARGIN || x > size.x - MARGIN || y > size.y - MARGIN) continue;
      const style = STYLES[label.kind];
      if (style) labels.push({ ...label, x, y, style, order: style.priority + (label.rank ?? 5) });
    }
    return labels.sort((a, b) => a.order - b.order);
  },
});

/** A hairline to the point that a symbol was moved away from. */
function drawLeader({ context, ink, halo }, { x, y, dx, dy }) {
  for (const [colour, width, radius] of [
    [halo, 3, 2.6],
    [ink("ink"), 0.9, 1.5],
  ]) {
    context.strokeStyle = context.fillStyle = colour;
    context.lineWidth = width;
    context.beginPath();
    context.moveTo(x, y);
    context.lineTo(x + dx, y + dy);
    context.stroke();
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    context.fill();
  }
}

/** Words beside a circle; over another one they would be taken for its words, where there is any other place. */
function drawFigure(pen, { x, y, radius, number, span }, others) {
  const { context, font } = pen;
  context.font = `700 13px ${font}`;
  const width = context.measureText(number).width;
  context.font = `400 11.5px ${font}`;
  const below = span ? context.measureText(span).width : 0;
  const height = span ? 30 : 16;
  const wide = Math.max(width, below);
  const places = figurePlaces({ x, y, radius, wide, height });
  const clear = places.filter((place) => others.every((other) => isApart(place, other, 0)));
  const place = choose(pen, clear, 2) ?? choose(pen, places, 2);
  if (!place) return;
  const middle = (place.left + place.right) / 2;
  pen.taken.push(place);
  drawTie(pen, { x, y, radius }, place);
  context.textAlign = "center";
  context.textBaseline = "top";
  context.font = `700 13px ${font}`;
  write(pen, number, middle, place.top, pen.ink("ink"), 4);
  context.font = `400 11.5px ${font}`;
  if (span) write(pen, span, middle, place.top + 16, pen.ink("ink"), 4);
}

function around({ x, y, radius }) {
  return box(x - radius, y - radius, 2 * radius, 2 * radius);
}

/** A hairline from a circle to words that found no place beside it. */
function drawTie({ context, ink }, { x, y, radius }, place) {
  const nearX = Math.max(place.left, Math.min(x, place.right));
  const nearY = Math.max(place.top, Math.min(y, place.bottom));
  const away = Math.hypot(nearX - x, nearY - y);
  if (away - radius < TIE_FROM) return;
  context.beginPath();
  context.moveTo(x + ((nearX - x) * radius) / away, y + ((nearY - y) * radius) / away);
  context.lineTo(nearX, nearY);
  context.strokeStyle = ink("ink");
  context.lineWidth = 0.8;
  context.stroke();
}

/** Over the circle, under it, then all around it, and once more farther out: the first that is free counts. */
function figurePlaces({ x, y, radius, wide, height }) {
  const places = [];
  for (const gap of [4, 18, 34]) {
    const [reachX, reachY] = [radius + gap + wide / 2, radius + gap + height / 2];
    for (const angle of ANGLES) {
      const [across, down] = [Math.sin(angle), -Math.cos(angle)];
      // Along an ellipse that keeps the whole text outside of the circle.
      const middleX = x + across * (Math.abs(down) > 0.9 ? 0 : reachX);
      places.push(box(middleX - wide / 2, y + down * reachY - height / 2, wide, height));
    }
  }
  return places;
}

function drawName(pen, label, symbols) {
  const { context } = pen;
  const { style, kind } = label;
  const size = style.size(label.rank ?? 5);
  const text = style.isCapital ? label.name.toLocaleUpperCase() : label.name;
  const weight = kind === "settlement" && label.rank <= 2 ? 600 : 400;
  context.font = `${style.isItalic ? "italic " : ""}${weight} ${size}px ${pen.font}`;
  if ("letterSpacing" in context) context.letterSpacing = `${(style.spacing ?? 0) * size}px`;
  const width = context.measureText(text).width;
  const colour = pen.ink(kind === "water" ? "water-ink" : kind === "settlement" ? "label" : "label-quiet");
  context.textBaseline = "middle";
  if (kind === "settlement") drawSettlement(pen, label, { text, width, size, colour, symbols });
  else drawCentred(pen, label, { text, width, size, colour });
  if ("letterSpacing" in context) context.letterSpacing = "0px";
}

function drawCentred(pen, { x, y }, { text, width, size, colour }) {
  const place = [0, -size * 1.6, size * 1.6, -size * 3.2, size * 3.2]
    .map((shift) => box(x - width / 2, y + shift - size / 2, width, size))
    .find((candidate) => isFree(pen.taken, candidate, 6));
  if (!place) return;
  pen.taken.push(place);
  pen.context.textAlign = "left";
  write(pen, text, place.left, place.top + size / 2, colour, 3);
}

/** A dot and its name, at the side that is free; under a symbol the symbol is the dot. */
function drawSettlement(pen, { x, y }, { text, width, size, colour, symbols }) {
  const dot = box(x - 2, y - 2, 4, 4);
  const symbol = symbols.find((other) => !isApart(other, dot, 0));
  const around = symbol ?? box(x - 3, y - 3, 6, 6);
  const middle = (around.top + around.bottom) / 2;
  const centre = (around.left + around.right) / 2;
  const candidates = [
    box(around.right + 2.5, middle - size / 2, width, size),
    box(around.left - width - 2.5, middle - size / 2, width, size),
    box(centre - width / 2, around.top - size - 2, width, size),
    box(centre - width / 2, around.bottom + 2, width, size),
  ];
  const place = choose(pen, candidates, 2);
  if (!place) return;
  const { context } = pen;
  pen.taken.push(place);
  pen.names.add(text);
  if (!symbol) {
    if (!isFree(pen.taken, dot, 0)) return;
    pen.taken.push(dot);
    context.beginPath();
    context.arc(x, y, 2.2, 0, 2 * Math.PI);
    context.strokeStyle = pen.halo;
    context.lineWidth = 2.5;
    context.stroke();
    context.fillStyle = colour;
    context.fill();
  }
  context.textAlign = "left";
  write(pen, text, place.left, place.top + size / 2, colour, 3);
}

function write({ context, halo }, text, x, y, colour, width) {
  context.lineJoin = "round";
  context.lineWidth = width;
  context.strokeStyle = halo;
  context.strokeText(text, x, y);
  context.fillStyle = colour;
  context.fillText(text, x, y);
}

function box(left, top, width, height) {
  return { left, top, right: left + width, bottom: top + height };
}

/** The first free place that is wholly in view; failing that a free one beyond its edge. */
function choose({ taken, view }, places, gap) {
  const free = places.filter((place) => isFree(taken, place, gap));
  return free.find((place) => isWithin(place, view)) ?? free.find((place) => isApart(place, view, 0));
}

function isWithin(a, b) {
  return a.left >= b.left && a.right <= b.right && a.top >= b.top && a.bottom <= b.bottom;
}

function isFree(taken, candidate, gap) {
  return taken.every((other) => isApart(other, candidate, gap));
}

function isApart(a, b, gap) {
  return (
    a.right + gap <= b.left || b.right + gap <= a.left || a.bottom + gap <= b.top || b.bottom + gap <= a.top
  );
}
