// All labels of the view on one canvas: names never cover each other, a symbol or a figure.

import { DomUtil, Layer, Util } from "leaflet";

/** Drawn beyond the view, so that names are there when the map is dragged. */
const MARGIN = 160;
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
    this._basemap.on("load tileload repaint", this.redraw, this);
    this.redraw();
  },

  onRemove() {
    this._basemap.off("load tileload repaint", this.redraw, this);
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
    const pen = { context, font: style.fontFamily, ink, halo: ink("halo"), taken: [] };
    const { symbols, figures } = this._obstacles();
    pen.taken.push(...symbols);
    this.figuresDrawn = figures.filter((figure) => drawFigure(pen, figure)).length;
    for (const label of this._inOrder(map, size)) drawName(pen, label, symbols);
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

function drawFigure(pen, { x, y, radius, number, span, isSelected }) {
  const { context, font } = pen;
  context.font = `700 13px ${font}`;
  const width = context.measureText(number).width;
  context.font = `400 11.5px ${font}`;
  const below = span ? context.measureText(span).width : 0;
  const height = span ? 30 : 16;
  const half = Math.max(width, below) / 2;
  const tops = [y - radius - height - 3, y + radius + 4];
  const top = tops.find((edge) => isFree(pen.taken, box(x - half, edge, 2 * half, height), 2));
  if (top === undefined && !isSelected) return false;
  const edge = top ?? tops[0];
  pen.taken.push(box(x - half, edge, 2 * half, height));
  context.textAlign = "center";
  context.textBaseline = "top";
  context.font = `700 13px ${font}`;
  write(pen, number, x, edge, pen.ink("ink"), 4);
  context.font = `400 11.5px ${font}`;
  if (span) write(pen, span, x, edge + 16, pen.ink("ink"), 4);
  return true;
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
  const place = candidates.find((candidate) => isFree(pen.taken, candidate, 2));
  if (!place) return;
  const { context } = pen;
  pen.taken.push(place);
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

function isFree(taken, candidate, gap) {
  return taken.every((other) => isApart(other, candidate, gap));
}

function isApart(a, b, gap) {
  return (
    a.right + gap <= b.left || b.right + gap <= a.left || a.bottom + gap <= b.top || b.bottom + gap <= a.top
  );
}
