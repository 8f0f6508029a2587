// Codes to paste, copied with a button.

import { say } from "../data/words.js";

export function wireCopying(button) {
  const code = document.getElementById(button.dataset.copies);
  const answer = button.parentElement.querySelector("[role='status']");
  button.addEventListener("click", async () => {
    code.select();
    try {
      await navigator.clipboard.writeText(code.value);
      answer.textContent = say("copied");
    } catch {
      answer.textContent = say("copySelected");
    }
  });
}
