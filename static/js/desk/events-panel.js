// Suggested events, the article's events, and what readers will get of them.

import { h, link, symbol } from "../ui/dom.js";
import { action, replaceKeepingFocus, fromText } from "./controls.js";
import { blankEvent, eventForm } from "./event-form.js";
import { eventOnItsWay } from "./model.js";

export function renderEvents(root, desk) {
  const { model } = desk;
  desk.eventCards.begin();
  const children = [h("h2", {}, "Suggested events"), ...orphanedForm(desk)];
  const expected = expectedEvents(desk);
  if (model.suggestions.length) {
    children.push(...model.suggestions.map((suggestion, index) => suggested(suggestion, index, desk)));
    if (model.suggestions.length > 1) {
      const words = `Create all ${model.suggestions.length}`;
      children.push(
        action(words, "", () => desk.events.createAll(), { kind: "is-quiet", focus: "create-all" }),
      );
    }
  } else if (!expected.length) {
    children.push(h("p", { class: "hint" }, nothingWords(model)));
  }
  children.push(...expected);
  if (desk.events.form === "new") {
    children.push(opened("new", desk, () => newForm("new", blankEvent(desk), desk)));
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
    children.push(...desk.embeds.box());
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
  return [opened(key, desk, () => newForm(key, blankEvent(desk), desk))];
}

/** The form of an event that is not stored yet. */
function newForm(key, event, desk) {
  return eventForm(event, desk, (args) => desk.events.create(args, { form: key }));
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
    return opened(key, desk, () => newForm(key, drafted, desk));
  }
  const isFirst = index === 0;
  return desk.eventCards.card([isFirst, suggestion], () => suggestedCard(suggestion, isFirst, desk));
}

function suggestedCard(suggestion, isFirst, desk) {
  const key = keyOf(suggestion);
  return h(
    "article",
    { class: "event is-suggested", "aria-label": suggestion.title },
    h("h3", {}, suggestion.title),
    facts([suggestion.kind_label, suggestion.date_text, contents(suggestion)]),
    desk.model.article.may.build
      ? h(
          "div",
          { class: "actions" },
          action("Create", isFirst ? "E" : "", () => desk.events.createSuggested(suggestion), {
            kind: "is-main",
            focus: `create:${key}`,
          }),
          action("Edit first…", "", () => desk.events.openForm(key), { focus: `edit:${key}` }),
        )
      : null,
  );
}

/** Events of what is not decided yet: what accepting them takes along is said before. */
function expectedEvents(desk) {
  const { model } = desk;
  if (!model.expected.length || !model.article.may.build) return [];
  const inHand = model.expectedWith(model.selected);
  return [
    h("p", { class: "hint" }, "As it was read, with places and figures that are still to be decided:"),
    ...model.expected.map((expected) => expectedEvent(expected, expected === inHand, desk)),
  ];
}

function expectedEvent(expected, isInHand, desk) {
  const open = desk.model.undecidedOf(expected, desk.queue.waiting);
  const said = open.map(({ type, row }) => [type, row.id, row.quote ?? row.title, row.reading]);
  return desk.eventCards.card([isInHand, expected, said], () => expectedCard(expected, open, isInHand, desk));
}

function expectedCard(expected, open, isInHand, desk) {
  const places = open.filter(({ type }) => type === "mention").length;
  const takes = [counted(places, "place"), counted(open.length - places, "figure")].filter(Boolean);
  return h(
    "article",
    { class: "event is-expected", "aria-label": expected.title },
    h("h3", {}, expected.title),
    facts([expected.kind_label, expected.date_text, contents(expected)]),
    h(
      "ul",
      { class: "takes", "aria-label": "Accepted with it" },
      takenAlong(open, desk.model.article).map((words) => h("li", {}, words)),
    ),
    h(
      "div",
      { class: "actions" },
      action(
        `Accept with ${takes.join(" and ")}`,
        isInHand ? "⇧E" : "",
        () => desk.events.createExpected(expected),
        {
          focus: `expected:${expected.mentions.join("-")}`,
        },
      ),
    ),
  );
}

/** The proposals as they will be accepted; what is the same twice is said once, with how often. */
function takenAlong(open, article) {
  const times = new Map();
  for (const { type, row } of open) {
    const key = `${row.quote ?? row.title}: ${row.reading}`;
    const named = type === "mention" ? ["“", fromText(article, row.quote), "”"] : [row.title];
    const known = times.get(key) ?? { words: [...named, `: ${row.reading}`], count: 0 };
    known.count += 1;
    times.set(key, known);
  }
  return [...times.values()].map(({ words, count }) => (count > 1 ? [...words, ` (${count} times)`] : words));
}

function counted(count, noun) {
  if (!count) return "";
  return count === 1 ? `1 ${noun}` : `${count} ${noun}s`;
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
  const onItsWay = eventOnItsWay(desk.queue.waiting, event.id);
  return desk.eventCards.card([onItsWay, event], () => existingCard(event, onItsWay, desk));
}

function existingCard(event, onItsWay, desk) {
  const key = `event:${event.id}`;
  const { may } = desk.model.article;
  const isDraft = ["draft", "in_review"].includes(event.status) && !onItsWay;
  const states = { published: "published", changed: "published, changed", in_review: "in review" };
  return h(
    "article",
    { class: `event is-${event.status}`, tabindex: -1, "aria-label": event.title, "data-focus": key },
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
    event.kept.map((sentence) => h("p", { class: "kept" }, sentence)),
    event.merged.map(({ title, url }) =>
      h("p", { class: "hint" }, `“${title}” was merged into it. `, link(url, "Undo the merge…")),
    ),
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
      event.is_public && !onItsWay && may.withdraw
        ? action("Withdraw…", "", () => desk.events.withdraw(event), { focus: `withdraw:${key}` })
        : null,
      // It takes a reason, and often another title: more than a key.
      event.kept.length || may.show_coarser
        ? link(event.keeping_url, event.kept.length ? "What readers see…" : "Show readers less…", {
            target: "_blank",
          })
        : null,
      event.is_public ? link(event.url, "page", { target: "_blank" }) : null,
      event.is_public ? link(`${desk.urls.map}?event=${event.id}`, "on the map", { target: "_blank" }) : null,
    ),
  );
}
