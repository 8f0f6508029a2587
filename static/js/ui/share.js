// Taking something along: a link to share, a text to copy.

/** The device's own way to share where there is one, else the clipboard. "shared", "copied", "selected" or "". */
export async function share({ title, url }, shown) {
  if (navigator.share) {
    try {
      await navigator.share({ title, url });
      return "shared";
    } catch (error) {
      // Closed by the reader: that is an answer too, and copying instead would surprise.
      if (error.name === "AbortError") return "";
    }
  }
  return copy(url, shown);
}

/** Copies a text; where the browser refuses, what shows it is selected, so that a key copies it. */
export async function copy(text, shown) {
  try {
    await navigator.clipboard.writeText(text);
    return "copied";
  } catch {
    select(shown);
    return shown ? "selected" : "";
  }
}

function select(element) {
  if (!element) return;
  if (element.select) {
    element.focus();
    element.select();
    return;
  }
  getSelection().selectAllChildren(element);
}
