// How a toll went. The server draws it, once, for the page of the event; the card shows the same drawing.

import { h } from "./dom.js";

const pages = new Map();

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

function pageOf(url) {
  if (!pages.has(url)) pages.set(url, load(url));
  return pages.get(url);
}

async function load(url) {
  try {
    const response = await fetch(url);
    if (response.ok) return new DOMParser().parseFromString(await response.text(), "text/html");
  } catch {
    // The claims themselves are in the card; it does without the chart.
  }
  pages.delete(url);
  return null;
}
