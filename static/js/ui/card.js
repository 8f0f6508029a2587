// The selected event: what is claimed, by whom, and the sentence it stands in.

import { say } from "../data/words.js";
import { excerptParts, longDay, thingsOf } from "../format.js";
import { claimsOf } from "./claims.js";
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
      event.figures.length > 0 && claimsOf(event, { onSentence: (excerpt) => this.#showSentence(excerpt) }),
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

  /** The passages, the one with the first claim in full and the others to unfold. */
  #excerpts(event) {
    const lead = thingsOf(event)[0]?.claims[0].excerpt ?? 0;
    const all = event.excerpts.map((excerpt, i) => this.#excerpt(excerpt, event.sources[excerpt.source], i));
    const [first, ...others] = [all[lead], ...all.filter((_, i) => i !== lead)].filter(Boolean);
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

  /** Opens what hides the passage, be it the notice of a graphic report. */
  #showSentence(number) {
    const find = () => this.element.querySelector(`[data-excerpt="${number}"]`);
    if (!find()) this.element.querySelector(".graphic button")?.click();
    const passage = find();
    passage?.closest("details")?.setAttribute("open", "");
    passage?.scrollIntoView({ block: "center" });
    passage?.focus({ preventScroll: true });
  }

  #excerpt(excerpt, source, number) {
    const text = excerptParts(excerpt).map(({ text, kind }) =>
      kind ? h("mark", { class: kind }, text) : text,
    );
    return h(
      "figure",
      { class: "quotation", "data-excerpt": number, tabindex: -1 },
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
