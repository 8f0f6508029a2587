// The page of a map, and its embed.

import { useWords } from "./data/words.js";
import { settle } from "./page/embedded.js";
import { Reader } from "./page/reader.js";
import { offerBuilder } from "./ui/embed-offer.js";

const root = document.getElementById("dateline");
const config = JSON.parse(document.getElementById("dateline-config").textContent);

useWords(config.strings, document.documentElement.lang || "en");
if (root.dataset.mode === "embed") {
  const follow = await settle(root, config);
  const reader = new Reader(root, config);
  await reader.load();
  follow(reader);
} else {
  const reader = new Reader(root, config);
  offerBuilder(document.getElementById("embed-offer"), { query: () => reader.address.of(reader.state) });
  await reader.load();
}
