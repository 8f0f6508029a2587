// What readers' pages use of Leaflet, for their bundles: the whole is twice as much, and no bundler can tell which
// of it is used. A name that is missing here stops the bundling; add it.

import "../node_modules/leaflet/src/map/handler/Map.BoxZoom.js";
import "../node_modules/leaflet/src/map/handler/Map.DoubleClickZoom.js";
import "../node_modules/leaflet/src/map/handler/Map.Drag.js";
import "../node_modules/leaflet/src/map/handler/Map.Keyboard.js";
import "../node_modules/leaflet/src/map/handler/Map.ScrollWheelZoom.js";
import "../node_modules/leaflet/src/map/handler/Map.TouchZoom.js";

export { Util } from "../node_modules/leaflet/src/core/index.js";
export { DomUtil } from "../node_modules/leaflet/src/dom/index.js";
export { LatLngBounds } from "../node_modules/leaflet/src/geo/LatLngBounds.js";
export { Layer } from "../node_modules/leaflet/src/layer/Layer.js";
export { GridLayer } from "../node_modules/leaflet/src/layer/tile/GridLayer.js";
export { Map } from "../node_modules/leaflet/src/map/Map.js";
