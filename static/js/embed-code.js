// The page on which a publisher puts an embed together. The map's page fetches this file when it is wanted.

import { wireBuilder } from "./ui/embed-builder.js";

export { openBuilder } from "./ui/embed-builder.js";

const page = document.getElementById("embed-builder");
if (page) wireBuilder(page);
