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
      h("dt", {}, h("kbd", {}, "Esc")),
      h("dd", {}, "close search, form or drawing"),
    ),
    h("form", { method: "dialog" }, h("button", { class: "action is-main", autofocus: true }, "Close")),
  );
  document.body.append(dialog);
  dialog.showModal();
}

/** Both versions side by side; resolves to "mine" or "theirs". */
export function askConflict({ decision, body, name, desk }) {
  return new Promise((resolve) => {
    const mine = flat(decision.args);
    const fields = [...new Set(Object.keys(body.theirs))];
    const rows = fields.map((field) =>
      h(
        "tr",
        {},
        h("th", { scope: "row" }, NAMES[field] ?? field.replaceAll("_", " ")),
        h("td", {}, shown(body.theirs[field])),
        h("td", {}, shown(wordsOf(field, mine, decision, desk))),
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
        h("thead", {}, h("tr", {}, h("th", {}, "part"), h("th", {}, body.by || "theirs"), h("th", {}, "you"))),
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

const STATES = {
  accept_mention: "accepted",
  place_mention: "accepted",
  draw_mention: "accepted",
  reject_mention: "rejected",
  mark_not_identifiable: "not identifiable",
  accept_figure: "accepted",
  correct_figure: "accepted",
  reject_figure: "rejected",
  publish_event: "published",
  submit_event: "in review",
};

function wordsOf(field, mine, { verb }, desk) {
  if (field === "status" || field === "acceptance") return STATES[verb] ?? "proposed";
  const value = mine[field];
  if (field === "place" && typeof value === "number") return desk.model.places.get(value)?.label ?? value;
  if (field === "geometry") return value ? value.type : "as the place has it";
  if (value && typeof value === "object") return value.name ?? "the chosen one";
  return value;
}

function flat({ changes = {}, ...rest }) {
  return { ...rest, ...changes };
}

function shown(value) {
  return value === null || value === undefined || value === "" ? "–" : String(value);
}
