// What readers take along from a page: a citation with today's date, its link, its code.

import { longDay } from "../format.js";
import { copy, share } from "./share.js";

/** `data-copy` and `data-share` of a button name the element whose text it takes; #taken says what came of it. */
export function offerTaking(page) {
  const answer = page.getElementById("taken");
  if (!answer) return;
  dateCitation(page.getElementById("citation"));
  for (const button of page.querySelectorAll("[data-copy], [data-share]")) {
    const { copy: copied, share: shared, title } = button.dataset;
    const shown = page.getElementById(copied ?? shared);
    const text = () => shown.value ?? shown.textContent;
    const act = copied ? () => copy(text(), shown) : () => share({ title, url: text() }, shown);
    button.hidden = false;
    button.addEventListener("click", async () => {
      answer.textContent = answer.dataset[await act()] ?? "";
    });
  }
}

/** The day of access is the reader's: the page itself is the same for everyone, whenever it was kept. */
function dateCitation(citation) {
  const now = new Date();
  const today = new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString();
  citation.append(` ${citation.dataset.accessed.replace("{day}", longDay(today))}`);
}
