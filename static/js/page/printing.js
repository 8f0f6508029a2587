// A map on paper: the map as it stands on the screen, and under it all events of the filters with their sources.

import { printSheet } from "../ui/print-sheet.js";

/** So many events are printed; more is a data set, not a page. */
export const MOST_PRINTED = 500;
/** Pixels of CSS that A4 and Letter both have room for between their margins. */
const WIDTH = 672;
const HEIGHT = 560;

/** `reader` is the page's: its `shown` are the events that the filters leave, its `store` completes them. */
export function offerPrinting(reader) {
  const sheet = document.getElementById("print-sheet");
  const button = document.getElementById("print");
  const shown = () => reader.shown ?? [];
  const prepare = () => {
    keepSize(reader.root.querySelector(".stage"));
    const key = { draw: reader.state.draw, verifications: reader.config.verifications };
    sheet.replaceChildren(...printSheet(shown().slice(0, MOST_PRINTED), { all: shown().length, key }));
  };
  // Whoever prints by a key does not wait for what is not loaded: those events stand there without sources.
  addEventListener("beforeprint", prepare);
  addEventListener("afterprint", () => sheet.replaceChildren());
  // An embed is printed by the browser's own menu.
  if (!button) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    button.disabled = true;
    await reader.store.complete(shown().slice(0, MOST_PRINTED)).catch(() => {});
    button.disabled = false;
    window.print();
  });
}

/** A map that is laid out anew on paper would show empty tiles; it is scaled down as it is instead. */
function keepSize(stage) {
  const { offsetWidth: width, offsetHeight: height } = stage;
  if (!width || !height) return;
  stage.style.setProperty("--print-width", `${width}px`);
  stage.style.setProperty("--print-height", `${height}px`);
  stage.style.setProperty("--print-zoom", Math.min(1, WIDTH / width, HEIGHT / height).toFixed(4));
}
