// The selected event: what is claimed, by whom, and the sentence it stands in.

import { say } from "../data/words.js";
import { claimsByThing, excerptParts, longDay } from "../format.js";
import { h, link, symbol } from "./dom.js";

export class Card {
  constructor(element, { onClose, newTab = false }) {
    Object.assign(this, { element, onClose, newTab, event: null });
    element.addEventListener("keydown", (press) => {
      if (press.key !== "Escape") return;
      press.stopPropagation();
      this.onClose();
    });
  }

  show(event) {
    if (event === this.event) return;
    this.event = event;
    this.element.hidden = !event;
    this.element.replaceChildren(...(event ? this.#parts(event) : []));
  }

  #parts(event) {
    const excerpts = this.#excerpts(event);
    const summary = event.summary && h("p", { class: "card-summary" }, event.summary);
    return [
      h("button", {
        type: "button",
        class: "close",
        "aria-label": say("close"),
        title: say("close"),
        click: this.onClose,
      }),
      h(
        "p",
        { class: "eyebrow" },
        symbol(event.group),
        h("span", {}, `${event.kind_label} · ${event.date_text}`),
      ),
      h("h2", { class: "card-title" }, event.title),
      event.place_text && h("p", { class: "card-place" }, event.place_text),
      !event.is_graphic && summary,
      event.figures.length > 0 && figures(event),
      ...(event.is_graphic ? [behindNotice([summary, ...excerpts])] : excerpts),
      h(
        "ul",
        { class: "tags" },
        h("li", { class: `tag precision-${event.precision}` }, event.precision_text),
        h("li", { class: `tag verification-${event.verification}` }, verification(event)),
        event.is_demonstration && h("li", { class: "tag is-demonstration" }, say("demonstrationTag")),
      ),
      ...event.corrections.map(({ at, note }) =>
        h(
          "p",
          { class: "correction" },
          h("strong", {}, h("time", { datetime: at }, say("corrected", { date: longDay(at) }))),
          `: ${note}`,
        ),
      ),
      h("p", { class: "card-links" }, link(event.url, say("eventPage"), this.#target())),
    ].filter(Boolean);
  }

  #target() {
    return this.newTab ? { target: "_blank" } : {};
  }

  /** The passages, the one with the first figure in full and the others to unfold. */
  #excerpts(event) {
    const lead = event.figures[0]?.excerpt ?? 0;
    const order = [event.excerpts[lead], ...event.excerpts.filter((_, i) => i !== lead)].filter(Boolean);
    const [first, ...others] = order.map((excerpt) => this.#excerpt(excerpt, event.sources[excerpt.source]));
    if (!first) return [];
    const more =
      others.length > 0 &&
      h(
        "details",
        { class: "passages" },
        h("summary", {}, say("morePassages", { n: others.length })),
        others,
      );
    return [first, more].filter(Boolean);
  }

  #excerpt(excerpt, source) {
    const text = excerptParts(excerpt).map(({ text, kind }) =>
      kind ? h("mark", { class: kind }, text) : text,
    );
    return h(
      "figure",
      { class: "quotation" },
      h("blockquote", { class: "excerpt", lang: excerpt.lang, dir: excerpt.dir }, h("p", {}, text)),
      source && h("figcaption", { class: "source" }, this.#source(source)),
    );
  }

  #source(source) {
    const parts = [`${source.outlet}, ${source.published_text}`];
    if (source.url) parts.push(" · ", link(source.url, say("readArticle"), this.#target()));
    if (source.archive_url) parts.push(" · ", link(source.archive_url, say("archived"), this.#target()));
    return parts;
  }
}

/** What stands, and folded away what has been revised since. */
function figures(event) {
  const revised = event.figures.filter(({ role }) => role === "superseded");
  const standing = event.figures.filter((figure) => !revised.includes(figure));
  const earlier =
    revised.length > 0 &&
    h(
      "details",
      { class: "earlier" },
      h("summary", {}, say("earlier", { n: revised.length })),
      revised.map(claim),
    );
  return h("div", { class: "figures" }, claimsByThing(standing).map(claims), earlier);
}

/** Claims of one thing stand side by side when there are several. */
function claims(figures) {
  const rows = figures.map(claim);
  if (rows.length === 1) return rows[0];
  return h("div", { class: "claims", role: "group", "aria-label": say("conflicting") }, rows);
}

function claim(figure) {
  const claimant = figure.claimant || figure.claimant_words;
  const under = [
    figure.scope_text,
    claimant ? say("claimedBy", { claimant }) : say("ownClaim"),
    figure.household_size && say("household", { n: figure.household_size }),
  ].filter(Boolean);
  return h(
    "div",
    { class: `figure is-${figure.role}` },
    h("p", { class: "figure-words" }, h("strong", {}, figure.wording), " ", figure.noun),
    h(
      "p",
      { class: "figure-scope" },
      under.join(" · "),
      figure.role !== "recommended" && [" ", h("span", { class: "tag" }, figure.role_label)],
    ),
  );
}

function verification({ verification_label: label }) {
  return say("verification", { level: label.toLocaleLowerCase() });
}

function behindNotice(hidden) {
  const box = h("div", { class: "graphic" });
  const show = () => {
    box.replaceChildren(...hidden.filter(Boolean));
    box.tabIndex = -1;
    box.focus();
  };
  box.append(
    h("p", {}, say("graphicNotice")),
    h("button", { type: "button", class: "button", click: show }, say("graphicShow")),
  );
  return box;
}
