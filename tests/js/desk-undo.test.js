import assert from "node:assert/strict";
import { test } from "node:test";
import { canTakeBack, groupsOf, wordsOf } from "../../static/js/desk/undo-words.js";

let count = 0;
const entry = (verb, object, more = {}) => ({
  decision: { request_id: `r${(count += 1)}`, verb, object, args: more.args ?? {} },
  group: more.group ?? `g${count}`,
  name: "Saraqib",
  at: "2019-08-31T10:00:00Z",
  ...more,
});
const mention = (id) => ({ type: "mention", id });
const article = { type: "article", id: 7 };
const event = (id) => ({ type: "event", id });

test("a decision is said with what it was about and what was chosen", () => {
  assert.equal(
    wordsOf(entry("accept_mention", mention(1), { chosen: "Saraqib, settlement" })),
    "Saraqib: accepted, Saraqib, settlement",
  );
  assert.equal(wordsOf(entry("publish_event", event(3), { name: "Shells" })), "Shells: published");
  assert.equal(
    wordsOf(entry("create_event", article, { name: "", chosen: "Shells" })),
    "event created, Shells",
  );
});

test("what one key press has decided is one line, the newest first", () => {
  const entries = [
    entry("accept_mention", mention(1)),
    entry("accept_mention", mention(2), { group: "e" }),
    entry("create_event", article, {
      group: "e",
      made: 9,
      name: "",
      chosen: "Shells",
      args: { mentions: [1, 2] },
    }),
  ];
  const [newest, oldest] = groupsOf(entries);
  assert.deepEqual([newest.words, newest.more], ["event created, Shells", 1]);
  assert.deepEqual([oldest.words, oldest.more], ["Saraqib: accepted", 0]);
});

test("what a later decision rests on is not taken back before it", () => {
  const entries = [
    entry("accept_mention", mention(1)),
    entry("create_event", article, { made: 9, args: { mentions: [1], figures: [] } }),
    entry("publish_event", event(9)),
    entry("reject_mention", mention(2)),
  ];
  const can = () => groupsOf(entries).map(({ canTakeBack: is }) => is);
  assert.deepEqual(can(), [true, true, false, false]);
  entries[2].isTakenBack = true;
  assert.deepEqual(can(), [true, false, true, false]);
  entries[1].isTakenBack = true;
  assert.deepEqual(can(), [true, false, false, true]);
});

test("what was taken back already is not taken back again", () => {
  const entries = [entry("accept_mention", mention(1), { isTakenBack: true })];
  assert.equal(canTakeBack(entries, entries), false);
});

test("a later decision on the same row keeps the earlier one, on another it does not", () => {
  const entries = [
    entry("set_mention_role", mention(1)),
    entry("accept_mention", mention(1)),
    entry("reject_mention", mention(2)),
  ];
  assert.equal(canTakeBack(entries, [entries[0]]), false);
  assert.equal(canTakeBack(entries, [entries[1]]), true);
});
