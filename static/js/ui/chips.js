// What the events are filtered by: one button for each filter takes it away, and one takes them all.

import { activeFilters } from "../data/filters.js";
import { say } from "../data/words.js";
import { h } from "./dom.js";

export function showChips(element, state, config, { names, onRemove, onClear }) {
  const filters = activeFilters(state, config, names);
  const keys = filters.map(({ name, value }) => `${name}=${value ?? ""}`);
  if (element.dataset.filters === keys.join("&")) return;
  // The focus goes to the neighbour of a chip that is taken away, and never back to the top of the page.
  const at = [...element.querySelectorAll("button")].indexOf(document.activeElement);
  element.dataset.filters = keys.join("&");
  element.hidden = !filters.length;
  const chips = filters.map((filter) => chip(filter, onRemove));
  const clear = h("button", { type: "button", class: "link clear", click: onClear }, say("clearAll"));
  element.replaceChildren(h("ul", { class: "filter-chips" }, chips), clear);
  if (at < 0) return;
  const buttons = element.querySelectorAll("button");
  const next = filters.length ? buttons[Math.min(at, buttons.length - 1)] : null;
  (next ?? document.getElementById("content")).focus({ preventScroll: true });
}

function chip(filter, onRemove) {
  return h(
    "li",
    {},
    h(
      "button",
      {
        type: "button",
        class: "filter-chip",
        "aria-label": say("removeFilter", { filter: filter.label }),
        click: () => onRemove(filter),
      },
      filter.label,
    ),
  );
}
