// Where events are many, as a surface of a few shades. It counts events and nothing else.

import { classOf, densityOf } from "../data/density.js";
import { hasPlace } from "./look.js";

/** Pixels of a cell, and of the reach of an event around it. */
const CELL_PX = 2;
const REACH_PX = 30;
export const SHADES = 5;

/** Paints the density of events; gives what its key says, null when there is nothing. */
export function paintHeat(pen, events) {
  const { context, view } = pen;
  const [columns, rows] = [
    Math.ceil((view.right - view.left) / CELL_PX),
    Math.ceil((view.bottom - view.top) / CELL_PX),
  ];
  const points = [];
  for (const event of events) {
    if (!hasPlace(event)) continue;
    const [x, y] = pen.place(event.x, event.y);
    points.push({ x: (x - view.left) / CELL_PX, y: (y - view.top) / CELL_PX });
  }
  const { grid, most } = densityOf(points, { columns, rows, radius: REACH_PX / CELL_PX });
  if (!most) return null;
  const image = surface(grid, most, { columns, rows, shades: shadesOf(pen) });
  context.imageSmoothingEnabled = true;
  context.drawImage(image, view.left, view.top, columns * CELL_PX, rows * CELL_PX);
  return { most: Math.max(1, Math.round(most)), reach: REACH_PX };
}

/** The shades of the theme as bytes; read through a pixel, so that any way of writing a colour will do. */
function shadesOf({ colour }) {
  const probe = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  return Array.from({ length: SHADES }, (_, i) => {
    probe.clearRect(0, 0, 1, 1);
    probe.fillStyle = colour(`heat-${i + 1}`);
    probe.fillRect(0, 0, 1, 1);
    const [red, green, blue] = probe.getImageData(0, 0, 1, 1).data;
    // The first shade lets the map through, the last one nearly not.
    return new Uint8Array([red, green, blue, Math.round(255 * (0.5 + (0.4 * i) / (SHADES - 1)))]);
  });
}

function surface(grid, most, { columns, rows, shades }) {
  const canvas = document.createElement("canvas");
  canvas.width = columns;
  canvas.height = rows;
  const context = canvas.getContext("2d");
  const image = context.createImageData(columns, rows);
  // Whole pixels at once: a view has hundreds of thousands.
  const pixels = new Uint32Array(image.data.buffer);
  const colours = shades.map((bytes) => new Uint32Array(bytes.buffer)[0]);
  for (let i = 0; i < grid.length; i += 1) {
    const shade = classOf(grid[i], most, colours.length);
    if (shade) pixels[i] = colours[shade - 1];
  }
  context.putImageData(image, 0, 0);
  return canvas;
}
