// How the article's text is marked, paragraph by paragraph, without any element of the page.

import { segmentsOf } from "./segments.js";

const SIDES = new Set(["date", "claimant"]);

/**
 * The paragraphs of `text` under spans in its units: each a list of `{text, mark, side}`, the attributes of the
 * elements that the words stand in, null for none. Line breaks stay in the text, so that a selection counts
 * them; each begins a new paragraph.
 */
export function paragraphsOf(text, spans) {
  const named = new Set();
  const paragraphs = [[]];
  for (const { start, end, spans: covering } of segmentsOf(text.length, spans)) {
    for (const line of text.slice(start, end).split(/(?<=\n)/)) {
      paragraphs.at(-1).push({ text: line, ...attributesOf(covering, named) });
      if (line.endsWith("\n")) paragraphs.push([]);
    }
  }
  return paragraphs;
}

function attributesOf(all, named) {
  const sides = all.filter(({ type }) => SIDES.has(type));
  const covering = all.filter(({ type }) => !SIDES.has(type));
  return {
    mark: covering.length ? markOf(covering, named) : null,
    side: sides.length ? sideOf(sides) : null,
  };
}

function markOf(covering, named) {
  const inner = covering.find(({ isSelected }) => isSelected) ?? covering.at(-1);
  const isFirst = !named.has(inner.key);
  named.add(inner.key);
  const attributes = {
    class: `is-${inner.state} type-${inner.type}${inner.isSelected ? " is-selected" : ""}`,
    "data-key": inner.key,
    "data-keys": covering.map(({ key }) => key).join(" "),
    "data-selected": inner.isSelected ? inner.key : null,
  };
  // Only the first piece of the proposal in hand is a stop of the Tab key; the list has them all.
  if (!isFirst) return attributes;
  return {
    ...attributes,
    role: "button",
    tabindex: inner.isSelected ? "0" : "-1",
    "aria-label": inner.words,
    "aria-pressed": String(Boolean(inner.isSelected)),
  };
}

/** Words that tell a day or who claims a figure, be they of a proposal too or not. */
function sideOf(sides) {
  const claimant = sides.find(({ type }) => type === "claimant");
  return {
    class: sides.map(({ type, isSelected }) => `is-${type}${isSelected ? " is-of-selected" : ""}`).join(" "),
    title: sides.map(({ words }) => words).join("; "),
    "data-claims": claimant ? claimant.keys.join(" ") : null,
  };
}
