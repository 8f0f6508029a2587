import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
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

/** What is here: the others are of the same number, or beside them. */
const ROWS = {
  mention: { id: 5, quote: "Saraqib" },
  figure: { id: 5, wording: "14", status: "draft" },
  event: { id: 5, title: "Shells", is_public: false },
};

function deskOf(sent, { rows = ROWS, say = (words) => assert.fail(words) } = {}) {
  return {
    model: {
      events: [{ id: 6, title: "Another" }, ...(rows.event ? [rows.event] : [])],
      get: (key) => {
        const [type, id] = key.split(":");
        return rows[type] && id === "5" ? { type, row: rows[type] } : null;
      },
    },
    deciding: {
      takingBack: (verb, row, args) => sent.push([verb, row, args]) && "id",
      onArticle: (verb, args, options) => sent.push([verb, options, args]) && "id",
    },
    say,
  };
}

const undoingOf = (desk) => new Undoing(desk, { storage: { getItem: () => null }, key: "desk" });

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

/** Of what it is sent, and what it says beside. */
function expected(back) {
  if (back === "rebuild_event") return [back, { isUndo: true }, { before: "signed", number: 5 }];
  if (back === "recall_dismissal") return [back, { isUndo: true }, { dismissal: 5 }];
  const row = ROWS[back.match(/mention|figure|event/)[0]];
  if (back.startsWith("move_")) return [back, row, { start: 3, end: 9 }];
  return [back, row, back.startsWith("restore_") ? { before: "signed" } : {}];
}

test("every kind of decision is taken back by an act of its own, on its own row", () => {
  for (const [verb, back] of Object.entries(BACK)) {
    const sent = [];
    const undoing = undoingOf(deskOf(sent));
    const entry = entryOf(verb);

    undoing.takeBackOne(entry);

    assert.deepEqual(sent, [expected(back)], verb);
    // Until the server has done it, it is known what is to stand again if it does not.
    const isOnItsWay = !["rebuild_event", "recall_dismissal"].includes(back);
    assert.equal(undoing.returning.get("id"), isOnItsWay ? entry : undefined, verb);
  }
});

test("a decision of which nobody knows what was before is opened again", () => {
  const sent = [];

  undoingOf(deskOf(sent)).takeBackOne({ ...entryOf("accept_mention"), before: undefined });

  assert.deepEqual(sent, [["reopen_mention", ROWS.mention, {}]]);
});

test("what is not here any more is said, and nothing is sent", () => {
  const sent = [];
  const said = [];
  const undoing = undoingOf(deskOf(sent, { rows: {}, say: (words) => said.push(words) }));

  undoing.takeBackOne(entryOf("reject_figure"));
  undoing.takeBackOne(entryOf("change_event"));
  undoing.takeBackOne(entryOf("create_event"));

  assert.deepEqual(said, ["This cannot be taken back here.", "This event is not here any more."]);
  assert.deepEqual(sent, []);
});

test("the acts that the server knows are those that can be taken back", () => {
  const folder = new URL("../../events/admin/", import.meta.url);
  const files = readdirSync(folder).filter((name) => name.endsWith(".py"));
  const acts = files.flatMap((name) => {
    const source = readFileSync(new URL(name, folder), "utf8");
    return [...source.matchAll(/^@act\("(\w+)"/gm)].map(([, verb]) => verb);
  });

  assert.deepEqual(acts.sort(), [...Object.keys(BACK), ...ASKS, ...NO_DECISIONS].sort());
});
