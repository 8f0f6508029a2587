// That nothing typed is lost: what is not saved is said, guarded when the page is left, and saved with Ctrl+S.

import { say } from "../data/words.js";
import { snapshot } from "./typed.js";

/** Returns `check()`, to be called after every change. `wasRefused`: the page shows a save that was not made. */
export function guardForm(form, { said, button, wasRefused }) {
  const opened = snapshot(new FormData(form));
  let isLeaving = false;
  const isDirty = () => wasRefused || snapshot(new FormData(form)) !== opened;

  function check() {
    const dirty = isDirty();
    const words = say(dirty ? "unsaved" : "saved");
    // Written again, it would be read aloud at every letter.
    if (said.textContent !== words) said.textContent = words;
    said.classList.toggle("is-unsaved", dirty);
  }

  form.addEventListener("submit", ({ submitter }) => {
    if (submitter?.formTarget) return; // the preview's
    isLeaving = true;
    said.textContent = say("saving");
  });
  addEventListener("beforeunload", (event) => {
    if (!isLeaving && isDirty()) event.preventDefault();
  });
  // The browser's memory of the page brings it back as it was left.
  addEventListener("pageshow", () => {
    isLeaving = false;
    check();
  });
  document.addEventListener("keydown", (press) => {
    if ((press.ctrlKey || press.metaKey) && !press.altKey && press.key.toLowerCase() === "s") {
      press.preventDefault();
      form.requestSubmit(button);
    }
  });
  check();
  return check;
}
