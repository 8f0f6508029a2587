// How a claim stands to the others of its event: which one counts, and why.

import { h, link } from "../ui/dom.js";
import { action, complain, field, input, select } from "./controls.js";
import { figureReopener } from "./reopening.js";

/** What can be said of a claim. `needs` are the fields that may not stay empty. */
export const STANDINGS = {
  recommend: { words: "Recommend", key: "T", verb: "recommend_figure", needs: ["reason"] },
  corroborate: { words: "Corroborating", key: "B", verb: "corroborate_figure", needs: [] },
  dispute: { words: "Dispute", key: "I", verb: "dispute_figure", needs: ["reason"] },
  supersede: { words: "Supersede", key: "O", verb: "supersede_figure", needs: ["newer"] },
  detach: { words: "Take out", key: "U", verb: "detach_figure", needs: [] },
};

const REASONS = {
  recommend: "why this one; readers see it",
  corroborate: "why it says the same, if that needs saying",
  dispute: "who or what speaks against it; readers see it",
  supersede: "why, if it is more than a newer number",
};
const MISSING = {
  recommend: "Say why this claim is recommended: readers see it beside the figure.",
  dispute: "Say who or what speaks against it: readers see it.",
  supersede: "Choose the claim that takes its place.",
};
/** Acts that tell readers what has changed by themselves. */
const EXPLAINED = ["recommend", "supersede"];

/** The figure's role in words, the other claims of its event, and what can be done. */
export function standing(figure, desk) {
  if (!figure.standing) return null;
  const event = desk.model.events.find(({ id }) => id === figure.event);
  const others = desk.model.claimsBeside(figure);
  return h(
    "section",
    { class: "standing", "aria-label": "Standing among the claims of its event" },
    h("p", {}, figure.standing),
    others.length
      ? h(
          "ul",
          { class: "beside", "aria-label": "Other claims of this event" },
          others.map((claim) => h("li", {}, titleOf(claim, desk), `, ${claim.said} · ${claim.role_label}`)),
        )
      : h("p", { class: "hint" }, event ? `The only claim of “${event.title}”.` : "The only claim."),
    h(
      "div",
      { class: "actions" },
      Object.entries(STANDINGS)
        .filter(([act]) => act !== "supersede" || others.length)
        .map(([act, { words, key }]) => action(`${words}…`, key, () => desk.run(act))),
    ),
  );
}

function titleOf({ id, title, url }, desk) {
  if (url) return link(url, title, { target: "_blank" });
  return h(
    "button",
    {
      type: "button",
      class: "finding-row",
      "data-focus": `beside:${id}`,
      click: () => desk.select(`figure:${id}`),
    },
    title,
  );
}

/** Why the act cannot be done now, in a sentence; "" when it can. */
export function hindrance(act, figure, others) {
  const name = `“${figure.wording}”`;
  if (figure.acceptance !== "accepted") return `${name} is not accepted yet. Accept it first.`;
  if (!figure.event) return `${name} belongs to no event yet. Add it to one first.`;
  if (act === "supersede" && !others.length) return `${name} is the only claim of its event.`;
  return "";
}

export function isSeen({ status }) {
  return ["published", "changed"].includes(status);
}

/** The form of one act: the reason, the newer claim, and the note to readers of what they see already. */
export function standingForm(act, figure, desk) {
  const { words, needs } = STANDINGS[act];
  const others = desk.model.claimsBeside(figure);
  const options = others.map(({ id, title, said }) => ({ value: id, label: `${title} (${said})` }));
  const only = options.length === 1 ? options[0].value : "";
  const form = h(
    "form",
    { class: "fields", novalidate: true, "aria-label": `${words}: ${figure.title}` },
    act === "supersede"
      ? field("by", select("newer", options, only, { empty: only ? null : "choose …" }), { isWide: true })
      : null,
    REASONS[act] ? field(REASONS[act], input("reason", "", { maxlength: 300 }), { isWide: true }) : null,
    isSeen(figure) ? noteField(act) : null,
    h("p", { class: "problem is-wide", role: "alert", hidden: true }),
    h(
      "div",
      { class: "actions is-wide" },
      h("button", { class: "action is-main", "data-focus": "standing-save" }, words),
      action("Cancel", "", () => desk.closeForm()),
    ),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const given = Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, value.trim()]));
    const isMissing = needs.some((name) => !given[name]);
    if (isMissing || (isSeen(figure) && !EXPLAINED.includes(act) && !given.public_note)) {
      complain(form, isMissing ? MISSING[act] : "Readers see this figure: tell them what changes and why.");
      return;
    }
    if (given.newer) given.newer = Number(given.newer);
    const reopen = figureReopener(desk, figure, act);
    desk.deciding.decide(STANDINGS[act].verb, desk.model.get(`figure:${figure.id}`).row, given, { reopen });
    desk.closeForm();
  });
  return form;
}

function noteField(act) {
  return field(
    "note to readers: what was corrected and why",
    h("textarea", { name: "public_note", rows: 2, maxlength: 2000 }),
    {
      isWide: true,
      hint: EXPLAINED.includes(act)
        ? "Left empty, readers are told which number took the place of which."
        : "",
    },
  );
}
