// The view of the map or of a step, taken from the preview.

import { say } from "../data/words.js";
import { sidesOf } from "./views.js";

/** `preview()` is the Preview; `announce(words)` says what was done. */
export function wireRectangle(root, { preview, onChange, announce, show }) {
  const inputs = [...root.querySelectorAll("[data-side]")];
  const zoom = root.parentElement.querySelector("[data-zoom]");
  const said = root.querySelector("[data-view-said]");
  const isSet = () => inputs.some(({ value }) => value.trim());

  function tell() {
    said.textContent = say(isSet() ? "viewSet" : "viewNone");
    for (const name of ["show", "clear"]) root.querySelector(`[data-view="${name}"]`).hidden = !isSet();
  }

  function write(sides, takenAt = "") {
    for (const input of inputs) input.value = sides ? sides[input.dataset.side] : "";
    zoom.value = takenAt;
    tell();
    onChange();
  }

  const acts = {
    take() {
      const { bounds, zoom: takenAt } = preview();
      if (!bounds) {
        preview().onceSaid(acts.take);
        said.textContent = say("viewComing");
        announce(say("viewComing"));
        return;
      }
      const sides = sidesOf(bounds);
      // What is shown next is what readers will see.
      if (sides) preview().forget();
      if (sides) write(sides, takenAt);
      announce(say(sides ? "viewTaken" : "viewTooWide"));
    },
    show() {
      preview().forget();
      preview().send();
      show();
    },
    clear() {
      preview().forget();
      write(null);
      announce(say("viewCleared"));
      root.querySelector("[data-view='take']").focus();
    },
  };
  for (const [name, act] of Object.entries(acts)) {
    root.querySelector(`[data-view="${name}"]`).addEventListener("click", act);
  }
  root.addEventListener("input", () => {
    // Sides that were typed were taken at no zoom.
    zoom.value = "";
    tell();
  });
  tell();
}
