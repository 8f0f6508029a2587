// The two questions that the desk asks in a window of its own.

import { h } from "../ui/dom.js";
import { KEYS } from "./keys.js";

const NAMES = {
  place: "place",
  geometry: "drawing",
  precision: "precision",
  status: "state",
  acceptance: "state",
  role: "role",
  distance_m: "distance in metres",
  other_place: "second place",
  within: "cut to",
  date_precision: "precision of the date",
  low: "low number",
  high: "high number",
};

/** Where the words of a part's values are listed among the desk's choices. */
const LISTS = {
  role: "roles",
  precision: "precisions",
  relation: "relations",
  direction: "directions",
  measure: "measures",
  people: "people",
  unit: "units",
  quantifier: "quantifiers",
  scope: "scopes",
  kind: "kinds",
  date_precision: "date_precisions",
  verification: "verifications",
};

export function showHelp() {
  const dialog = h(
    "dialog",
    { class: "window", "aria-labelledby": "help-title", close: () => dialog.remove() },
    h("h2", { id: "help-title" }, "Keys"),
    h(
      "dl",
      { class: "keys" },
      KEYS.flatMap(({ shown, words }) => [h("dt", {}, h("kbd", {}, shown)), h("dd", {}, words)]),
      h("dt", {}, h("kbd", {}, "← →")),
      h("dd", {}, "in the text: from word to word, with ⇧ select"),
      h("dt", {}, h("kbd", {}, "⇥")),
      h("dd", {}, "from control to control; on a candidate, the map shows it"),
      h("dt", {}, h("kbd", {}, "⏎")),
      h("dd", {}, "do what is in focus; search, apply a form, set a corner on the map"),
      h("dt", {}, h("kbd", {}, "Esc")),
      h("dd", {}, "close search, form or drawing"),
    ),
    h("form", { method: "dialog" }, h("button", { class: "action is-main", autofocus: true }, "Close")),
  );
  document.body.append(dialog);
  dialog.showModal();
  // The button in focus stands at the end: on a phone the list would be shown from there.
  dialog.scrollTop = 0;
}

/** What readers are told when something that they see changes; resolves to "" when it is not to change. */
export function askNote(name) {
  return asked({
    title: "Readers see this already",
    words: `A published event rests on “${name}”. It will be marked as changed after publication.`,
    label: "Note to readers: what was corrected and why",
    send: "Correct",
  });
}

/** Why what readers see is taken from them; resolves to "" when it stays. */
export function askWithdrawal(titles) {
  return asked({
    title: "Readers see this already",
    words: `${titles.map((title) => `“${title}”`).join(", ")}: withdrawn from readers on every page. The address stays and says why.`,
    label: "Note to readers: why it is withdrawn",
    send: "Withdraw",
  });
}

function asked({ title, words, label, send }) {
  return new Promise((resolve) => {
    const note = h("textarea", {
      name: "note",
      rows: 3,
      maxlength: 2000,
      required: true,
      id: "note-words",
      autofocus: true,
    });
    const form = h(
      "form",
      { method: "dialog" },
      h("label", { for: "note-words" }, label),
      note,
      h(
        "div",
        { class: "actions" },
        h("button", { class: "action", value: "cancel", formnovalidate: true }, "Cancel"),
        h("button", { class: "action is-main", value: "send" }, send),
      ),
    );
    const dialog = h(
      "dialog",
      {
        class: "window",
        "aria-labelledby": "note-title",
        close: () => {
          dialog.remove();
          resolve(dialog.returnValue === "send" ? note.value.trim() : "");
        },
      },
      h("h2", { id: "note-title" }, title),
      h("p", {}, words),
      form,
    );
    document.body.append(dialog);
    dialog.showModal();
  });
}

/** Both versions side by side, of a mention, figure or event; resolves to "mine" or "theirs". */
export function askConflict({ body, name, type, choices }) {
  const said = (field, value) => shown(field, value, choices[listOf(type, field)]);
  return new Promise((resolve) => {
    const rows = Object.keys(body.theirs).map((field) =>
      h(
        "tr",
        {},
        h("th", { scope: "row" }, NAMES[field] ?? field.replaceAll("_", " ")),
        h("td", {}, said(field, body.theirs[field])),
        h("td", {}, said(field, body.ours[field])),
      ),
    );
    const dialog = h(
      "dialog",
      { class: "window", "aria-labelledby": "conflict-title", close: () => done(dialog.returnValue) },
      h("h2", { id: "conflict-title" }, "Somebody else was first"),
      h("p", {}, body.error),
      h("p", { class: "new-title" }, name),
      h(
        "table",
        { class: "versions" },
        h(
          "thead",
          {},
          h("tr", {}, h("th", {}, "part"), h("th", {}, body.by || "theirs"), h("th", {}, "you")),
        ),
        h("tbody", {}, rows),
      ),
      h(
        "form",
        { method: "dialog", class: "actions" },
        h("button", { class: "action", value: "theirs", autofocus: true }, "Keep theirs"),
        h("button", { class: "action is-main", value: "mine" }, "Apply mine again"),
      ),
    );
    function done(value) {
      dialog.remove();
      resolve(value === "mine" ? "mine" : "theirs");
    }
    document.body.append(dialog);
    dialog.showModal();
  });
}

/** A claim's standing and a place's part in what is told are both its role. */
function listOf(type, field) {
  return type === "figure" && field === "role" ? "figure_roles" : LISTS[field];
}

/** A value as the forms say it; a state, which is in no list, by its own name. */
function shown(field, value, listed = []) {
  if (value === null || value === undefined || value === "") return "–";
  if (["status", "acceptance"].includes(field)) return String(value).replaceAll("_", " ");
  const known = listed.flatMap((choice) => choice.options ?? choice).find((choice) => choice.value === value);
  return known?.label ?? String(value);
}
