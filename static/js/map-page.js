// The page of a map, and its embed.

import { useWords } from "./data/words.js";
import { settle } from "./page/embedded.js";
import { Reader } from "./page/reader.js";

const root = document.getElementById("dateline");
const config = JSON.parse(document.getElementById("dateline-config").textContent);

useWords(config.strings, document.documentElement.lang || "en");
if (root.dataset.mode === "embed") await settle(root, config);
await new Reader(root, config).load();
