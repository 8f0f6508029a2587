// How a toll went. The server draws it, once, for the page of the event; the card shows the same drawing.

import { h } from "./dom.js";
import { pageOf } from "./event-pages.js";

/** A box of the chart's height, filled when the page of the event has come; gone when it does not come. */
export function historyOf(event, { measure, people }) {
  const box = h("div", { class: "history-box" });
  pageOf(event.url).then((page) => {
    const found = page?.querySelector(`.history[data-thing="${CSS.escape(`${measure} ${people}`)}"]`);
    if (found) box.replaceChildren(document.importNode(found, true));
    else box.remove();
  });
  return box;
}
