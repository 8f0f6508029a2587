import { Desk } from "./desk/desk.js";

const config = JSON.parse(document.getElementById("desk-config").textContent);
new Desk(document, config).start();
