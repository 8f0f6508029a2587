// The article's text with its proposals marked, and the words that somebody selects in it.

import { h } from "../ui/dom.js";
import { paragraphsOf } from "./marks.js";
import { offsetsOf, trimmed } from "./segments.js";

const WORD = /[\p{L}\p{N}]+(?:['’.,\-–][\p{L}\p{N}]+)*/gu;

export class ArticleText {
  constructor(root, text, { onPick, onSelect }) {
    Object.assign(this, { root, text, onPick, onSelect });
    this.offsets = offsetsOf(text);
    this.words = null;
    this.cursor = null;
    /** What the whole text and each paragraph on the page were made of. */
    this.marked = null;
    this.looks = [];
    // Asked about a selection, browsers lay the whole page out first: known here, it is asked about seldom.
    this.isSelecting = false;
    root.addEventListener("click", (event) => this.#click(event));
    root.addEventListener("keydown", (event) => this.#key(event));
    document.addEventListener("selectstart", () => (this.isSelecting = true));
    document.addEventListener("selectionchange", () => this.#selected());
  }

  /**
   * Marks `spans` of `{start, end, key, state, type, words, isSelected}`, offsets in code points. Days and
   * claimants (`type` "date" and "claimant", a claimant with the `keys` of its figures) lie over them. Only
   * paragraphs that look different now are drawn: a long article is laid out once.
   */
  render(spans) {
    const marked = JSON.stringify(spans);
    if (marked === this.marked) return;
    this.marked = marked;
    const shown = spans.map((span) => ({
      ...span,
      start: this.offsets.toUnit(span.start),
      end: this.offsets.toUnit(span.end),
    }));
    const paragraphs = paragraphsOf(this.text, shown).map((pieces) => [lookOf(pieces), pieces]);
    const changed = paragraphs.flatMap(([look], index) => (look === this.looks[index] ? [] : [index]));
    if (!changed.length) return;
    const range = this.isSelecting ? this.#unitRange() : null;
    const { activeElement: held } = document;
    const focused = this.root.contains(held) ? held.dataset.key : null;
    if (this.looks.length) {
      for (const index of changed) this.root.children[index].replaceWith(paragraph(paragraphs[index][1]));
    } else this.root.replaceChildren(...paragraphs.map(([, pieces]) => paragraph(pieces)));
    this.looks = paragraphs.map(([look]) => look);
    if (range) this.#select(range.start, range.end);
    if (focused && !this.root.contains(held)) this.#markOf(focused)?.focus({ preventScroll: true });
  }

  /** Brings the first words of a proposal into view. */
  reveal(key) {
    this.#markOf(key)?.scrollIntoView({ block: "nearest", behavior: "instant" });
  }

  #markOf(key) {
    return this.root.querySelector(`mark[data-key="${key}"]`);
  }

  /** The selected words as `{start, end, quote}` in code points, or null. */
  selection() {
    const range = this.#unitRange();
    const words = range && trimmed(this.text, range.start, range.end);
    if (!words) return null;
    return {
      start: this.offsets.toPoint(words.start),
      end: this.offsets.toPoint(words.end),
      quote: this.text.slice(words.start, words.end),
    };
  }

  clearSelection() {
    getSelection()?.removeAllRanges();
  }

  #click({ target }) {
    if (this.#unitRange()) return;
    const claimant = target.closest("[data-claims]");
    if (claimant && !target.closest("mark")) this.onPick(claimant.dataset.claims.split(" ")[0]);
    const mark = target.closest("mark");
    if (!mark) return;
    // Another click on the same words goes through the proposals that lie over each other there.
    const keys = mark.dataset.keys.split(" ");
    const at = keys.indexOf(this.root.querySelector("mark.is-selected")?.dataset.selected ?? "");
    this.onPick(keys.at(at > 0 ? at - 1 : -1));
  }

  /** The arrows along the line go from word to word, with Shift they take more words. */
  #key(event) {
    if (event.target.closest("mark") && (event.key === "Enter" || event.key === " ")) {
      event.preventDefault();
      this.onPick(event.target.closest("mark").dataset.key);
      return;
    }
    const onward = this.root.dir === "rtl" ? "ArrowLeft" : "ArrowRight";
    const step = /^Arrow(Left|Right)$/.test(event.key) ? (event.key === onward ? 1 : -1) : 0;
    if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
    this.words ??= wordsOf(this.text);
    if (!this.words.length) return;
    event.preventDefault();
    const last = this.words.length - 1;
    const from = this.cursor ?? this.#cursorAtMark();
    const to = Math.max(0, Math.min(last, from.to + (this.cursor ? step : 0)));
    this.cursor = { from: event.shiftKey ? from.from : to, to };
    const [first, final] = [Math.min(this.cursor.from, to), Math.max(this.cursor.from, to)];
    this.#select(this.words[first].start, this.words[final].end);
    getSelection().focusNode?.parentElement?.scrollIntoView({ block: "nearest" });
  }

  /** Where the keyboard starts: at the proposal in hand, else at the first word. */
  #cursorAtMark() {
    const mark = this.root.querySelector("mark.is-selected");
    if (!mark) return { from: 0, to: 0 };
    const range = document.createRange();
    range.setStart(this.root, 0);
    range.setEndBefore(mark);
    const unit = range.toString().length;
    const at = Math.max(
      0,
      this.words.findIndex(({ end }) => end > unit),
    );
    return { from: at, to: at };
  }

  #selected() {
    this.isSelecting = Boolean(this.#unitRange());
    if (!this.isSelecting) this.cursor = null;
    this.onSelect(this.selection());
  }

  #unitRange() {
    const selection = getSelection();
    if (!selection?.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    if (!this.root.contains(range.startContainer) || !this.root.contains(range.endContainer)) return null;
    const before = document.createRange();
    before.setStart(this.root, 0);
    before.setEnd(range.startContainer, range.startOffset);
    const start = before.toString().length;
    return { start, end: start + range.toString().length };
  }

  #select(start, end) {
    const range = document.createRange();
    range.setStart(...this.#at(start));
    range.setEnd(...this.#at(end));
    const selection = getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
    this.isSelecting = true;
  }

  #at(unit) {
    const walker = document.createTreeWalker(this.root, NodeFilter.SHOW_TEXT);
    let left = unit;
    let node = walker.nextNode();
    while (node && left > node.data.length) {
      left -= node.data.length;
      node = walker.nextNode();
    }
    return node ? [node, left] : [this.root, this.root.childNodes.length];
  }
}

/** What a paragraph is made of but its words, which never change. */
function lookOf(pieces) {
  return JSON.stringify(pieces.map(({ text, mark, side }) => [text.length, mark, side]));
}

function wordsOf(text) {
  return [...text.matchAll(WORD)].map(({ 0: word, index }) => ({ start: index, end: index + word.length }));
}

function paragraph(pieces) {
  const words = pieces.map(({ text, mark, side }) => {
    const content = side ? h("span", side, text) : text;
    return mark ? h("mark", mark, content) : content;
  });
  const isBlank = !pieces.some(({ text }) => text.trim());
  return h("p", { class: isBlank ? "is-blank" : null }, words);
}
