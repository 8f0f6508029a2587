// The claims of an event: what is recommended and why, and what others say beside it.

import { say } from "../data/words.js";
import { thingsOf } from "../format.js";
import { h } from "./dom.js";
import { historyOf } from "./history.js";

/** `lead` is the passage of the first claim and stands under it; `onSentence(excerpt)` shows any other. */
export function claimsOf(event, { lead = null, onSentence }) {
  const things = thingsOf(event).map((thing, i) => {
    const under = i === 0 ? lead : null;
    return thing.claims.length > 1
      ? sideBySide(thing, event, onSentence, under)
      : [number(thing.claims[0]), under];
  });
  return h("div", { class: "figures" }, things);
}

/** All of them together; what has been revised since is folded away. */
function sideBySide(thing, event, onSentence, lead) {
  const items = (claims) =>
    claims.map((claim) => item(claim, event, onSentence, claim === thing.claims[0] ? lead : null));
  const revised = thing.claims.filter(({ role }) => role === "superseded");
  const standing = thing.claims.filter((claim) => !revised.includes(claim));
  const n = say("claims", { n: thing.claims.length });
  return h(
    "section",
    { class: "thing", "aria-label": `${n}: ${thing.text}` },
    h("h3", { class: "thing-title" }, capitalised(thing.text), " ", h("span", {}, n)),
    h("ol", { class: "claims" }, items(standing)),
    revised.length > 0 &&
      h(
        "details",
        { class: "earlier" },
        h("summary", {}, say("earlier", { n: revised.length })),
        h("ol", { class: "claims" }, items(revised)),
      ),
    thing.has_history && historyOf(event, thing),
  );
}

function item(claim, event, onSentence, lead) {
  const printers = claim.printers.map(
    ({ outlet, published_text: day }, i) => `${i ? "; " : ""}${outlet}, ${day}`,
  );
  const show = (click) => {
    if (click.metaKey || click.ctrlKey || click.shiftKey) return;
    click.preventDefault();
    onSentence(claim.excerpt);
  };
  return h(
    "li",
    { class: `claim is-${claim.role}` },
    number(claim),
    h(
      "p",
      { class: "claim-source" },
      say("printedBy", { printers: printers.join("") }),
      !lead && " · ",
      !lead && h("a", { href: `${event.url}#excerpt-${claim.excerpt}`, click: show }, say("sentence")),
    ),
    h(
      "p",
      { class: "claim-role" },
      h("span", { class: "tag" }, claim.role_label.toLocaleLowerCase()),
      claim.role_text && [" ", h("bdi", {}, claim.role_text)],
    ),
    lead,
  );
}

function number(claim) {
  const claimant = claim.claimant || claim.claimant_words;
  const under = [
    claim.scope_text,
    claimant ? say("claimedBy", { claimant }) : say("ownClaim"),
    claim.household_size && say("household", { n: claim.household_size }),
  ].filter(Boolean);
  return h(
    "div",
    { class: `figure is-${claim.role}` },
    h(
      "p",
      { class: "figure-words" },
      h("strong", { lang: claim.printers[0]?.language, dir: "auto" }, claim.wording),
      " ",
      claim.noun,
    ),
    h("p", { class: "figure-scope" }, under.join(" · ")),
  );
}

function capitalised(text) {
  return text.charAt(0).toLocaleUpperCase() + text.slice(1);
}
