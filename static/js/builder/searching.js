// What the builder asks the server for: places, and published events. And fields that find one of them.

import { say } from "../data/words.js";
import { combobox } from "../desk/combobox.js";
import { h } from "../ui/dom.js";

/** Answers of the builder's addresses; raises an error with the server's sentence. */
export async function asked(address, params) {
  const query = new URLSearchParams(Object.entries(params).filter(([, value]) => value));
  const response = await fetch(`${address}?${query}`, { headers: { Accept: "application/json" } });
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(answer.error ?? `${response.status} ${response.statusText}`);
  return answer;
}

/** Makes a field that finds a place or an event of an input that takes its number. */
export function makeFinder(input, { label, name = "", address, onChange }) {
  const value = input.value ? { id: input.value, name: name || input.value } : null;
  const finder = combobox({
    label,
    listLabel: say("suggestions"),
    value,
    look: async (words) => {
      try {
        return (await asked(address, { q: words })).results;
      } catch {
        return [];
      }
    },
    show: (found) => [
      h("span", { dir: "auto" }, nameOf(found)),
      found.detail ? h("span", { class: "quiet" }, " ", found.detail) : null,
    ],
    name: nameOf,
    onChosen: (found) => {
      // Words that name nothing are sent as they are: the server says what is wrong with them.
      input.value = found ? found.id : finder.words();
      onChange();
    },
    attributes: { dir: "auto" },
  });
  input.type = "hidden";
  input.removeAttribute("id");
  input.after(finder.element);
  return finder;
}

function nameOf(found) {
  return found.name ?? found.title;
}
