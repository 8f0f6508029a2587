// A figure given in words: read by the server as an article is, and put into the form's fields.

import { h } from "../ui/dom.js";
import { action, field, input } from "./controls.js";
import { getJson } from "./transport.js";

/** What the form's fields take as they are; a claimant has a field of its own kind. */
const PARTS = ["quantifier", "measure", "people", "unit", "scope", "low", "high", "since", "claimant_words"];

/** The field above a figure's fields: Enter reads the words, and the fields show what was understood. */
export function inWords({ title }, desk, claimant = null) {
  const box = input("words", "", {
    maxlength: 300,
    "data-focus": "figure-words",
    placeholder: `${title}, since …, says …`,
  });
  const said = h("p", { class: "hint", role: "status" });
  const read = async () => {
    const asked = box.value.trim();
    if (!asked) return;
    said.textContent = "reading …";
    const { status, body } = await getJson(desk.urls.words, { q: asked }).catch(() => ({ status: 0 }));
    if (box.value.trim() !== asked || !box.form) return;
    if (status === 200) fill(box.form, body, claimant);
    if (status === 200) box.setCustomValidity("");
    said.textContent =
      status === 200
        ? `Read as: ${body.reading}. Look at the fields, then save.`
        : (body?.error ?? "The words could not be sent. Try again, or fill in the fields.");
  };
  // Saved before they are read, the words would be lost without a sign.
  box.addEventListener("input", () =>
    box.setCustomValidity(box.value.trim() ? "Read these words first, or empty the field." : ""),
  );
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    read();
  });
  return h(
    "div",
    { class: "is-wide in-words" },
    field("in words", box),
    action("Read", "", read, { focus: "read-words" }),
    said,
  );
}

function fill(form, parts, claimant) {
  const { elements } = form;
  for (const name of PARTS) if (elements[name]) elements[name].value = parts[name] ?? "";
  // Which numbers are shown follows from the quantifier, and the household's size from the unit.
  for (const name of ["quantifier", "unit"]) elements[name].dispatchEvent(new Event("change"));
  // Whoever is not known yet stays in words: an organisation is added on purpose only.
  claimant?.set(parts.claimant);
}
