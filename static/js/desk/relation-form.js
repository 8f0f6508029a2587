// In, near, part of, between: what the words say about where, relative to the place.

import { h } from "../ui/dom.js";
import { combobox } from "./combobox.js";
import { complain, field, input, kbd, select } from "./controls.js";
import { reopener } from "./reopening.js";

/** Which further parts each relation has. */
const PARTS = {
  in: [],
  near: ["distance", "within"],
  part_of: ["direction"],
  countryside: ["direction"],
  border: ["other", "within"],
  between: ["other"],
  offset: ["direction", "distance"],
};
const OTHER_WORDS = { between: "and which second place", border: "country on the other side" };

export function relationBox(mention, desk) {
  const { relationOpen } = desk;
  const box = h(
    "details",
    { class: "more" },
    h("summary", { "data-focus": "relation", "aria-keyshortcuts": "L" }, "Relation to the place ", kbd("L")),
  );
  const show = () =>
    box.append(desk.forms.keep(nameOf(mention), () => ({ element: relationForm(mention, desk) })));
  if (relationOpen.has(mention.id)) {
    box.open = true;
    show();
  }
  box.addEventListener("toggle", () => {
    if (box.open === relationOpen.has(mention.id)) return;
    relationOpen[box.open ? "add" : "delete"](mention.id);
    if (box.open) show();
    else {
      desk.forms.dropAll(formsOf(mention));
      box.lastChild.remove();
    }
  });
  return box;
}

function formsOf({ id }) {
  return `relation:${id}`;
}

/** An answer that leaves the relation alone leaves what is typed alone, too. */
function nameOf(mention) {
  const { relation, direction, distance_m: distance, other_place: other, within } = mention;
  return [formsOf(mention), relation, direction, distance, other, within].join(":");
}

function relationForm({ id, ...shown }, desk) {
  const { choices, model } = desk;
  const row = desk.deciding.ahead({ id, ...shown });
  const relation = select("relation", choices.relations, row.relation);
  const distance = input("distance", row.distance_m ? row.distance_m / 1000 : "", {
    type: "number",
    min: 0,
    step: "any",
    inputmode: "decimal",
  });
  const direction = select("direction", choices.directions, row.direction, { empty: "no direction" });
  const other = placeField("second place", row.other_place, desk);
  const within = placeField("only along, or in", row.within, desk);
  const parts = {
    direction: field("direction", direction),
    distance: field("distance, km", distance),
    other: other.element,
    within: within.element,
  };
  const form = h(
    "form",
    { class: "fields", novalidate: true },
    field("relation", relation),
    parts.direction,
    parts.distance,
    parts.other,
    parts.within,
    h("p", { class: "problem is-wide", role: "alert", hidden: true }),
    h("button", { class: "action", "data-focus": "relation-apply" }, "Apply and accept"),
  );
  const show = () => {
    for (const [name, part] of Object.entries(parts)) part.hidden = !PARTS[relation.value].includes(name);
    parts.other.querySelector("label").textContent = OTHER_WORDS[relation.value] ?? "second place";
  };
  relation.addEventListener("change", show);
  show();
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const has = (name) => PARTS[relation.value].includes(name);
    const unknown = [other, within].find(
      (place, index) => has(["other", "within"][index]) && place.words() && !place.chosen(),
    );
    if (unknown) {
      complain(
        form,
        `“${unknown.words()}” is not chosen from the list. Type on and choose one of the places.`,
      );
      return;
    }
    const now = model.get(`mention:${id}`).row;
    const name = nameOf(now);
    const reopen = reopener(desk, name, (kept) => {
      desk.relationOpen.add(id);
      desk.forms.put(name, kept);
      desk.select(`mention:${id}`);
      desk.list.render([`mention:${id}`]);
    });
    desk.forms.dropAll(formsOf(now));
    const args = {
      place: desk.deciding.ahead(now).place,
      relation: relation.value,
      direction: has("direction") ? direction.value : "",
      distance_m: has("distance") && distance.value ? Number(distance.value) * 1000 : null,
      other_place: (has("other") && other.chosen()?.id) || null,
      within: (has("within") && within.chosen()?.id) || null,
    };
    desk.deciding.decide("place_mention", now, args, { reopen });
  });
  return form;
}

function placeField(label, id, desk) {
  const place = desk.model.places.get(id);
  return combobox({
    label,
    listLabel: "Places",
    value: place ?? null,
    name: (option) => option.label,
    show: ({ label: words, part_of: part }) => (part && !words.includes(part) ? `${words} (${part})` : words),
    attributes: { placeholder: "name of a place" },
    look: async (words) => (await desk.searching.places(words)).map(({ place: found }) => found),
  });
}
