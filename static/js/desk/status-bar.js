// The bar above and the notices: how far the article is, whether all is saved, what was refused.

import { h, link } from "../ui/dom.js";
import { action, kbd, fromText } from "./controls.js";
import { savedWords } from "./queue.js";

/** How long words stay on screen that nothing depends on: twice as long as their reading takes. */
const SHOWN_MS = 6_000;

export class StatusBar {
  constructor(page, desk) {
    this.desk = desk;
    const part = (name) => page.getElementById(name);
    this.progress = part("desk-progress");
    this.saved = part("desk-saved");
    this.publish = part("desk-publish");
    this.previewButton = part("desk-preview");
    this.notices = part("desk-notices");
    this.problems = part("desk-problems");
    this.marking = part("desk-marking");
    this.announcer = part("desk-announcer");
    this.shownState = "";
    this.hadTrouble = false;
    this.ready = "";
    this.publish.addEventListener("click", () => desk.events.publishReady());
    this.previewButton.addEventListener("click", () => desk.togglePreview());
    part("desk-help").addEventListener("click", () => desk.help());
    this.renderMarking();
  }

  /**
   * What a key has done, or why it did nothing: read out, and shown for a while unless it is in sight anyway.
   */
  say(words, { isInSight = false } = {}) {
    clearTimeout(this.silence);
    clearTimeout(this.again);
    const show = () => {
      write(this.announcer, words);
      this.announcer.classList.toggle("is-shown", Boolean(words) && !isInSight);
    };
    // An empty region first where the same words stand already, so that they are read out twice.
    if (words && this.announcer.textContent === words) {
      write(this.announcer, "");
      this.announcer.classList.remove("is-shown");
      this.again = setTimeout(show, 20);
    } else show();
    this.silence = setTimeout(() => this.announcer.classList.remove("is-shown"), SHOWN_MS);
  }

  /** Asked for several times in a decision: only what has changed is written, else the bar is laid out anew. */
  render() {
    const { model, queue, isPreview } = this.desk;
    write(this.progress, model.counts.words);
    const { state, words: saved } = savedWords(queue);
    write(this.saved, saved);
    this.saved.className = `pill is-${state}`;
    this.#renderProblem(state);
    const { may } = model.article;
    const { length: count } = this.#ready();
    const noun = count === 1 ? "1 event" : `${count} events`;
    const words = may.publish ? `Publish ${noun} →` : `Submit ${noun} for review →`;
    if (words !== this.ready) this.publish.replaceChildren(words, count ? kbd("⇧P") : "");
    this.ready = words;
    this.publish.disabled = count === 0;
    this.previewButton.setAttribute("aria-pressed", String(isPreview));
    this.#renderNotices();
  }

  /** A sentence of the server's, kept on screen until it is put away. */
  refuse(sentence, name = "") {
    this.#put([name ? h("strong", {}, `${name}: `) : null, sentence], "Put away", () => {});
  }

  /** A sentence with something to do about it. */
  offer(sentence, words, act) {
    this.#put([sentence], words, act);
  }

  #put(sentence, words, act) {
    const done = () => {
      item.remove();
      this.problems.hidden = !this.problems.children.length;
      act();
    };
    const item = h("li", {}, h("p", {}, sentence), action(words, "", done));
    this.problems.append(item);
    this.problems.hidden = false;
  }

  #ready() {
    const { events, model } = this.desk;
    return events.ready(model.article.may.publish ? ["draft", "in_review"] : ["draft"]);
  }

  /** That decisions are saved is in sight and no news; read out are trouble, as an alert, and its end. */
  #renderProblem(state) {
    const { queue } = this.desk;
    if (state === "failed") this.hadTrouble = true;
    else if (state === "saved" && this.hadTrouble) {
      this.hadTrouble = false;
      this.say("All is saved again.", { isInSight: true });
    }
    const kind = state === "failed" ? queue.problem.kind : "";
    if (kind === this.shownState) return;
    this.shownState = kind;
    this.problem?.remove();
    this.problems.hidden = !this.problems.children.length;
    if (!kind) return;
    const isSignedOut = kind === "signed-out";
    const login = queue.problem.body?.login ?? "/admin/login/";
    this.problem = h(
      "li",
      { class: "is-unsaved" },
      h(
        "p",
        {},
        isSignedOut
          ? [
              "You are signed out. ",
              link(login, "Sign in in a new tab", { target: "_blank" }),
              "; nothing here is lost.",
            ]
          : "The server cannot be reached. Your decisions are kept here and sent as soon as it answers.",
      ),
      action("Try now", "", () => queue.flush()),
    );
    this.problems.prepend(this.problem);
    this.problems.hidden = false;
  }

  #renderNotices() {
    const { model } = this.desk;
    const { article, isRead, partlyRead } = model;
    const key = `${isRead}${partlyRead}`;
    if (this.noticed === key) return;
    this.noticed = key;
    this.notices.replaceChildren(
      ...[this.#duplicates(article), this.#unread(isRead), partly(partlyRead)].filter(Boolean),
    );
    this.notices.hidden = !this.notices.children.length;
  }

  #duplicates({ duplicates }) {
    if (!duplicates.length) return null;
    const count = duplicates.length === 1 ? "1 other outlet" : `${duplicates.length} other outlets`;
    return h(
      "p",
      { class: "notice" },
      `A near-duplicate of this text was published by ${count}: one claim, ${duplicates.length + 1} printers (`,
      ...duplicates.flatMap(({ outlet, headline, url }, index) => [
        index ? ", " : "",
        link(url, outlet, { title: headline }),
      ]),
      ").",
    );
  }

  #unread(isRead) {
    if (isRead) return null;
    const button = action(
      "Read the article",
      "",
      () => {
        button.disabled = true;
        button.textContent = "reading …";
        this.desk.deciding.onArticle("read_article");
      },
      { kind: "is-main" },
    );
    return h("div", { class: "notice is-unread" }, h("p", {}, "This article has not been read yet."), button);
  }

  /** What can be done with the words that are selected in the text. */
  renderMarking() {
    const { marked, commands, current } = this.desk;
    if (!marked) {
      this.marking.replaceChildren(
        h("p", { class: "hint" }, "Select text to mark a place or figure the reading missed."),
      );
      return;
    }
    const words = marked.quote.length > 40 ? `${marked.quote.slice(0, 38)}…` : marked.quote;
    const inHand = current && (current.row.quote ?? current.row.wording);
    // The buttons must not take the selection away before they use it.
    const keep = (button) => {
      button.addEventListener("mousedown", (event) => event.preventDefault());
      return button;
    };
    this.marking.replaceChildren(
      h("p", { class: "marked" }, "“", fromText(this.desk.model.article, words), "”"),
      keep(action("Mark as place", "M", () => commands.mark_place(), { kind: "is-main" })),
      keep(action("as figure", "F", () => commands.mark_figure())),
      inHand ? keep(action(`move “${inHand}” here`, "V", () => commands.move())) : "",
    );
  }
}

/** Written again, the same words would be laid out and read out again. */
function write(element, words) {
  if (element.textContent !== words) element.textContent = words;
}

/** In which language the article is and what of it was not read: an empty list of figures must not pass for none. */
function partly(words) {
  return words ? h("p", { class: "notice is-partly", id: "desk-partly" }, words) : null;
}
