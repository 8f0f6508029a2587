// What is typed into the builder's form, as entries: what of it counts, and whether it differs. Pure.

/** Neither what the preview is told nor what the page remembers of its opening is part of the map. */
const OWN = /^(preview-|initial-|csrfmiddlewaretoken$|act_note$|_)/;

/** One text for the same contents, in whichever order boxes stand that were ticked. */
export function snapshot(entries) {
  return JSON.stringify(
    [...entries]
      .filter(([name, value]) => !OWN.test(name) && typeof value === "string")
      .map(([name, value]) => `${name}=${value.replaceAll("\r\n", "\n")}`)
      .sort(),
  );
}

/** The entries that a preview needs: what was typed, and for whom. */
export function previewed(entries) {
  return [...entries].filter(([name, value]) => typeof value === "string" && !name.startsWith("initial-"));
}
