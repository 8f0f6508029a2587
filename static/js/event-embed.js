// The embed of one event: its small map, and what it owes the page around it.

import { useWords } from "./data/words.js";
import { settleEvent } from "./page/embedded.js";
import { showSmallMap } from "./page/small-map.js";

const root = document.getElementById("dateline");
const config = JSON.parse(document.getElementById("dateline-config").textContent);

useWords(config.strings, document.documentElement.lang || "en");
await settleEvent(document.getElementById("content"));
await showSmallMap(root, config);
