// The page of an event or a place: its small map, and what readers take along.

import { useWords } from "./data/words.js";
import { showSmallMap } from "./page/small-map.js";
import { offerBuilder } from "./ui/embed-offer.js";
import { offerTaking } from "./ui/taking.js";

const root = document.getElementById("dateline");
const config = JSON.parse(document.getElementById("dateline-config").textContent);

useWords(config.strings, document.documentElement.lang || "en");
offerTaking(document);
const embedOffer = document.getElementById("embed-offer");
offerBuilder(embedOffer, { query: () => embedOffer.search });
await showSmallMap(root, config);
