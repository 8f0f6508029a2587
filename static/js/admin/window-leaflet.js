// The Leaflet that django-leaflet loaded as a classic script, for modules that import "leaflet".

const { CRS, Control, DomEvent, DomUtil, GeoJSON, GridLayer, LatLng, LatLngBounds, Layer, Point, Util } =
  window.L;

export { CRS, Control, DomEvent, DomUtil, GeoJSON, GridLayer, LatLng, LatLngBounds, Layer, Point, Util };
