// The selected event: what is claimed, by whom, and the sentence it stands in.

import { say } from "../data/words.js";
import { excerptParts, longDay, thingsOf } from "../format.js";
import { claimsOf } from "./claims.js";
import { h, link, symbol } from "./dom.js";
import { relatedOf } from "./related.js";
import { share } from "./share.js";
import { licenceOf } from "./terms.js";

export class Card {
  /** `onSelect(id)` shows another event and says whether the map has it; else links lead to their pages. */
  constructor(element, { onClose, onSelect = null, newTab = false }) {
    Object.assign(this, { element, onClose, onSelect, newTab, event: null });
    this.note = h("p", { class: "card-note" }, say("outsideFilters"));
    element.addEventListener("keydown", (press) => {
      if (press.key !== "Escape") return;
      press.stopPropagation();
      this.onClose();
    });
  }

  /** `isOutside`: the filters leave the event out, and the card says why it is nowhere in the list. */
  show(event, { isOutside = false } = {}) {
    if (event !== this.event) {
      this.event = event;
      this.element.hidden = !event;
      this.element.replaceChildren(...(event ? this.#parts(event) : []));
    }
    this.note.hidden = !isOutside;
  }

  #parts(event) {
    const { lead, others } = this.#quotations(event);
    const summary = event.summary && h("p", { class: "card-summary" }, h("bdi", {}, event.summary));
    const onSentence = (excerpt) => this.#showSentence(excerpt);
    const shownLead = event.is_graphic ? null : lead;
    return [
      ...this.#head(event),
      !event.is_graphic && summary,
      event.figures.length > 0 ? claimsOf(event, { lead: shownLead, onSentence }) : shownLead,
      ...(event.is_graphic ? [behindNotice([summary, lead, ...others])] : [folded(others)]),
      known(event),
      corrections(event),
      !this.newTab && relatedOf(event, this.onSelect),
      this.#links(event),
    ].filter(Boolean);
  }

  #head(event) {
    const { place } = event;
    const where = place ? link(`/places/${place.id}/`, event.place_text, this.#target()) : event.place_text;
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
      this.note,
      h("h2", { class: "card-title" }, h("bdi", {}, event.title)),
      event.place_text && h("p", { class: "card-place" }, where),
    ];
  }

  #target() {
    return this.newTab ? { target: "_blank" } : {};
  }

  /** The passage of the first claim, and the others. */
  #quotations(event) {
    const first = thingsOf(event)[0]?.claims[0].excerpt ?? 0;
    const all = event.excerpts.map((excerpt, i) =>
      this.#quotation(excerpt, event.sources[excerpt.source], i),
    );
    return { lead: all[first] ?? null, others: all.filter((_, i) => i !== first) };
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

  #quotation(excerpt, source, number) {
    const text = excerptParts(excerpt).map(({ text, kind }) =>
      kind ? h("mark", { class: kind }, text) : text,
    );
    return h(
      "figure",
      { class: "quotation", "data-excerpt": number, tabindex: -1 },
      excerpt.is_withheld
        ? h("p", { class: "withheld" }, excerpt.text)
        : h("blockquote", { class: "excerpt", lang: excerpt.lang, dir: excerpt.dir }, h("p", {}, text)),
      source && h("figcaption", { class: "source" }, this.#source(source)),
    );
  }

  #source(source) {
    const parts = [h("bdi", {}, source.outlet), `, ${source.published_text}`];
    if (source.url) parts.push(" · ", link(source.url, say("readArticle"), this.#target()));
    if (source.archive_url) parts.push(" · ", link(source.archive_url, say("archived"), this.#target()));
    if (source.attribution) parts.push(" · ", h("bdi", {}, source.attribution));
    if (source.licence) parts.push(" · ", licenceOf(source, this.#target()));
    return parts;
  }

  #links(event) {
    const page = link(event.url, say("eventPage"), this.#target());
    if (this.newTab) return h("p", { class: "card-links" }, page);
    const answer = h("span", { role: "status" });
    const shareView = async () => {
      const outcome = await share({ title: event.title, url: location.href });
      answer.textContent = outcome === "copied" ? say("linkCopied") : "";
    };
    return h(
      "p",
      { class: "card-links" },
      page,
      h("button", { type: "button", class: "link", click: shareView }, say("share")),
      link(`${event.url}#cite`, say("citeOrEmbed")),
      answer,
    );
  }
}

function folded(passages) {
  if (!passages.length) return null;
  const summary = h("summary", {}, say("morePassages", { n: passages.length }));
  return h("details", { class: "passages" }, summary, passages);
}

/** How exactly it is placed and how well it is attested, in words. */
function known(event) {
  const row = (name, value) => h("div", {}, h("dt", {}, name), h("dd", {}, value));
  return h(
    "dl",
    { class: "known" },
    row(say("where"), `${capitalised(event.precision_text)}.`),
    row(say("verificationName"), [
      h("strong", {}, event.verification_label),
      `: ${event.verification_text}.`,
    ]),
    event.is_demonstration && row(say("demonstrationName"), say("demonstrationText")),
  );
}

function corrections({ corrections: notes }) {
  if (!notes.length) return null;
  const last = longDay(notes.at(-1).at);
  return h(
    "details",
    { class: "corrections" },
    h("summary", {}, say("corrections", { n: notes.length, date: last })),
    h(
      "ol",
      {},
      notes.map(({ at, note }) =>
        h("li", {}, h("time", { datetime: at }, longDay(at)), h("p", {}, h("bdi", {}, note))),
      ),
    ),
  );
}

function capitalised(text) {
  return text.charAt(0).toLocaleUpperCase() + text.slice(1);
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
