import assert from "node:assert/strict";
import test from "node:test";

import { GONE, NEWS, News, SAME, UNKNOWN, waitAfter } from "../../static/js/data/news.js";

/** A server with one answer after the other: texts, statuses, or a network that fails. */
function server(...answers) {
  const asked = [];
  const fetcher = async (address, { cache }) => {
    asked.push([address, cache]);
    const answer = answers.shift();
    if (answer === "offline") throw new TypeError("Failed to fetch");
    if (typeof answer === "number") return { ok: false, status: answer };
    return { ok: true, status: 200, text: async () => answer };
  };
  return { asked, news: new News(fetcher) };
}

test("the first question remembers what was loaded, the next ask the server whether it still stands", async () => {
  const { asked, news } = server("one", "one", "two", "two");

  const answers = [await news.ask("/a"), await news.ask("/a"), await news.ask("/a"), await news.ask("/a")];

  assert.deepEqual(answers, [SAME, SAME, NEWS, SAME]);
  assert.deepEqual(
    asked.map(([, cache]) => cache),
    ["force-cache", "no-cache", "no-cache", "no-cache"],
  );
});

test("other filters are no news", async () => {
  const { news } = server("one", "two", "two");

  assert.deepEqual([await news.ask("/a"), await news.ask("/b"), await news.ask("/b")], [SAME, SAME, SAME]);
});

test("a map that is refused is gone, and a network that fails says nothing", async () => {
  const { news } = server("one", 404, 400, 503, "offline", "one");

  const answers = [];
  for (let n = 0; n < 6; n++) answers.push(await news.ask("/a"));

  assert.deepEqual(answers, [SAME, GONE, GONE, UNKNOWN, UNKNOWN, SAME]);
});

test("a question a minute, and fewer while the network fails", () => {
  const latest = { jitter: () => 1 };

  assert.equal(waitAfter(0, latest), 60_000);
  assert.equal(waitAfter(2, latest), 240_000);
  assert.equal(waitAfter(30, latest), 600_000);
  assert.ok(waitAfter(0, { jitter: () => 0 }) >= 50_000);
});
