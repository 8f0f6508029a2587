// Other events beside the selected one. The server finds them, for the event's page; the card shows the same list.

import { say } from "../data/words.js";
import { h } from "./dom.js";
import { pageOf } from "./event-pages.js";

/** A box that asks for them when it is opened. `onSelect(id)` shows one on the map and says whether it could. */
export function relatedOf(event, onSelect) {
  const list = h("div", { class: "ties", role: "status" });
  const box = h("details", { class: "related" }, h("summary", {}, say("related")), list);
  box.addEventListener("toggle", () => box.open && !list.hasChildNodes() && fill(list, event));
  if (onSelect) list.addEventListener("click", (click) => select(click, onSelect));
  return box;
}

async function fill(list, event) {
  const page = await pageOf(event.url);
  const found = [...(page?.querySelectorAll(".tie") ?? [])];
  if (!page) list.replaceChildren(h("p", {}, say("relatedFailed")));
  else if (!found.length) list.replaceChildren(h("p", {}, say("relatedNone")));
  else list.replaceChildren(...found.map((tie) => document.importNode(tie, true)));
}

function select(click, onSelect) {
  const item = click.target.closest("[data-event]");
  if (!item || !click.target.closest("a") || click.metaKey || click.ctrlKey || click.shiftKey) return;
  if (onSelect(Number(item.dataset.event))) click.preventDefault();
}
