// The small map on the page of an event or a place.

import { scalesOf } from "../data/circles.js";
import { countryInFocus, loadEvents } from "../data/events.js";
import { Stage } from "../map/stage.js";
import { Under } from "../map/under.js";

export async function showSmallMap(root, config) {
  const events = await loadEvents(config.data_url);
  const url = (id) => events.find((event) => event.id === id)?.url;
  const stage = new Stage(document.getElementById("map"), {
    basemap: config.basemap,
    isStatic: true,
    onSelect: (id) => id !== config.selected && location.assign(url(id)),
  });
  // A place is shown whole, however few of its parts have events.
  const extent = config.mode === "place" ? config.extent : null;
  stage.setFocus(countryInFocus(events));
  stage.fit(events, { extent });
  stage.show(events, { selected: config.selected, scales: () => scalesOf(events), hasFigures: false });
  new Under(stage);
  if (!extent && !events.some(({ point }) => point)) root.hidden = true;
}
