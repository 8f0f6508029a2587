// What is shown, in one line: in the head of the rail, and where a narrow embed has room for nothing else.

import { articlesOf } from "../data/events.js";
import { say } from "../data/words.js";
import { figureLine, shortDate } from "../format.js";
import { h, symbol } from "./dom.js";

/** "12 of 74 events from 5 articles"; without the articles where they are not known, or none. */
export function showCount(element, shown, total) {
  const all = say("events", { n: total });
  const events = shown.length === total ? all : say("someOf", { n: shown.length, all });
  const articles = articlesOf(shown);
  element.textContent = !articles ? events : say("fromArticles", { events, n: articles });
}

/** The selected event, or the way to the list. */
export function showPeek(element, selected, { title, n }) {
  element.hidden = false;
  element.replaceChildren(
    ...(selected
      ? [
          symbol(selected.group),
          h("strong", {}, selected.title),
          h("span", {}, figureLine(selected.figures) || shortDate(selected)),
        ]
      : [h("strong", {}, title), h("span", { class: "peek-count" }, say("events", { n }))]),
  );
}
