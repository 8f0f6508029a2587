// Suggested events, the article's events, and what readers will get of them.

import { h, link, symbol } from "../ui/dom.js";
import { action, field, input, replaceKeepingFocus, select, ticked, ticks } from "./controls.js";
import { complain } from "./figure-card.js";

export function renderEvents(root, desk) {
  const { model } = desk;
  const children = [h("h2", {}, "Suggested events")];
  if (model.suggestions.length) {
    children.push(...model.suggestions.map((suggestion, index) => suggested(suggestion, index, desk)));
    if (model.suggestions.length > 1) {
      const words = `Create all ${model.suggestions.length}`;
      children.push(action(words, "", () => desk.createAll(), { kind: "is-quiet", focus: "create-all" }));
    }
  } else {
    children.push(h("p", { class: "hint" }, nothingWords(model)));
  }
  if (desk.eventForm === "new") children.push(eventForm(blank(desk), desk, (args) => desk.createEvent(args)));
  else if (desk.acceptedPlaces().length && model.article.may.build) {
    children.push(
      action("New event from accepted places…", "", () => desk.openEventForm("new"), {
        kind: "is-quiet",
        focus: "new-event",
      }),
    );
  }
  if (model.events.length) {
    children.push(
      h("h2", {}, "Events of this article"),
      ...model.events.map((event) => existing(event, desk)),
    );
    if (model.events.some(({ is_public: isPublic }) => isPublic)) children.push(embedBox(desk));
  }
  children.push(
    h(
      "p",
      { class: "hint" },
      "Publishing writes your name and the time beside each decision. The full text stays private; readers see the excerpts.",
    ),
  );
  replaceKeepingFocus(root, ...children);
}

function nothingWords({ isRead, events }) {
  if (!isRead) return "Read the article first.";
  return events.length
    ? "Everything accepted tells an event already."
    : "Accept a place where something happened, and an event is suggested here.";
}

function facts(parts) {
  return h("p", { class: "event-facts" }, parts.filter(Boolean).join(" · "));
}

function contents({ mentions, figures }) {
  const places = mentions.length === 1 ? "1 mention" : `${mentions.length} mentions`;
  const numbers = figures.length === 1 ? "1 figure" : `${figures.length || "no"} figures`;
  return `${places}, ${numbers}`;
}

function suggested(suggestion, index, desk) {
  const key = `suggestion:${suggestion.mentions.join("-")}`;
  if (desk.eventForm === key) {
    return eventForm({ ...blank(desk), ...suggestion }, desk, (args) => desk.createEvent(args));
  }
  return h(
    "article",
    { class: "event is-suggested" },
    h("h3", {}, suggestion.title),
    facts([suggestion.kind_label, suggestion.date_text, contents(suggestion)]),
    desk.model.article.may.build
      ? h(
          "div",
          { class: "actions" },
          action("Create", index === 0 ? "E" : "", () => desk.createSuggested(suggestion), {
            kind: "is-main",
            focus: `create:${key}`,
          }),
          action("Edit first…", "", () => desk.openEventForm(key), { focus: `edit:${key}` }),
        )
      : null,
  );
}

function existing(event, desk) {
  const key = `event:${event.id}`;
  if (desk.eventForm === key) return eventForm(event, desk, (args) => desk.changeEvent(event, args), event);
  const { may } = desk.model.article;
  const isDraft = ["draft", "in_review"].includes(event.status);
  const states = { published: "published", changed: "published, changed", in_review: "in review" };
  return h(
    "article",
    { class: `event is-${event.status}` },
    h(
      "header",
      {},
      symbol(event.group, 18),
      h("h3", {}, event.title),
      h("span", { class: "state" }, states[event.status] ?? event.status),
    ),
    facts([event.kind_label, event.date_text, event.precision_label.toLowerCase(), contents(event)]),
    h(
      "div",
      { class: "actions" },
      action("Edit…", "", () => desk.openEventForm(key), { focus: `edit:${key}` }),
      isDraft && may.publish
        ? action("Publish", "", () => desk.publish([event]), { kind: "is-main", focus: `publish:${key}` })
        : null,
      event.status === "draft" && !may.publish && may.submit
        ? action("Submit for review", "", () => desk.submit([event]), { focus: `submit:${key}` })
        : null,
      isDraft
        ? action("Discard", "", () => desk.decideOnEvent("discard_event", event), { focus: `drop:${key}` })
        : null,
      event.is_public ? link(event.url, "page", { target: "_blank" }) : null,
      event.is_public ? link(`${desk.urls.map}?event=${event.id}`, "on the map", { target: "_blank" }) : null,
    ),
  );
}

function blank(desk) {
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

function eventForm(event, desk, onSave, stored = null) {
  const { choices, model } = desk;
  const layers = model.layers.map(({ id, name }) => ({ value: id, label: name }));
  const isPublic = Boolean(stored?.is_public);
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
    ticks("mentions", "told by these places", desk.acceptedPlaces(), event.mentions),
    ticks(
      "figures",
      stored ? "with these figures too" : "with these figures",
      desk.acceptedFigures(),
      event.figures,
    ),
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
      action("Cancel", "", () => desk.openEventForm(null), { focus: "event-cancel" }),
    ),
  );
  form.addEventListener("submit", (submitted) => {
    submitted.preventDefault();
    const { args, problem } = readEvent(form, { isPublic });
    if (problem) complain(form, problem);
    else onSave(args);
  });
  return form;
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

function embedBox({ maps, urls }) {
  const box = h("details", { class: "more" }, h("summary", { "data-focus": "embed" }, "Embed a map"));
  if (!maps.length) {
    box.append(
      h(
        "p",
        { class: "hint" },
        "No map is published yet. Curate one in the admin; the map of everything is at ",
      ),
    );
    box.lastChild.append(link(urls.map, "the front page"), ".");
    return box;
  }
  const code = h(
    "textarea",
    { rows: 4, readonly: true, class: "code", "aria-label": "Embed code" },
    maps[0].embed_code,
  );
  const said = h("span", { class: "hint", role: "status" });
  const chosen = select(
    "map",
    maps.map(({ slug, title }) => ({ value: slug, label: title })),
    maps[0].slug,
    {
      change: () => (code.value = maps.find(({ slug }) => slug === chosen.value).embed_code),
    },
  );
  box.append(
    field("map", chosen),
    code,
    action("Copy", "", async () => {
      try {
        await navigator.clipboard.writeText(code.value);
        said.textContent = "copied";
      } catch {
        code.select();
        said.textContent = "selected: copy it with the keyboard";
      }
    }),
    said,
  );
  return box;
}
