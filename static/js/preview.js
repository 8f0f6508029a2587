// A map's page within the builder of maps: it tells the builder what it shows, and none of its links lead away.

addEventListener("dateline:moved", tellBuilder, { capture: true });
addEventListener(
  "click",
  (event) => {
    const link = event.target.closest?.("a[href]");
    if (link && !link.matches("[data-step], [data-turn], [data-show]")) event.preventDefault();
  },
  { capture: true },
);
addEventListener("submit", (event) => event.preventDefault(), { capture: true });

/** `{ dateline: { view: { zoom, lat, lon }, bounds: [west, south, east, north] } }`, to our own pages alone. */
function tellBuilder({ detail: { view, stage } }) {
  if (window.parent === window) return;
  window.parent.postMessage({ dateline: { view, bounds: stage.bounds({ decimals: 6 }) } }, location.origin);
}
