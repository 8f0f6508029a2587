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
