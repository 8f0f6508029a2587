// The page of a map, its embed, and the small map on an event's page.

import { useWords } from "./data/words.js";
import { showEvent } from "./page/event-map.js";
import { Reader } from "./page/reader.js";

const root = document.getElementById("dateline");
const config = JSON.parse(document.getElementById("dateline-config").textContent);

useWords(config.strings, document.documentElement.lang || "en");
if (root.dataset.mode === "event") await showEvent(root, config);
else await new Reader(root, config).load();
