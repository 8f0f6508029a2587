// The events and sources of a map as a page to print: what the screen shows one by one, all together.

import { say } from "../data/words.js";
import { figurePhrase, shortDate, thingsOf } from "../format.js";
import { h } from "./dom.js";
import { showKey } from "./map-key.js";

/** `events` are printed, `all` is how many the filters leave; `key` is how the map is drawn, as `showKey` takes it. */
export function printSheet(events, { all, key }) {
  if (!events.length) return [];
  const howToRead = h("div", { class: "map-key print-key" });
  showKey(howToRead, key);
  const sources = new Sources();
  const rows = events.map((event) => row(event, sources));
  return [
    howToRead,
    h("h2", {}, say("printEvents")),
    all > events.length && h("p", { class: "print-note" }, say("printedOf", { n: events.length, all })),
    h("table", {}, h("thead", {}, h("tr", {}, ...columns())), h("tbody", {}, rows)),
    sources.size > 0 && h("h2", {}, say("printSources")),
    sources.size > 0 && h("ol", { class: "print-sources" }, sources.items()),
  ].filter(Boolean);
}

function columns() {
  return ["printDate", "printEvent", "printFigures", "printPlace", "printSourcesShort"].map((key) =>
    h("th", { scope: "col" }, say(key)),
  );
}

function row(event, sources) {
  const numbers = event.sources.map((source) => sources.numberOf(source));
  return h(
    "tr",
    {},
    h("td", { class: "print-date" }, event.date_text || shortDate(event)),
    h("th", { scope: "row" }, h("bdi", {}, event.title), h("span", {}, kindAndGrade(event))),
    h("td", {}, claims(event)),
    h("td", {}, event.place_text, h("span", {}, event.precision_text)),
    h("td", {}, numbers.length ? numbers.join(", ") : h("span", {}, new URL(event.url, location.href).href)),
  );
}

function kindAndGrade({ kind_label: kind, verification_label: grade }) {
  return `${kind} · ${say("verification", { level: grade.toLocaleLowerCase() })}`;
}

/** The claim that stands for each thing, with whoever makes it, and how many others there are. */
function claims(event) {
  if (!event.isComplete) return event.figures.map((figure) => h("p", {}, figurePhrase(figure)));
  return thingsOf(event).map(({ claims: [claim, ...others] }) => {
    const by = claim.claimant || claim.claimant_words;
    const under = [
      claim.scope_text,
      by ? say("claimedBy", { claimant: by }) : say("ownClaim"),
      others.length > 0 && say("otherClaims", { n: others.length }),
    ].filter(Boolean);
    return h(
      "p",
      {},
      h("strong", { lang: claim.printers[0]?.language, dir: "auto" }, claim.wording),
      ` ${claim.noun}`,
      h("span", {}, under.join(" · ")),
    );
  });
}

/** Each source once, in the order in which the events name them. */
class Sources {
  #numbers = new Map();

  get size() {
    return this.#numbers.size;
  }

  numberOf(source) {
    const key = source.url || `${source.outlet}: ${source.headline}`;
    if (!this.#numbers.has(key)) this.#numbers.set(key, { number: this.size + 1, source });
    return this.#numbers.get(key).number;
  }

  items() {
    return [...this.#numbers.values()].map(({ source }) =>
      h(
        "li",
        {},
        h("bdi", { lang: source.language }, source.headline),
        `. ${source.outlet}, ${source.published_text}. `,
        address(source.url),
        source.archive_url && ` ${say("archived")}: `,
        address(source.archive_url),
      ),
    );
  }
}

/** In full, since paper has no links. */
function address(url) {
  return url && h("span", { class: "print-address", dir: "ltr" }, url);
}
