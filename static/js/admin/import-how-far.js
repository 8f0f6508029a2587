// The page of an import that goes on: it says how far it is, and becomes what it is when the import is over.

const EVERY_MS = 2000;

const shown = document.querySelector("[data-how-far]");
if (shown) setTimeout(look, EVERY_MS);

async function look() {
  try {
    const answer = await fetch(location.href);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const now = page.querySelector("[data-how-far]");
    if (answer.ok && !now) {
      location.assign(answer.url);
      return;
    }
    if (now) shown.replaceChildren(...now.childNodes);
  } catch {
    // The server is away for a moment; the next look may find it.
  }
  setTimeout(look, EVERY_MS);
}
