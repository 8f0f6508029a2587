// What can be decided about one place that the article names.

import { h } from "../ui/dom.js";
import { action, field, input, kbd, select } from "./controls.js";
import { shapeOfPlace } from "./model.js";
import { relationBox } from "./relation-form.js";

const REST_MS = 600;

/** The controls of the selected mention. `desk` does what is asked; this only shows and asks. */
export function placeBody(mention, desk) {
  const body = h("div", { class: "card-body" });
  const isOpen = mention.status === "proposed";
  body.append(
    h(
      "div",
      { class: "actions" },
      action("Accept", "A", () => desk.run("accept"), { kind: isOpen ? "is-main" : "" }),
      action("Reject", "X", () => desk.run("reject")),
      action("Not identifiable", "N", () => desk.run("not_identifiable")),
      isOpen ? null : action("Undo", "Z", () => desk.run("undo")),
    ),
    candidates(mention, desk),
    tools(),
  );
  if (desk.searching.isOf(mention)) body.append(searchBox(mention, desk));
  body.append(ofTheSameName(mention, desk), knownAs(mention, desk));
  if (mention.place) body.append(relationBox(mention, desk));
  if (mention.evidence.length) {
    body.append(h("p", { class: "why" }, `read as a place: ${mention.evidence.join("; ")}`));
  }
  return body;

  function tools() {
    const tool = (words, key, command) =>
      h(
        "button",
        { type: "button", class: "chip is-tool", "data-focus": command, click: () => desk.run(command) },
        words,
        kbd(key),
      );
    return h("div", { class: "chips" }, tool("search…", "S", "search"), tool("draw", "D", "draw"));
  }
}

/** One decision for each other mention of the name that is still open. */
function ofTheSameName(mention, desk) {
  const { length: count } = desk.model.sameName(mention, desk.queue.waiting);
  if (!count) return "";
  const others = count === 1 ? "its other mention" : `its ${count} other mentions`;
  return h(
    "div",
    { class: "actions" },
    mention.place
      ? action(`Accept the same for ${others}`, "⇧A", () => desk.run("accept_same"), {
          kind: "is-quiet",
          focus: "accept-same",
        })
      : null,
    action(`Reject ${others} too`, "⇧X", () => desk.run("reject_same"), {
      kind: "is-quiet",
      focus: "reject-same",
    }),
  );
}

/** Precision and role. With arrow keys a select passes over choices, so it waits until the hand rests. */
function knownAs(mention, desk) {
  const { choices } = desk;
  const rested = (verb, name) => {
    let timer = null;
    return ({ target }) => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        if (target.value !== desk.deciding.ahead(mention)[name])
          desk.deciding.decide(verb, mention, { [name]: target.value });
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

/** Which place it may be, each with why; the number keys choose. */
function candidates(mention, desk) {
  const listed = desk.model.candidatesOf(mention);
  if (!listed.length) {
    return h(
      "p",
      { class: "hint" },
      "The gazetteer knows no place of this name. Search for another spelling, or draw it.",
    );
  }
  const { place: now } = desk.deciding.ahead(mention);
  return h(
    "ol",
    { class: "candidates", "aria-label": `Which place is “${mention.quote}”?` },
    listed.map(({ place, reasons }, index) =>
      h(
        "li",
        {},
        h(
          "button",
          {
            type: "button",
            class: "candidate",
            "aria-pressed": String(place.id === now),
            "aria-keyshortcuts": String(index + 1),
            "data-focus": `candidate:${place.id}`,
            click: () => desk.run("candidate", index + 1),
            mouseenter: () => desk.preview(shapeOfPlace(place)),
            mouseleave: () => desk.preview(null),
            focus: () => desk.preview(shapeOfPlace(place)),
            blur: () => desk.preview(null),
          },
          kbd(String(index + 1)),
          h("bdi", { class: "candidate-name" }, place.label),
          h("span", { class: "candidate-why" }, reasons.length ? reasons.join("; ") : "chosen by an editor"),
        ),
      ),
    ),
  );
}

function searchBox(mention, desk) {
  const search = desk.searching.now;
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
        desk.searching.lookFor(box.value);
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
    desk.searching.close();
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
      click: () => desk.searching.choose(result),
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
