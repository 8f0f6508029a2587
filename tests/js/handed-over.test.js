import assert from "node:assert/strict";
import { test } from "node:test";
import { handedOver } from "../../static/js/admin/handed-over.js";

const sent = (words) => `#${encodeURIComponent(JSON.stringify(words))}`;

test("what a bookmark has sent is shown with the origin of its address", () => {
  const words = {
    url: "https://herald.example.org/night?x=1",
    title: "  Market\n hit ",
    text: "Shells fell.\nFour died.",
    language: "en-GB",
    cut: false,
  };

  assert.deepEqual(handedOver(sent(words)), {
    url: words.url,
    origin: "https://herald.example.org",
    headline: "Market hit",
    text: words.text,
    language: "en",
    isCut: false,
  });
});

test("what no bookmark of ours has made is nothing", () => {
  const wrong = [
    "",
    "#",
    "#%",
    "#{",
    sent(null),
    sent([]),
    sent("words"),
    sent({}),
    sent({ url: "javascript:alert(1)" }),
    sent({ url: "file:///etc/passwd" }),
    sent({ url: 7 }),
    sent({ url: "no address" }),
  ];

  for (const fragment of wrong) assert.equal(handedOver(fragment), null, fragment);
});

test("what is too long or of another kind is cut or left out", () => {
  const long = handedOver(
    sent({
      url: `https://a.example/${"x".repeat(2000)}`,
      title: { toString: "x" },
      text: "x".repeat(150_000),
      language: "<b>",
    }),
  );

  assert.equal(long.text.length, 100_000);
  assert.deepEqual([long.url, long.headline, long.language, long.isCut], ["", "", "", true]);
  assert.equal(handedOver(sent({ url: "https://a.example", text: "a\0b\ud800c" })).text, "ab\ufffdc");
});
