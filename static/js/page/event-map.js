// The small map on the page of one event.

import { scalesOf } from "../data/circles.js";
import { countryInFocus, loadEvents } from "../data/events.js";
import { Stage } from "../map/stage.js";

export async function showEvent(root, config) {
  const events = await loadEvents(config.data_url);
  const [event] = events;
  const stage = new Stage(document.getElementById("map"), {
    basemap: config.basemap,
    isStatic: true,
    onSelect: () => {},
  });
  stage.setFocus(countryInFocus(events));
  stage.fit(events);
  stage.show(events, { selected: event.id, scales: scalesOf(events), hasFigures: false });
  if (!event.point) root.hidden = true;
}
