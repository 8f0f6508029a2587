// "Embed this map": the builder in a dialog, fetched when somebody wants it. Without it the link leads to its page.

/** `query` gives the state of the map as a query string, so that the embed shows what is on the screen. */
export function offerBuilder(link, { query }) {
  link?.addEventListener("click", async (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const found = query();
    const address = `${link.pathname}${found.startsWith("?") ? found : ""}`;
    try {
      const { openBuilder } = await import(link.dataset.script);
      await openBuilder(address, { opener: link, style: link.dataset.style });
    } catch {
      location.assign(address);
    }
  });
}
