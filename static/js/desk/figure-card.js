// What can be decided about one number that the article claims.

import { h } from "../ui/dom.js";
import { organisationField } from "./claimant.js";
import { action, complain, field, input, select, ticked, ticks, wholeNumber, fromText } from "./controls.js";
import { standing, standingForm } from "./figure-standing.js";
import { inWords } from "./figure-words.js";
import { figureReopener } from "./reopening.js";
import { boundsFor, numberFields } from "./wording.js";

export function figureBody(figure, desk) {
  const body = h("div", { class: "card-body" });
  const isOpen = figure.acceptance === "proposed";
  if (figure.evidence.length) body.append(h("p", { class: "why" }, `why: ${figure.evidence.join("; ")}`));
  if (figure.other_claims.length) {
    body.append(
      h(
        "ul",
        { class: "claims", "aria-label": "Published claims that differ" },
        figure.other_claims.map(({ title, claimant, event, url }) =>
          h(
            "li",
            {},
            `${title}, ${claimant || "no claimant"}: `,
            h("a", { href: url, target: "_blank" }, event),
          ),
        ),
      ),
    );
  }
  if (desk.formOpen === `figure:${figure.id}`) {
    const act = desk.formAct;
    const build = () => (act === "correct" ? figureForm(figure, desk) : standingForm(act, figure, desk));
    body.append(desk.forms.keep(`figure:${figure.id}:${act}`, () => ({ element: build() })));
    return body;
  }
  body.append(
    h(
      "div",
      { class: "actions" },
      action("Accept", "A", () => desk.run("accept"), { kind: isOpen ? "is-main" : "" }),
      action("Correct…", "C", () => desk.run("correct")),
      action("Reject", "X", () => desk.run("reject")),
      isOpen ? null : action("Undo", "Z", () => desk.run("undo")),
    ),
    standing(figure, desk) ?? "",
  );
  return body;
}

function figureForm(figure, desk) {
  const { choices } = desk;
  const claimant = organisationField(figure.claimant, desk);
  const isPublic = ["published", "changed"].includes(figure.status);
  const form = h(
    "form",
    { class: "fields", novalidate: true },
    inWords(figure, desk, claimant),
    ...countFields(figure, choices),
    field("period from", input("period_start", figure.period_start, { type: "date" })),
    field("until, or as of", input("period_end", figure.period_end, { type: "date" })),
    field("since, in the article's words", input("since", figure.since, { maxlength: 200 }), {
      isWide: true,
    }),
    claimant.element,
    field(
      "claimant, in the article's words",
      input("claimant_words", figure.claimant_words, { maxlength: 300 }),
      { isWide: true },
    ),
    // In an event, one claim's role follows from another's: there it has acts of its own.
    figure.event ? null : field("standing among claims", select("role", choices.figure_roles, figure.role)),
    ticks(
      "mentions",
      "places that the number belongs to",
      desk.model.placesFor(figure.mentions),
      figure.mentions,
    ),
    isPublic
      ? field(
          "note to readers: what was corrected and why",
          h("textarea", { name: "public_note", rows: 2 }),
          {
            isWide: true,
          },
        )
      : null,
    h("p", { class: "problem is-wide", role: "alert", hidden: true }),
    h(
      "div",
      { class: "actions is-wide" },
      h("button", { class: "action is-main", "data-focus": "figure-save" }, "Save and accept"),
      action("Cancel", "", () => desk.closeForm()),
    ),
  );
  wireCounts(form);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!form.elements.words.reportValidity()) return;
    const read = readCounts(form);
    if (read.problem) {
      complain(form, read.problem);
      return;
    }
    const values = new FormData(form);
    const changes = {
      ...read.changes,
      period_start: values.get("period_start") || null,
      period_end: values.get("period_end") || null,
      since: values.get("since"),
      claimant_words: values.get("claimant_words"),
      claimant: claimant.value(),
    };
    if (values.has("role")) changes.role = values.get("role");
    const args = { changes, mentions: ticked(form, "mentions") };
    if (isPublic) args.public_note = values.get("public_note");
    const reopen = figureReopener(desk, figure, "correct");
    desk.deciding.decide("correct_figure", figure, args, { reopen });
    desk.closeForm();
  });
  return form;
}

/** The form for words that the reading missed. */
export function newFigureForm({ quote, start, end, guess }, desk) {
  const reopenNew = (changes) => (sentence) => {
    desk.newFigure = { quote, start, end, guess: changes };
    desk.list.renderNewFigure();
    complain(desk.list.marking.querySelector("form"), sentence);
  };
  const form = h(
    "form",
    { class: "fields new-figure", novalidate: true, "aria-label": `New figure: ${quote}` },
    h("p", { class: "is-wide new-title" }, "“", fromText(desk.model.article, quote), "” as a figure"),
    inWords({ title: quote }, desk),
    ...countFields(
      { measure: "", people: "people", unit: "person", scope: "incident", ...guess },
      desk.choices,
    ),
    h("p", { class: "problem is-wide", role: "alert", hidden: true }),
    h(
      "div",
      { class: "actions is-wide" },
      h("button", { class: "action is-main" }, "Mark as figure"),
      action("Cancel", "", () => desk.closeForm()),
    ),
  );
  wireCounts(form);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!form.elements.words.reportValidity()) return;
    const { changes, problem } = readCounts(form);
    if (problem) {
      complain(form, problem);
      return;
    }
    // The size of a household is given once the figure is there.
    delete changes.household_size;
    desk.closeForm();
    desk.deciding.onArticle("add_figure", { start, end, ...changes }, { reopen: reopenNew(changes) });
  });
  return form;
}

function countFields(figure, choices) {
  const measure = select("measure", choices.measures, figure.measure, {
    empty: figure.measure ? null : "choose …",
  });
  return [
    field("quantifier", select("quantifier", choices.quantifiers, figure.quantifier)),
    field("number", input("low", figure.low, { inputmode: "numeric" })),
    field("highest number", input("high", figure.high, { inputmode: "numeric" })),
    field("what happened to them", measure),
    field("who", select("people", choices.people, figure.people)),
    field("counted in", select("unit", choices.units, figure.unit)),
    field(
      "people a household",
      input("household_size", figure.household_size, { type: "number", min: 0.1, step: 0.1 }),
    ),
    field("what span it counts", select("scope", choices.scopes, figure.scope)),
  ];
}

/** Shows only the numbers that the quantifier has, and the household's size only for households. */
function wireCounts(form) {
  const { quantifier, unit } = form.elements;
  const show = () => {
    const needed = numberFields(quantifier.value);
    for (const name of ["low", "high"]) form.elements[name].closest("label").hidden = !needed.includes(name);
    form.elements.household_size.closest("label").hidden = unit.value !== "household";
  };
  // The one number moves along when the quantifier changes from "up to" to "at least".
  quantifier.addEventListener("change", () => {
    const { low, high } = form.elements;
    if (!low.value) low.value = high.value;
    if (!high.value) high.value = low.value;
    show();
  });
  unit.addEventListener("change", show);
  show();
}

function readCounts(form) {
  const values = new FormData(form);
  const [low, high] = ["low", "high"].map((name) =>
    numberFields(values.get("quantifier")).includes(name) ? wholeNumber(values.get(name)) : null,
  );
  if (Number.isNaN(low) || Number.isNaN(high)) {
    const wrong = Number.isNaN(low) ? values.get("low") : values.get("high");
    return { problem: `“${wrong}” is not a whole number. Write digits, or leave it empty for “dozens”.` };
  }
  if (!values.get("measure")) return { problem: "Say what happened to them: killed, displaced, …" };
  if (values.get("quantifier") === "between" && (low === null || high === null)) {
    return { problem: "“Between” needs a lowest and a highest number." };
  }
  const unit = values.get("unit");
  return {
    changes: {
      ...boundsFor(values.get("quantifier"), low, high),
      measure: values.get("measure"),
      people: values.get("people"),
      unit,
      household_size: unit === "household" ? values.get("household_size") || null : null,
      scope: values.get("scope"),
    },
  };
}
