// What can be decided about one place that the article names.

import { h } from "../ui/dom.js";
import { action, field, input, kbd, select } from "./controls.js";
import { shapeOfPlace } from "./model.js";

const REST_MS = 600;

/** The controls of the selected mention. `desk` does what is asked; this only shows and asks. */
export function placeBody(mention, desk) {
  const { model } = desk;
  const body = h("div", { class: "card-body" });
  const isOpen = mention.status === "proposed";
  body.append(candidates(mention, desk));
  const chosen = mention.candidates.find(({ place }) => place === mention.place);
  const reasons = chosen?.reasons ?? (mention.place ? [] : mention.evidence);
  if (reasons.length) body.append(h("p", { class: "why" }, `why: ${reasons.join("; ")}`));
  if (desk.search?.id === mention.id) body.append(searchBox(mention, desk));
  body.append(knownAs(mention, desk));
  if (mention.place) body.append(relationBox(mention, desk));
  const same = model.sameName(mention);
  body.append(
    h(
      "div",
      { class: "actions" },
      action("Accept", "A", () => desk.run("accept"), { kind: isOpen ? "is-main" : "" }),
      action("Reject", "X", () => desk.run("reject")),
      action("Not identifiable", "N", () => desk.run("not_identifiable")),
      isOpen ? null : action("Undo", "Z", () => desk.run("undo")),
    ),
  );
  if (same.length && mention.place) {
    const words = `Accept all ${same.length + (isOpen ? 1 : 0)} “${mention.quote}” with this place`;
    body.append(
      action(words, "⇧A", () => desk.run("accept_same"), { kind: "is-quiet", focus: "accept-same" }),
    );
  }
  return body;
}

/** Precision and role. With arrow keys a select passes over choices, so it waits until the hand rests. */
function knownAs(mention, desk) {
  const { choices } = desk;
  const rested = (verb, name) => {
    let timer = null;
    return ({ target }) => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        if (target.value !== mention[name]) desk.decide(verb, mention, { [name]: target.value });
      }, REST_MS);
    };
  };
  const row = h("div", { class: "known-as" });
  if (mention.precisions.length) {
    const allowed = choices.precisions.filter(({ value }) => mention.precisions.includes(value));
    // What the reading has chosen stays in the list, even where a shape would not usually be called so.
    if (!mention.precisions.includes(mention.precision)) {
      allowed.unshift(...choices.precisions.filter(({ value }) => value === mention.precision));
    }
    const change = rested("set_mention_precision", "precision");
    row.append(field(["precision", kbd("P")], select("precision", allowed, mention.precision, { change })));
  }
  const change = rested("set_mention_role", "role");
  row.append(field(["role", kbd("R")], select("role", choices.roles, mention.role, { change })));
  return row;
}

function candidates(mention, desk) {
  const listed = mention.candidates.map(({ place }) => desk.model.places.get(place)).filter(Boolean);
  // A place that came from a search is chosen, but no candidate.
  const chosen = desk.model.places.get(mention.place);
  if (chosen && !listed.includes(chosen)) listed.unshift(chosen);
  return h(
    "div",
    { class: "chips is-candidates", role: "group", "aria-label": `Which place is “${mention.quote}”?` },
    listed.slice(0, 9).map((place, index) =>
      h(
        "button",
        {
          type: "button",
          class: "chip",
          "aria-pressed": String(place.id === mention.place),
          "data-focus": `candidate:${place.id}`,
          click: () => desk.run("candidate", index + 1),
          mouseenter: () => desk.preview(shapeOfPlace(place)),
          mouseleave: () => desk.preview(null),
          focus: () => desk.preview(shapeOfPlace(place)),
          blur: () => desk.preview(null),
        },
        kbd(String(index + 1)),
        place.label,
      ),
    ),
    h(
      "button",
      { type: "button", class: "chip is-tool", "data-focus": "search", click: () => desk.run("search") },
      "search…",
      kbd("S"),
    ),
    h(
      "button",
      { type: "button", class: "chip is-tool", "data-focus": "draw", click: () => desk.run("draw") },
      "draw",
      kbd("D"),
    ),
  );
}

function searchBox(mention, desk) {
  const { search } = desk;
  const box = input("q", search.query, {
    type: "search",
    "data-focus": "search-box",
    "aria-label": `Search for the place of “${mention.quote}”`,
    placeholder: "name of a place",
    maxlength: 200,
    // Answers that come in while somebody types draw the box anew: with what stands in it by then.
    input: () => (search.query = box.value),
  });
  const form = h(
    "form",
    {
      class: "search",
      role: "search",
      submit: (event) => {
        event.preventDefault();
        desk.searchFor(box.value);
      },
    },
    h(
      "div",
      { class: "search-line" },
      box,
      h("button", { class: "action", "data-focus": "search-go" }, "Search"),
    ),
  );
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    desk.closeSearch();
  });
  if (search.isBusy) form.append(h("p", { class: "hint" }, "searching …"));
  for (const error of search.errors) form.append(h("p", { class: "problem" }, error));
  if (search.results && !search.results.length && !search.isBusy) {
    form.append(
      h("p", { class: "hint" }, `Nothing is called “${search.asked}”. Try another spelling, or draw it.`),
    );
  }
  if (search.results?.length) {
    form.append(
      h(
        "ol",
        { class: "results" },
        search.results.map((result, index) => h("li", {}, found(result, index, desk))),
      ),
    );
  }
  return form;
}

function found(result, index, desk) {
  const { place, provider } = result;
  const details = [place.part_of, population(place.population), provider].filter(Boolean).join(" · ");
  return h(
    "button",
    {
      type: "button",
      class: "result",
      "data-focus": `result:${index}`,
      click: () => desk.chooseFound(result),
      mouseenter: () => desk.preview(shapeOfPlace(place), true),
      focus: () => desk.preview(shapeOfPlace(place), true),
      blur: () => desk.preview(null),
    },
    kbd(String(index + 1)),
    h("span", { class: "result-name" }, place.label),
    h("span", { class: "hint" }, details),
  );
}

function population(count) {
  return count ? `${count.toLocaleString("en")} people` : "";
}

/** In, near, part of, countryside of: what the words say about where, relative to the place. */
function relationBox(mention, desk) {
  const { choices, relationOpen } = desk;
  const relation = select("relation", choices.relations, mention.relation);
  const direction = select("direction", choices.directions, mention.direction, { empty: "no direction" });
  const kilometres = mention.distance_m ? mention.distance_m / 1000 : "";
  const distance = input("distance", kilometres, {
    type: "number",
    min: 0,
    step: "any",
    inputmode: "decimal",
  });
  const form = h(
    "form",
    {
      class: "fields",
      submit: (event) => {
        event.preventDefault();
        desk.decide("place_mention", mention, {
          place: mention.place,
          other_place: mention.other_place,
          within: mention.within,
          role: mention.role,
          relation: relation.value,
          direction: direction.value,
          distance_m: distance.value ? Number(distance.value) * 1000 : null,
        });
      },
    },
    field("relation", relation),
    field("direction", direction),
    field("distance, km", distance),
    h("button", { class: "action", "data-focus": "relation-apply" }, "Apply and accept"),
  );
  const box = h(
    "details",
    { class: "more" },
    h("summary", { "data-focus": "relation" }, "Relation to the place"),
    form,
  );
  box.open = relationOpen.has(mention.id);
  box.addEventListener("toggle", () => relationOpen[box.open ? "add" : "delete"](mention.id));
  return box;
}
