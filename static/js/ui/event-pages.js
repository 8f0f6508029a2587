// The pages of events, for what the server has drawn or found once and the card shows too.

const pages = new Map();

/** The page as a document, asked for once; null when it does not come, and asked for anew the next time. */
export function pageOf(url) {
  if (!pages.has(url)) pages.set(url, load(url));
  return pages.get(url);
}

async function load(url) {
  try {
    const response = await fetch(url);
    if (response.ok) return new DOMParser().parseFromString(await response.text(), "text/html");
  } catch {
    // Whoever asks does without.
  }
  pages.delete(url);
  return null;
}
