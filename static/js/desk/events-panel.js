// Suggested events, the article's events, and what readers will get of them.

import { h, link, symbol } from "../ui/dom.js";
import { action, field, replaceKeepingFocus, select } from "./controls.js";
import { blankEvent, eventForm } from "./event-form.js";
import { eventOnItsWay } from "./model.js";

export function renderEvents(root, desk) {
  const { model } = desk;
  const children = [h("h2", {}, "Suggested events"), ...orphanedForm(desk)];
  if (model.suggestions.length) {
    children.push(...model.suggestions.map((suggestion, index) => suggested(suggestion, index, desk)));
    if (model.suggestions.length > 1) {
      const words = `Create all ${model.suggestions.length}`;
      children.push(
        action(words, "", () => desk.events.createAll(), { kind: "is-quiet", focus: "create-all" }),
      );
    }
  } else {
    children.push(h("p", { class: "hint" }, nothingWords(model)));
  }
  if (desk.events.form === "new") {
    children.push(
      opened("new", desk, () => eventForm(blankEvent(desk), desk, (args) => desk.events.create(args))),
    );
  } else if (model.acceptedPlaces().length && model.article.may.build) {
    children.push(
      action("New event from accepted places…", "", () => desk.events.openForm("new"), {
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

/** A form that keeps what is typed in it while answers draw the panel anew. */
function opened(key, desk, build) {
  return desk.forms.keep(`event:${key}`, build);
}

/** The form of a suggestion that has become another one since it was opened: what is typed in it stays. */
function orphanedForm(desk) {
  const key = desk.events.form ?? "";
  if (!key.startsWith("suggestion:") || desk.model.suggestions.some((other) => keyOf(other) === key))
    return [];
  return [opened(key, desk, () => eventForm(blankEvent(desk), desk, (args) => desk.events.create(args)))];
}

function keyOf({ mentions }) {
  return `suggestion:${mentions.join("-")}`;
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
  const key = keyOf(suggestion);
  if (desk.events.form === key) {
    const drafted = { ...blankEvent(desk), ...suggestion };
    return opened(key, desk, () => eventForm(drafted, desk, (args) => desk.events.create(args)));
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
          action("Create", index === 0 ? "E" : "", () => desk.events.createSuggested(suggestion), {
            kind: "is-main",
            focus: `create:${key}`,
          }),
          action("Edit first…", "", () => desk.events.openForm(key), { focus: `edit:${key}` }),
        )
      : null,
  );
}

function existing(event, desk) {
  const key = `event:${event.id}`;
  if (desk.events.form === key) {
    const save = (args) =>
      desk.events.change(
        desk.model.events.find(({ id }) => id === event.id),
        args,
      );
    return opened(key, desk, () => eventForm(event, desk, save, event));
  }
  const { may } = desk.model.article;
  const onItsWay = eventOnItsWay(desk.queue.waiting, event.id);
  const isDraft = ["draft", "in_review"].includes(event.status) && !onItsWay;
  const states = { published: "published", changed: "published, changed", in_review: "in review" };
  return h(
    "article",
    { class: `event is-${event.status}`, tabindex: -1, "data-focus": key },
    h(
      "header",
      {},
      symbol(event.group, 18),
      h("h3", {}, event.title),
      h(
        "span",
        { class: "state" },
        onItsWay ? `${onItsWay} · saving` : (states[event.status] ?? event.status),
      ),
    ),
    facts([event.kind_label, event.date_text, event.precision_label.toLowerCase(), contents(event)]),
    h(
      "div",
      { class: "actions" },
      onItsWay ? null : action("Edit…", "", () => desk.events.openForm(key), { focus: `edit:${key}` }),
      isDraft && may.publish
        ? action("Publish", "", () => desk.events.publish([event]), {
            kind: "is-main",
            focus: `publish:${key}`,
          })
        : null,
      isDraft && event.status === "draft" && !may.publish && may.submit
        ? action("Submit for review", "", () => desk.events.submit([event]), { focus: `submit:${key}` })
        : null,
      isDraft
        ? action("Discard", "", () => desk.deciding.onEvent("discard_event", event), { focus: `drop:${key}` })
        : null,
      event.is_public ? link(event.url, "page", { target: "_blank" }) : null,
      event.is_public ? link(`${desk.urls.map}?event=${event.id}`, "on the map", { target: "_blank" }) : null,
    ),
  );
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
