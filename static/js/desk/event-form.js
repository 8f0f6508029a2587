// The form of an event: a new one, a suggestion to be changed first, or one that is stored.

import { h } from "../ui/dom.js";
import { action, complain, field, focusWithin, input, select, ticked, ticks } from "./controls.js";

/** What a new event starts with. */
export function blankEvent(desk) {
  const { article, layers } = desk.model;
  return {
    title: "",
    summary: "",
    kind: "",
    layer: layers[0]?.id,
    earliest: article.published_on,
    latest: article.published_on,
    date_precision: "week",
    verification: "weak",
    is_graphic: false,
    mentions: [],
    figures: [],
  };
}

/** `{element, refresh}` of the form; `refresh` lists what was accepted since, and keeps the ticks. */
export function eventForm(event, desk, onSave, stored = null) {
  const { choices, model } = desk;
  const layers = model.layers.map(({ id, name }) => ({ value: id, label: name }));
  const isPublic = Boolean(stored?.is_public);
  const figuresLegend = stored ? "with these figures too" : "with these figures";
  const places = (chosen) => ticks("mentions", "told by these places", model.acceptedPlaces(), chosen);
  const figures = (chosen) => ticks("figures", figuresLegend, model.acceptedFigures(), chosen);
  const form = h(
    "form",
    { class: "event fields", novalidate: true, "aria-label": stored ? `Edit ${stored.title}` : "New event" },
    field("title", input("title", event.title, { maxlength: 200, "data-focus": "event-title" }), {
      isWide: true,
    }),
    field("summary", h("textarea", { name: "summary", rows: 2, maxlength: 5000 }, event.summary ?? ""), {
      isWide: true,
    }),
    field("kind", select("kind", choices.kinds, event.kind, { empty: event.kind ? null : "choose …" })),
    field("layer", select("layer", layers, event.layer)),
    field("earliest", input("earliest", event.earliest, { type: "date" })),
    field("latest", input("latest", event.latest, { type: "date" })),
    field("date known to the", select("date_precision", choices.date_precisions, event.date_precision)),
    field("verification", select("verification", choices.verifications, event.verification)),
    h(
      "label",
      { class: "tick is-wide" },
      h("input", { type: "checkbox", name: "is_graphic", checked: event.is_graphic }),
      "graphic: warn readers first",
    ),
    places(event.mentions),
    figures(event.figures),
    isPublic
      ? field(
          "note to readers: what was corrected and why",
          h("textarea", { name: "public_note", rows: 2 }),
          { isWide: true },
        )
      : null,
    h("p", { class: "problem is-wide", role: "alert", hidden: true }),
    h(
      "div",
      { class: "actions is-wide" },
      h("button", { class: "action is-main", "data-focus": "event-save" }, stored ? "Save" : "Create event"),
      action("Cancel", "", () => desk.events.openForm(null), { focus: "event-cancel" }),
    ),
  );
  form.addEventListener("submit", (submitted) => {
    submitted.preventDefault();
    const { args, problem } = readEvent(form, { isPublic });
    if (problem) complain(form, problem);
    else onSave(args);
  });
  function refresh() {
    const [oldPlaces, oldFigures] = form.querySelectorAll("fieldset");
    replaceKeepingFocusOf(oldPlaces, places(ticked(form, "mentions")));
    replaceKeepingFocusOf(oldFigures, figures(ticked(form, "figures")));
  }
  return { element: form, refresh };
}

function replaceKeepingFocusOf(old, fresh) {
  const focus = focusWithin(old);
  old.replaceWith(fresh);
  focus?.giveBackTo(fresh);
}

function readEvent(form, { isPublic }) {
  const values = new FormData(form);
  const isUndated = values.get("date_precision") === "unknown";
  const args = {
    title: values.get("title").trim(),
    summary: values.get("summary").trim(),
    kind: values.get("kind"),
    layer: Number(values.get("layer")),
    earliest: isUndated ? null : values.get("earliest") || values.get("latest") || null,
    latest: isUndated ? null : values.get("latest") || values.get("earliest") || null,
    date_precision: values.get("date_precision"),
    verification: values.get("verification"),
    is_graphic: values.get("is_graphic") === "on",
  };
  if (!args.title) return { problem: "Say in a few words what happened." };
  if (!args.kind) return { problem: "Choose what kind of event it is." };
  if (!args.layer) return { problem: "There is no layer yet. Add one in the admin." };
  if (!isUndated && !args.earliest) return { problem: "Give a date, or say that it is unknown." };
  args.mentions = ticked(form, "mentions");
  args.figures = ticked(form, "figures");
  if (!args.mentions.length) return { problem: "Tick at least one place that tells the event." };
  if (isPublic) args.public_note = values.get("public_note");
  return { args };
}
