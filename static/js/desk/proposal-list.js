// The proposals in reading order; the selected one is open.

import { h } from "../ui/dom.js";
import { action, focusWithin, kbd, fromText } from "./controls.js";
import { figureBody, newFigureForm } from "./figure-card.js";
import { keyOf, pendingStatus, STATE_WORDS, statusOf } from "./model.js";
import { placeBody } from "./place-card.js";

export class ProposalList {
  constructor(root, desk) {
    this.root = root;
    this.desk = desk;
    this.cards = new Map();
    this.places = h("ol", { class: "cards", "aria-label": "Places" });
    this.figures = h("ol", { class: "cards", "aria-label": "Figures" });
    this.marking = h("div");
    this.placesTitle = h("h2", {}, "Places");
    this.figuresTitle = h("h2", {}, "Figures");
    this.lesson = h("p", { class: "lesson", hidden: true });
    this.offer = h("p", { class: "lesson is-offer", hidden: true });
    root.replaceChildren(
      this.placesTitle,
      this.places,
      this.figuresTitle,
      this.marking,
      this.figures,
      h("div", { class: "lessons" }, this.lesson, this.offer),
    );
  }

  /** What the last decision has taught the undecided proposals; "" takes the line away. */
  showLesson(words, { canUndo = false } = {}) {
    const undo = canUndo ? h("span", { class: "lesson-undo" }, "undo", kbd("Z")) : "";
    this.lesson.replaceChildren(words, undo);
    this.lesson.hidden = !words;
  }

  /** "Saraqib is named 3 more times": what was just accepted, for its other mentions; null takes it away. */
  showOffer(offer) {
    this.offer.hidden = !offer;
    if (!offer) return;
    const times = offer.count === 1 ? "once more" : `${offer.count} more times`;
    this.offer.replaceChildren(
      `“${offer.name}” is named ${times}. `,
      action(offer.count === 1 ? "Accept the same there" : "Accept the same for all", "Y", () =>
        this.desk.run("same"),
      ),
    );
  }

  renderAll() {
    const { model } = this.desk;
    const focus = focusWithin(this.root);
    this.cards.clear();
    const made = { mention: [], figure: [] };
    for (const proposal of model.proposals()) {
      const card = this.#card(proposal);
      this.cards.set(keyOf(proposal), card);
      made[proposal.type].push(card);
    }
    this.places.replaceChildren(...(made.mention.length ? made.mention : [empty(model, "places")]));
    this.figures.replaceChildren(...(made.figure.length ? made.figure : [empty(model, "figures")]));
    focus?.giveBackTo(this.root, this.cards.get(model.selected)?.firstChild);
    this.renderNewFigure();
  }

  /**
   * Replaces the cards of these proposals; new ones make the list anew. `isLeft` says that the focus goes
   * elsewhere anyway, `isRevealed` that the card in hand is brought into view afterwards.
   */
  render(keys, { isLeft = false, isRevealed = false } = {}) {
    for (const key of keys) {
      const proposal = this.desk.model.get(key);
      const old = this.cards.get(key);
      if (!proposal) continue;
      if (!old) {
        this.renderAll();
        return;
      }
      const focus = isLeft ? null : focusWithin(old);
      const card = this.#card(proposal);
      old.replaceWith(card);
      this.cards.set(key, card);
      // Its controls may have become more: the one in hand stays in view as a whole.
      if (key === this.desk.model.selected && !isRevealed) bringIntoView(card);
      focus?.giveBackTo(card, card.firstChild);
    }
  }

  renderNewFigure() {
    const { newFigure } = this.desk;
    const isOpen = Boolean(this.marking.firstChild) && this.shownFigure === newFigure;
    this.shownFigure = newFigure;
    if (isOpen) return;
    this.marking.replaceChildren(...(newFigure ? [newFigureForm(newFigure, this.desk)] : []));
    if (newFigure) {
      this.marking.scrollIntoView({ block: "nearest" });
      this.marking.querySelector("select[name=measure]").focus();
    }
  }

  reveal(key, { withFocus = false } = {}) {
    const card = this.cards.get(key);
    if (!card) return;
    bringIntoView(card);
    if (withFocus) card.firstChild.focus({ preventScroll: true });
  }

  #card(proposal) {
    const { desk } = this;
    const { type, row } = proposal;
    const key = keyOf(proposal);
    const isSelected = desk.model.selected === key;
    const pending = pendingStatus(desk.queue.waiting, type, row.id);
    const state = pending || statusOf(type, row);
    const isQuiet = type === "mention" && row.role === "only_mentioned" && state !== "rejected";
    const words = isQuiet && state === "accepted" ? "only mentioned" : STATE_WORDS[state];
    const card = h(
      "li",
      {
        class: `card is-${state}${isQuiet ? " is-quiet" : ""}${isSelected ? " is-selected" : ""}`,
        "data-key": key,
      },
      h(
        "button",
        {
          type: "button",
          class: "card-head",
          "aria-expanded": String(isSelected),
          "data-focus": key,
          click: () => desk.select(isSelected ? null : key),
        },
        h(
          "span",
          { class: "card-title" },
          type === "mention" ? fromText(desk.model.article, titleOf(row, desk)) : h("bdi", {}, row.title),
        ),
        h("span", { class: "state" }, pending === null ? words : `${words} · saving`),
        h("span", { class: "card-reading" }, row.reading),
      ),
    );
    if (type === "figure" && row.other_claims.length) {
      const count = row.other_claims.length;
      const said = `differs from ${count} published ${count === 1 ? "claim" : "claims"}`;
      card.firstChild.lastChild.append(" · ", h("strong", { class: "differs" }, said));
    }
    if (isSelected) card.append(type === "mention" ? placeBody(row, desk) : figureBody(row, desk));
    return card;
  }
}

/** As a whole where there is room, else from its head. */
function bringIntoView(card) {
  const room = Math.min(card.parentElement.parentElement.clientHeight, innerHeight);
  card.scrollIntoView({ block: card.offsetHeight > room ? "start" : "nearest", behavior: "instant" });
}

/** The name, and the wider words around it that say how the event lies to it. */
function titleOf({ quote, phrase, start, end }, desk) {
  if (phrase[0] === start && phrase[1] === end) return quote;
  const words = desk.slice(...phrase);
  return words.length <= 60 ? words : quote;
}

function empty({ isRead }, what) {
  return h(
    "li",
    { class: "hint" },
    isRead ? `No ${what} were found. Select words in the text to mark one.` : "not read yet",
  );
}
