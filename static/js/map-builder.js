// The map builder: the form of a curated map with its preview. Without this script it is a plain form.

import { wireCopying } from "./builder/codes.js";
import { wireFilters } from "./builder/filters.js";
import { makeLanguageTabs } from "./builder/languages.js";
import { wireLayers } from "./builder/layers.js";
import { showLeftOut, wirePicking } from "./builder/picking.js";
import { Preview } from "./builder/preview.js";
import { wireRectangle } from "./builder/rectangles.js";
import { guardForm } from "./builder/saving.js";
import { makeFinder } from "./builder/searching.js";
import { Story } from "./builder/story.js";
import { makeTabs } from "./builder/tabs.js";
import { say, useWords } from "./data/words.js";

/** Before the name of the part that is open, in the address: a save comes back to it. */
const PART = "part-";

const root = document.getElementById("builder");
if (root) build(root, JSON.parse(document.getElementById("builder-config").textContent));

function build(builder, { urls, most_steps: mostSteps, words }) {
  useWords(words, document.documentElement.lang || "en");
  const form = builder.closest("form");
  const find = (selector) => form.querySelector(selector);
  const status = find("#preview-said");
  document.documentElement.classList.add("has-builder");
  for (const element of form.querySelectorAll(".needs-script")) element.hidden = false;

  let preview = null;
  /** The part that is being edited: on narrow windows the preview is looked at in its place. */
  let edited = null;
  let check = () => {};
  const onChange = () => {
    check();
    preview?.renewSoon();
  };
  const announce = (said) => (status.textContent = said);
  const showPreview = () => parts.show(find("#preview"));
  const wireParts = (element) => {
    for (const group of element.querySelectorAll(".in-languages[data-tabs]")) {
      makeLanguageTabs(group, form.elements.language);
    }
    for (const rectangle of element.querySelectorAll("[data-rectangle]")) {
      wireRectangle(rectangle, { preview: () => preview, onChange, announce, show: showPreview });
    }
    for (const input of element.querySelectorAll("[data-event]")) {
      const field = input.closest(".field");
      const label = field.querySelector("label");
      const name = input.dataset.eventLabel;
      makeFinder(input, { label: label.textContent.replace(/:$/, ""), name, address: urls.events, onChange });
      label.remove();
    }
  };

  wireParts(form);
  wireLayers(find("[data-layers]"), { onChange });
  wireFilters(find("[data-filters]"), { urls, onChange });
  wirePicking(find("[data-picking]"), { urls, onChange });
  for (const button of form.querySelectorAll("[data-copies]")) wireCopying(button);
  const story = new Story(find("#story"), {
    most: mostSteps,
    wire: wireParts,
    onChange: ({ isSame = false } = {}) => (isSame ? preview?.renewSoon() : onChange()),
  });

  const sections = [...form.querySelectorAll(".builder-parts > [data-tab]"), find("#preview")];
  const parts = makeTabs(sections, {
    label: say("parts"),
    onShow: (part) => {
      if (part.id !== "preview") edited = part;
      if (!preview || part.id === "preview") return preview?.fit();
      history.replaceState(null, "", `#${PART}${part.id}`);
      if ((part.id === "story" ? story.numberOpen() : null) !== preview.step) preview.renewSoon();
    },
  });
  const asked = sections.find(({ id }) => `#${PART}${id}` === location.hash);
  const wrong = form.querySelector(".builder-parts .errorlist");
  // Whoever has saved by keyboard goes on where they were.
  if (asked && !wrong) parts.show(asked, { hasFocus: true });

  check = guardForm(form, {
    said: find("#builder-saved"),
    button: find("#builder-save"),
    wasRefused: document.querySelector(".errornote") !== null,
  });
  preview = new Preview(form, {
    address: urls.preview,
    stepShown: () => (edited?.id === "story" ? story.numberOpen() : null),
    onFacts: (facts) => showFacts(form, facts),
  });
  form.addEventListener("input", ({ target }) => !target.closest(".search") && onChange());
  form.addEventListener("change", ({ target }) => target.name === "preview-mode" && preview.forget());
}

function showFacts(form, { count, left_out: leftOut = [], problems }) {
  showLeftOut(form.querySelector("[data-picking]"), leftOut);
  for (const place of form.querySelectorAll("[data-count]")) {
    const words = count === null ? "" : count ? say("shownEvents", { n: count }) : say("noEvents");
    if (place.textContent !== words) place.textContent = words;
  }
  const list = form.querySelector("#preview-problems");
  list.replaceChildren(
    ...problems.map((problem) => Object.assign(document.createElement("li"), { textContent: problem })),
  );
  list.hidden = !problems.length;
}
