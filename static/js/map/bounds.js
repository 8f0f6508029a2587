// What a part of the world reaches from and to, as Leaflet has it.

import { LatLngBounds } from "leaflet";

/** Of [west, south, east, north]. */
export function boundsIn([west, south, east, north]) {
  return new LatLngBounds([south, west], [north, east]);
}

/** Of events with their shapes; not valid when none has a point. */
export function boundsOf(events) {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  const extend = (lon, lat) => {
    if (lon < west) west = lon;
    if (lon > east) east = lon;
    if (lat < south) south = lat;
    if (lat > north) north = lat;
  };
  for (const event of events) {
    const { point, precision } = event;
    if (!point) continue;
    extend(point[0], point[1]);
    // Light events have a shape once they are whole.
    if (!event.isComplete || !event.geometry || precision === "near") continue;
    for (const [lon, lat] of positions(event.geometry)) extend(lon, lat);
  }
  return west > east ? new LatLngBounds([]) : new LatLngBounds([south, west], [north, east]);
}

function* positions(geometry) {
  if (geometry.geometries) {
    for (const part of geometry.geometries) yield* positions(part);
    return;
  }
  const stack = [geometry.coordinates];
  while (stack.length) {
    const item = stack.pop();
    if (typeof item[0] === "number") yield item;
    else stack.push(...item);
  }
}
