// The muted background: vector tiles drawn on canvas, sharp at every zoom. Labels are drawn by labels.js.

import { VectorTile } from "@mapbox/vector-tile";
import { GridLayer } from "leaflet";
import { PbfReader } from "pbf";
import { packsOf, unpack } from "./packs.js";
import { Turns } from "./turns.js";

const TILE_PX = 512;
const SHARPEST = 3;
const KEPT_TILES = 160;
/** Steps across a stored tile. */
const EXTENT = 2048;

export const Basemap = GridLayer.extend({
  options: { tileSize: TILE_PX, updateWhenZooming: false, keepBuffer: 1, attribution: "" },

  /** With `waits` nothing is loaded before `start()`: the map is made before anybody knows where it will look. */
  initialize(url, { maxZoom, waits = false, ...options }) {
    GridLayer.prototype.initialize.call(this, options);
    this._address = url;
    this._waits = waits;
    this._wanted = new Map();
    this._turns = new Turns();
    this._deepest = maxZoom;
    this._decoded = new Map();
    this._focus = null;
  },

  onAdd(map) {
    this._readColours();
    this._dark = matchMedia("(prefers-color-scheme: dark)");
    this._onDark = () => {
      if (this._isPrinting) return;
      this._readColours();
      this._repaint();
    };
    this._dark.addEventListener("change", this._onDark);
    // A printer asks for light pages and waits for no frame: half of a dark map would be drawn anew. It is
    // printed as it stands on the screen, all of it.
    this._onPrint = () => {
      this._isPrinting = true;
      const isDark = this._dark.matches && !document.documentElement.dataset.theme;
      if (isDark) map.getContainer().dataset.theme = "dark";
    };
    this._onPrinted = () => {
      this._isPrinting = false;
      delete map.getContainer().dataset.theme;
    };
    addEventListener("beforeprint", this._onPrint);
    addEventListener("afterprint", this._onPrinted);
    GridLayer.prototype.onAdd.call(this, map);
  },

  onRemove(map) {
    this._dark.removeEventListener("change", this._onDark);
    removeEventListener("beforeprint", this._onPrint);
    removeEventListener("afterprint", this._onPrinted);
    GridLayer.prototype.onRemove.call(this, map);
  },

  /** Loads what is in view once the task in hand, which may still choose the view, is done. */
  start() {
    if (!this._waits) return;
    this._waits = false;
    queueMicrotask(() => this._fetchWanted());
  },

  /** The country drawn lighter than its neighbours. */
  setFocus(country) {
    if (country === this._focus) return;
    this._focus = country;
    this._repaint();
  },

  createTile(coords, done) {
    const canvas = document.createElement("canvas");
    const part = partOf(coords, this._deepest);
    canvas.drawTile = (tile) => {
      canvas.sharpness = this._sharpness();
      canvas.width = canvas.height = Math.round(TILE_PX * canvas.sharpness);
      paint(canvas, tile, part, canvas.sharpness, this._colours, this._focus);
    };
    const draw = (tile) => this._turns.take(() => canvas.drawTile(tile));
    this._load(part)
      .then(draw)
      .then(
        () => done(null, canvas),
        (error) => done(error, canvas),
      );
    canvas.tilePart = part;
    return canvas;
  },

  getEvents() {
    return { ...GridLayer.prototype.getEvents.call(this), zoomend: this._sharpen };
  },

  /** Pixels of a canvas for one of a tile. Between two zooms tiles are stretched by up to 1.4. */
  _sharpness() {
    const stretched = this._map ? 2 ** (this._map.getZoom() - (this._tileZoom ?? this._map.getZoom())) : 1;
    return Math.min((window.devicePixelRatio || 1) * stretched, SHARPEST);
  },

  /** Draws stretched tiles anew, one in a frame, so that no step of the zoom is a long one. */
  _sharpen() {
    cancelAnimationFrame(this._sharpening);
    const blurred = Object.values(this._tiles ?? {}).filter(
      ({ el, current }) => current && Math.abs(el.sharpness / this._sharpness() - 1) > 0.02,
    );
    const next = () => {
      const { el } = blurred.pop() ?? {};
      if (!el) return;
      const tile = this._decoded.get(keyOf(el.tilePart))?.tile;
      if (tile) el.drawTile(tile);
      this._sharpening = requestAnimationFrame(next);
    };
    next();
  },

  /** Labels of the tiles on screen, in pixels of the world at the map's zoom. */
  labels() {
    const seen = new Map();
    for (const { el, current } of Object.values(this._tiles ?? {})) {
      const tile = current && this._decoded.get(keyOf(el.tilePart))?.tile;
      if (!tile || seen.has(tile)) continue;
      seen.set(tile, tile.labels);
    }
    return [...seen.values()].flat();
  },

  _load(part) {
    const key = keyOf(part);
    const kept = this._decoded.get(key);
    if (kept) {
      this._decoded.delete(key);
      this._decoded.set(key, kept);
      return kept.promise;
    }
    const entry = { tile: null };
    const read = (buffer) => this._turns.take(() => (entry.tile = decode(buffer, part)));
    entry.promise = this._fetch(part).then(read);
    entry.promise.catch(() => this._decoded.delete(key));
    this._decoded.set(key, entry);
    if (this._decoded.size > KEPT_TILES) this._decoded.delete(this._decoded.keys().next().value);
    return entry.promise;
  },

  /** The bytes of a tile, together with all others that are wanted in the same task. */
  _fetch(part) {
    if (!this._wanted.size && !this._waits) queueMicrotask(() => this._fetchWanted());
    return new Promise((resolve, reject) => this._wanted.set(keyOf(part), { part, resolve, reject }));
  },

  _fetchWanted() {
    const seen = new Set(Object.values(this._tiles ?? {}).map(({ el }) => keyOf(el.tilePart)));
    const wanted = this._wanted;
    this._wanted = new Map();
    const parts = [];
    for (const [key, { part }] of wanted) {
      if (seen.has(key)) parts.push(part);
      else this._decoded.delete(key); // of a view that was left before it was loaded
    }
    for (const pack of packsOf(parts)) {
      const asked = pack.tiles.map((part) => wanted.get(keyOf(part)));
      fetchPack(this._address, pack).then(
        (tiles) => asked.forEach(({ resolve }, i) => resolve(tiles[i])),
        (error) => asked.forEach(({ reject }) => reject(error)),
      );
    }
  },

  _repaint() {
    for (const { el } of Object.values(this._tiles ?? {})) {
      const tile = this._decoded.get(keyOf(el.tilePart))?.tile;
      if (tile) el.drawTile(tile);
    }
    this.fire("repaint");
  },

  _readColours() {
    const style = getComputedStyle(document.documentElement);
    const colour = (name) => style.getPropertyValue(`--map-${name}`).trim();
    const names = ["water", "land", "focus", "admin", "coast", "border"];
    this._colours = Object.fromEntries(names.map((name) => [name, colour(name)]));
  },
});

async function fetchPack(template, { z, left, right, top, bottom, tiles }) {
  const isOne = tiles.length === 1;
  const names = isOne ? `${left}/${top}.mvt` : `${left}-${right}/${top}-${bottom}.tiles`;
  const address = template.replace("{z}", z).replace("{x}/{y}.mvt", names);
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${response.status} for ${address}`);
  const buffer = await response.arrayBuffer();
  return isOne ? [buffer] : unpack(buffer);
}

function keyOf({ z, x, y }) {
  return `${z}/${x}/${y}`;
}

/**
 * The stored tile that holds a screen tile, and the square of it that is on it. Tiles of 512 pixels are one
 * zoom behind the map; below the deepest stored zoom a part of a tile is drawn larger.
 */
function partOf({ x, y, z }, deepest) {
  const zoom = z - 1;
  const steps = Math.max(0, zoom - deepest);
  const factor = 2 ** steps;
  const across = 2 ** zoom;
  const column = ((x % across) + across) % across;
  return {
    z: zoom - steps,
    x: Math.floor(column / factor),
    y: Math.floor(y / factor),
    factor,
    left: column % factor,
    top: y % factor,
  };
}

function decode(buffer, { z, x, y }) {
  const tile = { extent: EXTENT, land: new Map(), lines: new Map(), labels: [] };
  const { layers } = new VectorTile(new PbfReader(buffer));
  for (const feature of featuresOf(layers.land)) {
    addTo(tile.land, feature.properties.country ?? "", feature, true);
  }
  for (const name of ["admin1", "coast", "border"]) {
    for (const feature of featuresOf(layers[name])) {
      addTo(tile.lines, feature.properties.disputed ? "disputed" : name, feature, false);
    }
  }
  const world = 2 ** z;
  for (const feature of featuresOf(layers.label)) {
    const [[point]] = feature.loadGeometry();
    if (point.x < 0 || point.y < 0 || point.x >= tile.extent || point.y >= tile.extent) continue;
    // Fractions of the world, so that they fit every zoom.
    tile.labels.push({
      ...feature.properties,
      x: (x + point.x / tile.extent) / world,
      y: (y + point.y / tile.extent) / world,
    });
  }
  return tile;
}

function* featuresOf(layer) {
  for (let i = 0; i < (layer?.length ?? 0); i += 1) yield layer.feature(i);
}

function addTo(paths, key, feature, isClosed) {
  if (!paths.has(key)) paths.set(key, new Path2D());
  const path = paths.get(key);
  for (const line of feature.loadGeometry()) {
    line.forEach((point, i) => (i ? path.lineTo(point.x, point.y) : path.moveTo(point.x, point.y)));
    if (isClosed) path.closePath();
  }
}

const LINES = [
  { name: "admin1", colour: "admin", width: 1, dash: [1, 3] },
  { name: "coast", colour: "coast", width: 0.8, dash: [] },
  { name: "border", colour: "border", width: 1.2, dash: [] },
  { name: "disputed", colour: "border", width: 1.2, dash: [5, 4] },
];

function paint(canvas, tile, { factor, left, top }, sharpness, colours, focus) {
  const context = canvas.getContext("2d");
  const scale = (TILE_PX * sharpness * factor) / tile.extent;
  const px = sharpness / scale;
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.fillStyle = colours.water;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.setTransform(scale, 0, 0, scale, -left * canvas.width, -top * canvas.height);
  context.lineJoin = "round";
  for (const [country, path] of tile.land) {
    context.fillStyle = context.strokeStyle = country && country === focus ? colours.focus : colours.land;
    context.fill(path);
    // Closes the hairline between two countries that share a line.
    context.lineWidth = 0.7 * px;
    context.stroke(path);
  }
  for (const { name, colour, width, dash } of LINES) {
    const path = tile.lines.get(name);
    if (!path) continue;
    context.strokeStyle = colours[colour];
    context.lineWidth = width * px;
    context.setLineDash(dash.map((length) => length * px));
    context.stroke(path);
  }
  context.setLineDash([]);
}
