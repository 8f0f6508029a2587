// What each key and button of the desk does to the proposal in hand.

import { draw } from "./drawing.js";
import { hindrance, isSeen } from "./figure-standing.js";
import { following, stateOf } from "./model.js";
import { newRequestId } from "./queue.js";
import { readWording } from "./wording.js";

const SAID = {
  accept: "accepted",
  reject: "rejected",
  mark_not_identifiable: "not identifiable",
};

export function commands(desk) {
  const { model, deciding } = desk;
  const waiting = () => desk.queue.waiting;

  const state = (proposal) => stateOf(waiting(), proposal);

  function step(by) {
    const key = model.step(model.selected, by);
    if (key) desk.select(key);
  }

  function next() {
    const key = model.nextOpen(model.selected, (proposal) => state(proposal) === "proposed");
    if (key) desk.select(key);
    else desk.say("Everything is decided.");
  }

  /** Gives other mentions the place that one of their name has. */
  function acceptLike(row, others, group) {
    for (const other of others) {
      // The relation to a border needs the border's own candidates.
      const relation = other.relation === "border" ? "in" : other.relation;
      const { direction, distance_m, other_place, within } = other;
      const placed = { place: row.place, relation, direction, distance_m, other_place, within };
      if (other.place === row.place) deciding.decide("accept_mention", other, seen(other), { group });
      else deciding.decide("place_mention", other, placed, { group });
    }
  }

  /** The same for the other mentions of what was just accepted, until the next decision. */
  function offerSame(row) {
    const { length: count } = model.sameName(row, waiting());
    if (typeof row.place !== "number" || !count) return;
    desk.offered = row;
    desk.list.showOffer({ name: row.quote, count });
  }

  /** The card shows what a key has chosen; who does not see it is told. */
  function sayChosen({ quote }, choices, chosen) {
    const { label } = choices.find(({ value }) => value === chosen);
    desk.say(`${quote}: ${label.toLowerCase()}`, { isInSight: true });
  }

  /** Does a verb on the proposal in hand and goes on to the next one that is open. */
  function decideAndGoOn(verb, args) {
    const { row } = desk.current;
    desk.together(() => {
      desk.deciding.decide(verb, row, args);
      desk.say(`${row.quote ?? row.title}: ${SAID[verb.replace(/_(mention|figure)$/, "")]}`);
      next();
    });
  }

  /** What is accepted is the place on screen, whatever a lesson has made of it by the time that it arrives. */
  function seen({ place }) {
    return typeof place === "number" ? { place } : {};
  }

  /** Opens a form of the figure in hand: of its parts, or of an act on its standing. One that is open stays. */
  function openFigureForm(act) {
    const key = model.selected;
    if (desk.formOpen !== key) {
      desk.formOpen = key;
      desk.formAct = act;
      deciding.fill(key, desk.current.row);
      desk.list.render([key]);
    }
    desk.list.cards.get(key).querySelector("form :is(select, input, textarea)")?.focus();
  }

  /** Asks what the act needs to know; taking a figure out that no reader sees needs nothing. */
  function stand(act) {
    const { current } = desk;
    if (current?.type !== "figure") return;
    const { row } = current;
    const problem = hindrance(act, { ...row, acceptance: state(current) }, model.claimsBeside(row));
    if (problem) desk.say(problem);
    else if (act === "detach" && !isSeen(row)) {
      deciding.decide("detach_figure", row);
      desk.say(`${row.title}: taken out of its event. Z puts it back.`);
    } else openFigureForm(act);
  }

  return {
    recommend: () => stand("recommend"),
    corroborate: () => stand("corroborate"),
    dispute: () => stand("dispute"),
    supersede: () => stand("supersede"),
    detach: () => stand("detach"),
    look_twice: () => desk.findings.focusFirst(),

    next: () => step(1),
    previous: () => step(-1),
    help: () => desk.help(),

    accept() {
      const { current } = desk;
      if (!current) return;
      const row = deciding.ahead(current.row);
      if (state(current) === "accepted") next();
      else if (current.type === "figure") decideAndGoOn("accept_figure");
      else if (row.place || model.shapeOf(row)) {
        decideAndGoOn("accept_mention", seen(row));
        offerSame(row);
      } else {
        desk.say("This place is not known yet. Search for it, draw it, or say that it is not identifiable.");
        desk.run("search");
      }
    },

    accept_same() {
      const { current } = desk;
      if (current?.type !== "mention") return;
      const row = deciding.ahead(current.row);
      if (typeof row.place !== "number") return;
      const group = newRequestId();
      const same = model.sameName(row, waiting());
      if (state(current) !== "accepted") deciding.decide("accept_mention", row, seen(row), { group });
      acceptLike(row, same, group);
      desk.say(`${row.quote}: accepted, with ${same.length} other mentions. Z takes all of them back.`);
      next();
    },

    same() {
      const row = desk.list.offer.hidden ? null : desk.offered;
      if (!row) return desk.say("Accept a place that is named more than once first.");
      const same = model.sameName(row, waiting());
      acceptLike(row, same, newRequestId());
      desk.say(`${row.quote}: the same for ${same.length} other mentions. Z takes all of them back.`);
      return next();
    },

    reject() {
      const { current } = desk;
      if (!current) return;
      if (state(current) === "rejected") next();
      else decideAndGoOn(`reject_${current.type}`);
    },

    reject_same() {
      const { current } = desk;
      if (current?.type !== "mention") return;
      const group = newRequestId();
      const same = model.sameName(current.row, waiting());
      const open = state(current) === "rejected" ? same : [current.row, ...same];
      for (const row of open) deciding.decide("reject_mention", row, {}, { group });
      desk.say(
        `${current.row.quote}: rejected, with ${same.length} other mentions. Z takes all of them back.`,
      );
      next();
    },

    not_identifiable() {
      if (desk.current?.type === "mention") decideAndGoOn("mark_not_identifiable");
    },

    candidate(number) {
      const { current } = desk;
      if (current?.type !== "mention") return;
      if (desk.searching.isOf(current.row) && desk.searching.now.results?.length) {
        const found = desk.searching.now.results[number - 1];
        if (found) desk.searching.choose(found);
        return;
      }
      const row = deciding.ahead(current.row);
      const place = model.candidatesOf(current.row)[number - 1]?.place.id;
      if (!place) return;
      if (place === row.place) {
        if (state(current) !== "accepted") deciding.decide("accept_mention", row, seen(row));
        return;
      }
      const { relation, direction, distance_m, other_place, within } = row;
      deciding.decide("place_mention", row, {
        place,
        relation,
        direction,
        distance_m,
        other_place,
        within,
      });
      desk.say(`${row.quote}: ${model.places.get(place).label}, accepted`);
      offerSame({ ...row, place });
    },

    precision() {
      const { current } = desk;
      if (current?.type !== "mention" || !current.row.precisions.length) return;
      const precision = following(current.row.precisions, deciding.ahead(current.row).precision);
      const isSent = deciding.decide("set_mention_precision", current.row, { precision });
      if (isSent) sayChosen(current.row, desk.choices.precisions, precision);
    },

    role() {
      const { current } = desk;
      if (current?.type !== "mention") return;
      const roles = desk.choices.roles.map(({ value }) => value);
      const role = following(roles, deciding.ahead(current.row).role);
      const isSent = deciding.decide("set_mention_role", current.row, { role });
      if (isSent) sayChosen(current.row, desk.choices.roles, role);
    },

    relation() {
      const { current } = desk;
      if (current?.type !== "mention" || !current.row.place) return;
      desk.relationOpen.add(current.row.id);
      desk.list.render([model.selected]);
      desk.list.cards.get(model.selected).querySelector("select[name=relation]").focus();
    },

    correct() {
      const { current } = desk;
      if (current?.type === "figure") openFigureForm("correct");
    },

    search() {
      if (desk.current?.type === "mention") desk.searching.open(desk.current.row);
    },

    draw: (kind) => draw(desk, kind),

    undo() {
      if (deciding.undoing.undo()) return;
      const { current } = desk;
      if (current && state(current) !== "proposed") deciding.decide(`reopen_${current.type}`, current.row);
      else desk.say("There is nothing to undo.");
    },

    mark_place() {
      if (!desk.marked) return desk.say("Select the words that name a place first.");
      const { start, end } = desk.marked;
      desk.text.clearSelection();
      return deciding.onArticle("add_mention", { start, end });
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
      return deciding.decide(`move_${desk.current.type}`, desk.current.row, { start, end });
    },

    build() {
      const [first] = model.suggestions;
      if (first && model.article.may.build) desk.events.createSuggested(first);
      else if (model.acceptedPlaces().length && model.article.may.build) desk.events.openForm("new");
      else desk.say("Accept a place where something happened first.");
    },

    build_expected() {
      const expected = model.expectedWith(model.selected);
      if (!model.article.may.build) desk.say("You may not build events. Ask somebody in a group that may.");
      else if (!expected) desk.say("There is no event whose places or figures are still to be decided.");
      else {
        desk.events.createExpected(expected);
        next();
      }
    },

    publish: () => desk.events.publishReady(),
    embed: () => desk.embeds.copy(),
    done: () => desk.done.toggle(),

    escape() {
      if (desk.map.pen.isDrawing) desk.leaveDrawing();
      else if (desk.searching.now) desk.searching.close();
      else if (desk.formOpen || desk.newFigure) desk.closeForm();
      else if (desk.events.form) desk.events.openForm(null);
      else if (desk.findings.close()) desk.findings.render();
    },
  };
}
