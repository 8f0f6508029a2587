// What an embed owes the page around it, and the small courtesies of the map's own page.

import { say } from "../data/words.js";

const HINT_MS = 1600;

/** The height that suits the width; the loader sets it, a fixed frame may ignore it. */
export function heightFor(width) {
  if (width < 480) return 520;
  return width < 720 ? 500 : 560;
}

export function postHeight(root) {
  if (window.parent === window) return;
  let posted = 0;
  new ResizeObserver(() => {
    const height = heightFor(root.clientWidth);
    if (height === posted) return;
    posted = height;
    window.parent.postMessage({ dateline: { height } }, "*");
  }).observe(root);
}

let hiding = 0;

export function showHint(element, words) {
  element.textContent = words;
  element.hidden = false;
  clearTimeout(hiding);
  hiding = setTimeout(() => (element.hidden = true), HINT_MS);
}

export function offerCopying(code, button, answer) {
  if (!code || !button) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    code.select();
    try {
      await navigator.clipboard.writeText(code.value);
      answer.textContent = say("copied");
    } catch {
      answer.textContent = say("notCopied");
    }
  });
}
