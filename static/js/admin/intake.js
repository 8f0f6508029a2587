// The form for a new article: shows what a bookmark has sent, and puts it into the form when the editor says so.

import { KEY, handedOver } from "./handed-over.js";

const byId = (id) => document.getElementById(id);
const panel = byId("handed-over");
const said = byId("handed-over-said");
const { dataset: say } = byId("handed-over-words");
const sent = handedOver(sessionStorage.getItem(KEY) ?? "");
const SHOWN = 400;

if (sent) {
  byId("handed-over-origin").textContent = sent.origin;
  byId("handed-over-headline").textContent = sent.headline;
  const opening = sent.text.length > SHOWN ? `${sent.text.slice(0, SHOWN)} …` : sent.text;
  byId("handed-over-text").textContent = opening || say.nothing;
  byId("handed-over-cut").hidden = !sent.isCut;
  panel.hidden = false;
  byId("handed-over-use").addEventListener("click", () => {
    fill("text", sent.text);
    fill("headline", sent.headline);
    fill("url", sent.url);
    fill("language", sent.language);
    close(say.used);
    byId("id_text").focus();
  });
  byId("handed-over-leave").addEventListener("click", () => {
    close(say.left);
    byId("id_text").focus();
  });
  byId("handed-over-use").focus();
} else if (!document.querySelector(".intake-ways").open) {
  // Pasting is what the form is opened for most; Django would try the closed fields above.
  byId("id_text").focus();
}

function fill(name, value) {
  if (value) byId(`id_${name}`).value = value;
}

function close(sentence) {
  sessionStorage.removeItem(KEY);
  panel.hidden = true;
  said.textContent = sentence;
}
