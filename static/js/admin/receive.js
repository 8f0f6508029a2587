// Signing in would lose what stands behind the #, so this tab keeps it until the form asks for it.

import { KEY, handedOver } from "./handed-over.js";

const next = document.getElementById("receive-next").href;
if (handedOver(location.hash)) sessionStorage.setItem(KEY, location.hash);
location.replace(next);
