// The shapes of Leaflet, for what is drawn under the symbols: apart from the map, so that they can come after it.

import { Map } from "../node_modules/leaflet/src/map/Map.js";

export { FeatureGroup } from "../node_modules/leaflet/src/layer/FeatureGroup.js";
export { Polygon } from "../node_modules/leaflet/src/layer/vector/Polygon.js";
export { Polyline } from "../node_modules/leaflet/src/layer/vector/Polyline.js";
export { SVG } from "../node_modules/leaflet/src/layer/vector/SVG.js";

// In the place of Renderer.getRenderer.js, which would bring the canvas along: every shape of ours names its renderer.
Map.include({
  getRenderer({ options: { renderer } }) {
    if (!this.hasLayer(renderer)) this.addLayer(renderer);
    return renderer;
  },
});
