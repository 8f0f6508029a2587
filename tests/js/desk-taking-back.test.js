import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { Undoing } from "../../static/js/desk/undoing.js";

/** By what each decision is taken back; of a row that another act has made, `made` is the id. */
const BACK = {
  accept_mention: "restore_mention",
  place_mention: "restore_mention",
  draw_mention: "restore_mention",
  reject_mention: "restore_mention",
  mark_not_identifiable: "restore_mention",
  reopen_mention: "restore_mention",
  set_mention_role: "restore_mention",
  set_mention_precision: "restore_mention",
  move_mention: "move_mention",
  add_mention: "reject_mention",
  accept_figure: "restore_figure",
  correct_figure: "restore_figure",
  reject_figure: "restore_figure",
  reopen_figure: "restore_figure",
  move_figure: "move_figure",
  add_figure: "reject_figure",
  recommend_figure: "restore_figure",
  corroborate_figure: "restore_figure",
  dispute_figure: "restore_figure",
  supersede_figure: "restore_figure",
  detach_figure: "restore_figure",
  create_event: "discard_event",
  change_event: "restore_event",
  tell_event: "restore_event",
  untell_event: "restore_event",
  discard_event: "rebuild_event",
  submit_event: "recall_event",
  withdraw_event: "publish_event",
  dismiss_finding: "recall_dismissal",
};
/** It asks for a note to readers first, and is taken back in the browser's tests. */
const ASKS = ["publish_event"];
/** What only takes back, and the reading, which decides nothing. */
const NO_DECISIONS = [
  "read_article",
  "restore_mention",
  "restore_figure",
  "restore_event",
  "rebuild_event",
  "recall_event",
  "recall_dismissal",
];

function deskOf(sent) {
  const rows = { mention: { id: 5, quote: "Saraqib" }, figure: { id: 5, wording: "14", status: "draft" } };
  const taken = (verb, args) => sent.push([verb, args]) && "id";
  return {
    model: {
      events: [{ id: 5, title: "Shells", is_public: false }],
      get: (key) => {
        const [type, id] = key.split(":");
        return rows[type] && id === "5" ? { type, row: rows[type] } : null;
      },
    },
    deciding: {
      takingBack: (verb, _row, args) => taken(verb, args),
      onArticle: (verb, args) => taken(verb, args),
    },
    say: (words) => assert.fail(words),
  };
}

function entryOf(verb) {
  const isMade = ["add_mention", "add_figure", "create_event", "dismiss_finding"].includes(verb);
  const type = isMade ? "article" : (verb.match(/mention|figure|event/)?.[0] ?? "mention");
  return {
    decision: { request_id: verb, verb, object: { type, id: isMade ? 7 : 5 }, args: {} },
    span: [3, 9],
    before: "signed",
    made: 5,
    group: verb,
  };
}

test("every kind of decision is taken back by an act of its own", () => {
  for (const [verb, back] of Object.entries(BACK)) {
    const sent = [];
    const undoing = new Undoing(deskOf(sent), { storage: { getItem: () => null }, key: "desk" });

    undoing.takeBackOne(entryOf(verb));

    assert.deepEqual(
      sent.map(([name]) => name),
      [back],
      verb,
    );
    if (verb.startsWith("move_")) assert.deepEqual(sent[0][1], { start: 3, end: 9 });
    if (back.startsWith("restore_")) assert.equal(sent[0][1].before, "signed");
  }
});

test("the acts that the server knows are those that can be taken back", () => {
  const folder = new URL("../../events/admin/", import.meta.url);
  const files = ["mention_acts", "figure_acts", "event_acts", "event_undo", "findings"];
  const acts = files.flatMap((name) => {
    const source = readFileSync(new URL(`desk_${name}.py`, folder), "utf8");
    return [...source.matchAll(/^@act\("(\w+)"/gm)].map(([, verb]) => verb);
  });

  assert.deepEqual(acts.sort(), [...Object.keys(BACK), ...ASKS, ...NO_DECISIONS].sort());
});
