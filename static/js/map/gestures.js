// In another page's article the map never catches the reader's scrolling.

import { say } from "../data/words.js";

/** The wheel zooms only with Ctrl or ⌘; one finger scrolls the page, two move the map. */
export function guardScrolling(map, onHint) {
  const container = map.getContainer();
  const isMac = /mac|iphone|ipad/i.test(navigator.userAgentData?.platform ?? navigator.platform ?? "");
  container.classList.add("is-guarded");
  container.addEventListener(
    "wheel",
    (event) => {
      if (event.ctrlKey || event.metaKey) return;
      event.stopPropagation();
      onHint?.(say(isMac ? "hintWheelMac" : "hintWheel"));
    },
    { capture: true, passive: true },
  );
  container.addEventListener(
    "pointerdown",
    ({ pointerType }) => (pointerType === "touch" ? map.dragging.disable() : map.dragging.enable()),
    { capture: true },
  );
  container.addEventListener(
    "touchmove",
    ({ touches }) => touches.length === 1 && onHint?.(say("hintTouch")),
    {
      passive: true,
    },
  );
}

const PAN_PX = 80;
const STEPS = {
  ArrowLeft: [-PAN_PX, 0],
  ArrowRight: [PAN_PX, 0],
  ArrowUp: [0, -PAN_PX],
  ArrowDown: [0, PAN_PX],
};

/** The map's keys work from its symbols too: arrows move it, + and − zoom; Leaflet has them for the map alone. */
export function steerByKeys(map) {
  const container = map.getContainer();
  container.addEventListener("keydown", (event) => {
    const { key, target } = event;
    if (target === container || event.altKey || event.ctrlKey || event.metaKey) return;
    if (!target.closest(".leaflet-map-pane")) return;
    if (STEPS[key]) map.panBy(STEPS[key]);
    else if (key === "+" || key === "=") map.zoomIn();
    else if (key === "-" || key === "_") map.zoomOut();
    else return;
    event.preventDefault();
  });
}
