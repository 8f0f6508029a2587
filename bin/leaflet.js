// What readers' pages use of Leaflet, for their bundles: the whole is a third more, and no bundler can tell
// which of it is used. A name that is missing here stops the bundling; add it.

import "../node_modules/leaflet/src/layer/vector/Renderer.getRenderer.js";

export { Util } from "../node_modules/leaflet/src/core/index.js";
export { DomUtil } from "../node_modules/leaflet/src/dom/index.js";
export { LatLngBounds } from "../node_modules/leaflet/src/geo/LatLngBounds.js";
export { FeatureGroup } from "../node_modules/leaflet/src/layer/FeatureGroup.js";
export { GeoJSON } from "../node_modules/leaflet/src/layer/GeoJSON.js";
export { Layer } from "../node_modules/leaflet/src/layer/Layer.js";
export { GridLayer } from "../node_modules/leaflet/src/layer/tile/GridLayer.js";
export { SVG } from "../node_modules/leaflet/src/layer/vector/SVG.js";
export { Map } from "../node_modules/leaflet/src/map/index.js";
