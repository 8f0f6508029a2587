// What each key and button of the desk does to the proposal in hand.

import { h } from "../ui/dom.js";
import { action } from "./controls.js";
import { following, pendingStatus, statusOf } from "./model.js";
import { readWording } from "./wording.js";

export function commands(desk) {
  const { model } = desk;

  function state({ type, row }) {
    return pendingStatus(desk.queue.waiting, type, row.id) || statusOf(type, row);
  }

  function step(by) {
    const key = model.step(model.selected, by);
    if (key) desk.select(key);
  }

  function next() {
    const key = model.nextOpen(model.selected, (proposal) => state(proposal) === "proposed");
    if (key) desk.select(key);
    else desk.say("Everything is decided.");
  }

  /** Does a verb on the proposal in hand and goes on to the next one that is open. */
  function decideAndGoOn(verbOf) {
    const { current } = desk;
    if (!current) return;
    const verb = verbOf(current);
    if (!verb) return;
    desk.decide(verb, current.row);
    desk.say(
      `${current.row.quote ?? current.row.title}: ${verb.split("_")[0]}ed`.replace(
        "marked",
        "not identifiable",
      ),
    );
    next();
  }

  return {
    next: () => step(1),
    previous: () => step(-1),
    help: () => desk.help(),

    accept() {
      const { current } = desk;
      if (!current) return;
      if (state(current) === "accepted") {
        next();
      } else if (current.type === "mention" && !current.row.place && !model.shapeOf(current.row)) {
        desk.say("This place is not known yet. Search for it, draw it, or say that it is not identifiable.");
        desk.run("search");
      } else decideAndGoOn(({ type }) => `accept_${type}`);
    },

    accept_same() {
      const { current } = desk;
      if (current?.type !== "mention" || !current.row.place) return;
      const { row } = current;
      const same = model.sameName(row);
      if (state(current) !== "accepted") desk.decide("accept_mention", row);
      for (const other of same) {
        if (other.place === row.place) desk.decide("accept_mention", other);
        else {
          desk.decide("place_mention", other, {
            place: row.place,
            relation: other.relation === "border" ? "in" : other.relation,
            direction: other.direction,
            distance_m: other.distance_m,
            role: other.role,
          });
        }
      }
      desk.say(`${same.length + 1} accepted`);
      next();
    },

    reject: () =>
      decideAndGoOn((current) => (state(current) === "rejected" ? null : `reject_${current.type}`)),

    not_identifiable: () =>
      decideAndGoOn(({ type }) => (type === "mention" ? "mark_not_identifiable" : null)),

    candidate(number) {
      const { current } = desk;
      if (current?.type !== "mention") return;
      const { row } = current;
      if (desk.search?.id === row.id && desk.search.results?.length) {
        const found = desk.search.results[number - 1];
        if (found) desk.chooseFound(found);
        return;
      }
      const listed = row.candidates.map(({ place }) => place).filter((place) => model.places.has(place));
      if (row.place && !listed.includes(row.place)) listed.unshift(row.place);
      const place = listed[number - 1];
      if (!place) return;
      if (place === row.place) {
        if (state(current) !== "accepted") desk.decide("accept_mention", row);
        return;
      }
      desk.decide("place_mention", row, {
        place,
        other_place: row.other_place,
        within: row.within,
        relation: row.relation,
        direction: row.direction,
        distance_m: row.distance_m,
        role: row.role,
      });
      desk.say(`${row.quote}: ${model.places.get(place).label}, accepted`);
    },

    precision() {
      const { current } = desk;
      if (current?.type !== "mention" || !current.row.precisions.length) return;
      desk.decide("set_mention_precision", current.row, {
        precision: following(current.row.precisions, current.row.precision),
      });
    },

    role() {
      const { current } = desk;
      if (current?.type !== "mention") return;
      const roles = desk.choices.roles.map(({ value }) => value);
      desk.decide("set_mention_role", current.row, { role: following(roles, current.row.role) });
    },

    correct() {
      const { current } = desk;
      if (current?.type !== "figure") return;
      desk.formOpen = model.selected;
      desk.list.render([model.selected]);
      desk.list.cards.get(model.selected).querySelector("form select, form input")?.focus();
    },

    search() {
      const { current } = desk;
      if (current?.type !== "mention") return;
      const { id, quote } = current.row;
      desk.search = { id, query: quote, asked: "", results: null, errors: [], isBusy: false };
      desk.list.render([model.selected]);
      const box = desk.list.cards.get(model.selected).querySelector("input[name=q]");
      box.focus();
      box.select();
      desk.searchFor(quote);
    },

    draw: (kind) => draw(desk, kind),

    undo: () => undo(desk, state),

    mark_place() {
      if (!desk.marked) return desk.say("Select the words that name a place first.");
      const { start, end } = desk.marked;
      desk.text.clearSelection();
      return desk.decideOnArticle("add_mention", { start, end });
    },

    mark_figure() {
      if (!desk.marked) return desk.say("Select the words of the number first.");
      desk.newFigure = { ...desk.marked, guess: readWording(desk.marked.quote) };
      desk.text.clearSelection();
      return desk.list.renderNewFigure();
    },

    move() {
      if (!desk.marked || !desk.current) return desk.say("Select the words that the proposal should mark.");
      const { start, end } = desk.marked;
      desk.text.clearSelection();
      return desk.decide(`move_${desk.current.type}`, desk.current.row, { start, end });
    },

    build() {
      const [first] = model.suggestions;
      if (first && model.article.may.build) desk.createSuggested(first);
      else if (desk.acceptedPlaces().length && model.article.may.build) desk.openEventForm("new");
      else desk.say("Accept a place where something happened first.");
    },

    escape() {
      if (desk.map.pen.isDrawing) desk.stopDrawing();
      else if (desk.search) desk.closeSearch();
      else if (desk.formOpen || desk.newFigure) desk.closeForm();
      else if (desk.eventForm) desk.openEventForm(null);
    },
  };
}

const SHAPES = [
  { value: "Point", label: "a point" },
  { value: "LineString", label: "a line" },
  { value: "Polygon", label: "an area" },
];

/** The bar above the map while somebody draws. */
function draw(desk, kind = "Polygon") {
  const { current, parts, map } = desk;
  if (current?.type !== "mention") return;
  const { row } = current;
  const done = action(
    "Done",
    "",
    () => {
      const geometry = map.pen.finish();
      if (!geometry) return;
      desk.stopDrawing();
      desk.decide("draw_mention", row, { geometry, role: row.role });
      desk.list.reveal(desk.model.selected, { withFocus: true });
    },
    { kind: "is-main", isDisabled: true },
  );
  const said = h("p", { class: "hint", role: "status" });
  parts.drawing.replaceChildren(
    h("strong", {}, `Draw “${row.quote}”`),
    h(
      "div",
      { class: "chips", role: "group", "aria-label": "Shape" },
      SHAPES.map(({ value, label }) =>
        h(
          "button",
          {
            type: "button",
            class: "chip",
            "aria-pressed": String(value === kind),
            click: () => draw(desk, value),
          },
          label,
        ),
      ),
    ),
    done,
    action("Remove the last corner", "", () => map.pen.removeLast()),
    action("Cancel", "Esc", () => desk.stopDrawing()),
    said,
  );
  parts.drawing.hidden = false;
  map.pen.start(kind, ({ corners, isComplete }) => {
    done.disabled = !isComplete;
    said.textContent =
      corners === 0
        ? "Click on the map; with the keyboard, move the map with the arrows and press Enter."
        : `${corners} ${corners === 1 ? "corner" : "corners"}`;
  });
  map.map.getContainer().focus({ preventScroll: true });
}

/** Takes the last decision of this visit back; without one, opens the decided proposal in hand again. */
function undo(desk, state) {
  const last = desk.undone.at(-1);
  if (!last) {
    const { current } = desk;
    if (current && state(current) !== "proposed") desk.decide(`reopen_${current.type}`, current.row);
    else desk.say("There is nothing to undo.");
    return;
  }
  const { decision, before, span, added } = last;
  const { type, id } = decision.object;
  if (desk.queue.remove(last.request_id)) {
    desk.undone.pop();
    desk.list.renderAll();
    desk.renderText();
    desk.say("Taken back before it was sent.");
    return;
  }
  if (desk.queue.waiting.some((waiting) => waiting.request_id === last.request_id)) {
    desk.say("This decision is being saved. Press Z again in a moment.");
    return;
  }
  desk.undone.pop();
  takeBack(desk, { decision, before, span, added });
  if (type === "mention" || type === "figure") desk.select(`${type}:${id}`);
  desk.say("Taken back.");
}

function takeBack(desk, { decision, before, span, added }) {
  const { verb, object } = decision;
  const key = `${object.type}:${object.id}`;
  const row = desk.model.get(key)?.row;
  const silent = (act) => {
    const length = desk.undone.length;
    act();
    desk.undone.length = length;
  };
  if (verb === "create_event") {
    const event = desk.model.events.find(({ id }) => id === added);
    if (event) desk.decideOnEvent("discard_event", event);
  } else if (verb === "add_mention" || verb === "add_figure") {
    const made = desk.model.get(added);
    if (made) silent(() => desk.decide(`reject_${made.type}`, made.row));
  } else if (verb.startsWith("move_") && row) {
    silent(() => desk.decide(verb, row, { start: span[0], end: span[1] }));
  } else if (before && row) {
    desk.decide(`restore_${object.type}`, row, { before });
  } else if (row) {
    silent(() => desk.decide(`reopen_${object.type}`, row));
  } else {
    desk.say("This cannot be taken back here.");
  }
}
