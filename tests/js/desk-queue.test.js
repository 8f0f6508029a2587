import assert from "node:assert/strict";
import { test } from "node:test";
import { DecisionQueue, newRequestId, savedWords } from "../../static/js/desk/queue.js";

/** A server that answers from a list, a storage, and timers that run when they are told to. */
function desk(answers, kept = {}) {
  const sent = [];
  const heard = { answered: [], refused: [], conflicted: [] };
  const timers = new Map();
  let number = 0;
  const storage = {
    getItem: (key) => kept[key] ?? null,
    setItem: (key, value) => (kept[key] = value),
    removeItem: (key) => delete kept[key],
  };
  const queue = new DecisionQueue({
    send: async (decision) => {
      sent.push(structuredClone(decision));
      const answer = answers.shift();
      if (answer === undefined || answer === "lost") throw new TypeError("Failed to fetch");
      return answer;
    },
    storage,
    key: "q",
    listeners: {
      changed() {},
      answered: (decision, body) => heard.answered.push([decision.request_id, body]),
      refused: (decision, body, dropped) =>
        heard.refused.push([decision.request_id, body.error, dropped.map(idOf)]),
      conflicted: (decision, body, held) => heard.conflicted.push([decision.request_id, held.map(idOf)]),
    },
    setTimer: (act, delay) => {
      timers.set((number += 1), { act, delay });
      return number;
    },
    clearTimer: (id) => timers.delete(id),
  });
  const delays = () => [...timers.values()].map(({ delay }) => delay);
  const tick = async () => {
    const [[id, { act }]] = timers;
    timers.delete(id);
    act();
    await rest();
  };
  return { queue, sent, heard, kept, delays, tick };
}

const idOf = ({ request_id: id }) => id;
const rest = () => new Promise((resolve) => setImmediate(resolve));
const decision = (id, on = 1, version = 1) => ({
  request_id: id,
  verb: "accept_mention",
  object: { type: "mention", id: on },
  version,
  args: {},
});
const ok = (on = 1, version = 2) => ({ status: 200, body: { mentions: [{ id: on, version }] } });

test("decisions are sent one at a time, in order, and all is saved when the last is answered", async () => {
  const { queue, sent, heard, kept } = desk([ok(1), ok(2)]);
  queue.add(decision("a", 1));
  queue.add(decision("b", 2));
  assert.equal(sent.length, 1);
  assert.equal(savedWords(queue).words, "saving …");
  await rest();
  assert.deepEqual(sent.map(idOf), ["a", "b"]);
  assert.deepEqual(
    heard.answered.map(([id]) => id),
    ["a", "b"],
  );
  assert.deepEqual(savedWords(queue), { state: "saved", words: "all saved" });
  assert.deepEqual(kept, {});
});

test("a later decision on the same row names the version that the earlier one made", async () => {
  const { queue, sent } = desk([ok(1, 5), ok(1, 6)]);
  queue.add(decision("a", 1, 4));
  queue.add(decision("b", 1, 4));
  await rest();
  assert.deepEqual(
    sent.map(({ version }) => version),
    [4, 5],
  );
});

test("a lost connection keeps the decision and tries again with a growing delay", async () => {
  const { queue, sent, heard, delays, tick } = desk(["lost", "lost", "lost", ok()]);
  queue.add(decision("a"));
  await rest();
  assert.deepEqual(delays(), [1000]);
  assert.deepEqual(savedWords(queue), { state: "failed", words: "1 not saved – retrying" });
  await tick();
  assert.deepEqual(delays(), [2000]);
  await tick();
  assert.deepEqual(delays(), [4000]);
  await tick();
  assert.deepEqual(sent.map(idOf), ["a", "a", "a", "a"]);
  assert.equal(heard.answered.length, 1);
  assert.equal(queue.isSaved, true);
});

test("the delay never exceeds a minute", async () => {
  const { queue, delays, tick } = desk([]);
  queue.add(decision("a"));
  await rest();
  for (let i = 0; i < 10; i += 1) await tick();
  assert.deepEqual(delays(), [60_000]);
});

test("what comes while the connection is down waits for its turn", async () => {
  const { queue, sent, tick } = desk(["lost", ok(1), ok(2)]);
  queue.add(decision("a", 1));
  await rest();
  queue.add(decision("b", 2));
  await rest();
  assert.equal(sent.length, 1);
  assert.equal(savedWords(queue).words, "2 not saved – retrying");
  await tick();
  await rest();
  assert.deepEqual(sent.map(idOf), ["a", "a", "b"]);
});

test("flushing sends at once and forgets the timer", async () => {
  const { queue, sent, delays } = desk(["lost", ok()]);
  queue.add(decision("a"));
  await rest();
  await queue.flush();
  assert.equal(sent.length, 2);
  assert.deepEqual(delays(), []);
});

test("an error of the server is tried again, not dropped", async () => {
  const { queue, delays } = desk([{ status: 500, body: null }]);
  queue.add(decision("a"));
  await rest();
  assert.equal(queue.waiting.length, 1);
  assert.deepEqual(delays(), [1000]);
});

for (const answer of [
  { status: 401, body: { error: "You are signed out.", login: "/admin/login/" } },
  { status: 403, body: null },
]) {
  test(`a session that has ended (${answer.status}) keeps the decision and says so`, async () => {
    const { queue } = desk([answer]);
    queue.add(decision("a"));
    await rest();
    assert.equal(savedWords(queue).words, "1 not saved – you are signed out");
  });
}

test("a refusal drops the decision with those made on top of it and goes on with the others", async () => {
  const refusal = { status: 400, body: { error: "No.", field: "" } };
  const { queue, heard, sent } = desk([refusal, ok(2)]);
  queue.add(decision("a", 1));
  queue.add(decision("b", 1));
  queue.add(decision("c", 2));
  await rest();
  assert.deepEqual(heard.refused, [["a", "No.", ["b"]]]);
  assert.deepEqual(sent.map(idOf), ["a", "c"]);
  assert.equal(queue.isSaved, true);
});

test("a refusal on the article drops nothing else", async () => {
  const refusal = { status: 400, body: { error: "No." } };
  const { queue, heard } = desk([refusal, ok(), ok()]);
  const onArticle = (id) => ({ ...decision(id), object: { type: "article", id: 7 } });
  queue.add(onArticle("a"));
  queue.add(onArticle("b"));
  await rest();
  assert.deepEqual(heard.refused, [["a", "No.", []]]);
  assert.deepEqual(
    heard.answered.map(([id]) => id),
    ["b"],
  );
});

test("a conflict hands back the decision and those made on top of it", async () => {
  const conflict = { status: 409, body: { error: "Somebody was first.", theirs: {} } };
  const { queue, heard } = desk([conflict]);
  queue.add(decision("a"));
  queue.add(decision("b"));
  await rest();
  assert.deepEqual(heard.conflicted, [["a", ["b"]]]);
  assert.equal(queue.isSaved, true);
});

test("what is not saved survives a reload with its request id and version", async () => {
  const first = desk(["lost"]);
  first.queue.add(decision("a", 1, 3));
  await rest();
  const second = desk([ok()], first.kept);
  assert.equal(savedWords(second.queue).state, "saving");
  await second.queue.flush();
  assert.deepEqual(
    second.sent.map(({ request_id: id, version }) => [id, version]),
    [["a", 3]],
  );
  assert.deepEqual(second.kept, {});
});

test("a damaged or forbidden storage is no reason to stop", async () => {
  assert.deepEqual(desk([], { q: "{" }).queue.waiting, []);
  assert.deepEqual(desk([], { q: '[{"verb": "x"}]' }).queue.waiting, []);
  const { queue } = desk(["lost"]);
  queue.storage = {
    setItem() {
      throw new Error("full");
    },
  };
  queue.add(decision("a"));
  await rest();
  assert.equal(queue.waiting.length, 1);
});

test("only a decision that was never sent can be taken back here", async () => {
  const { queue } = desk(["lost"]);
  queue.add(decision("a"));
  queue.add(decision("b", 2));
  await rest();
  assert.equal(queue.remove("a"), false);
  assert.equal(queue.remove("b"), true);
  assert.equal(queue.remove("never"), false);
  assert.deepEqual(queue.waiting.map(idOf), ["a"]);
});

test("request ids are UUIDs of version 4", () => {
  assert.match(newRequestId(), /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test("decisions that wait follow the rows that an answer has raised, from the version before and no other", async () => {
  const raised = [
    { type: "mention", id: 2, from_version: 1, version: 2 },
    { type: "event", id: 2, from_version: 3, version: 4 },
    { type: "mention", id: 3, from_version: 5, version: 6 },
  ];
  const { queue, sent } = desk([
    { status: 200, body: { mentions: [{ id: 1, version: 2 }], raised } },
    ok(2, 3),
    ok(2, 5),
    ok(3, 2),
  ]);
  queue.add(decision("a", 1));
  queue.add(decision("b", 2));
  queue.add({ ...decision("c", 2, 3), verb: "publish_event", object: { type: "event", id: 2 } });
  // Somebody else has made version 5 of this row: that is for the server to tell.
  queue.add(decision("d", 3, 4));
  await rest();

  assert.deepEqual(
    sent.map(({ request_id: id, version }) => [id, version]),
    [
      ["a", 1],
      ["b", 2],
      ["c", 4],
      ["d", 4],
    ],
  );
});

test("while the queue is held what is under way is answered and nothing more is sent", async () => {
  const { queue, sent, heard } = desk([ok(1), ok(2)]);
  queue.add(decision("a", 1));
  queue.add(decision("b", 2));

  await queue.hold();

  assert.deepEqual(
    heard.answered.map(([id]) => id),
    ["a"],
  );
  queue.add(decision("c", 3));
  assert.deepEqual(sent.map(idOf), ["a"]);
  queue.release();
  await rest();
  assert.equal(sent[1].request_id, "b");
});
