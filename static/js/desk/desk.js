// The desk as a whole: holds the model, and passes between what is decided and what is on screen.

import { DeskMap } from "../map/desk-map.js";
import { ArticleText } from "./article-text.js";
import { commands } from "./commands.js";
import { Deciding } from "./deciding.js";
import { showHelp } from "./dialogs.js";
import { DoneList } from "./done-list.js";
import { EventActs } from "./event-acts.js";
import { renderEvents } from "./events-panel.js";
import { Findings } from "./findings.js";
import { Forms } from "./forms.js";
import { commandOf, isTypingIn } from "./keys.js";
import { DrawnLast } from "./drawn-last.js";
import { Embeds } from "./embeds.js";
import { KeptCards } from "./kept-cards.js";
import { layOutInPauses } from "./pauses.js";
import { DeskModel } from "./model.js";
import { eventShapes, proposalShapes, sideSpansOf, spansOf } from "./picture.js";
import { ProposalList } from "./proposal-list.js";
import { Searching } from "./searching.js";
import { offsetsOf } from "./segments.js";
import { StatusBar } from "./status-bar.js";
import { decisionSender } from "./transport.js";

export class Desk {
  constructor(page, { state, choices, urls, csrf_cookie: csrfCookie, user, basemap }) {
    Object.assign(this, { choices, urls, relationOpen: new Set(), offered: null });
    this.model = new DeskModel(state);
    this.offsets = offsetsOf(state.article.text);
    this.forms = new Forms();
    this.eventCards = new KeptCards();
    this.formOpen = null;
    this.formAct = null;
    this.newFigure = null;
    this.marked = null;
    this.isPreview = false;
    this.mapTurn = new DrawnLast(() => this.#drawMap());
    this.isMapMoving = false;
    this.isMapDrawn = false;
    /** While `together` is at work, the proposals that it will draw. */
    this.held = null;
    const part = (name) => page.getElementById(name);
    this.parts = {
      events: part("desk-events"),
      marking: part("desk-marking"),
      drawing: part("desk-drawing"),
    };
    this.deciding = new Deciding(this, {
      send: decisionSender(urls.decide, csrfCookie),
      storage: sessionStorage,
      key: `dateline-desk-${state.article.id}-${user.id}`,
    });
    this.queue = this.deciding.queue;
    this.searching = new Searching(this);
    this.events = new EventActs(this);
    this.embeds = new Embeds(this);
    this.done = new DoneList(part("desk-done"), this);
    this.findings = new Findings(part("desk-findings"), this);
    this.status = new StatusBar(page, this);
    this.list = new ProposalList(part("desk-proposals"), this);
    this.text = new ArticleText(part("desk-text"), state.article.text, {
      onPick: (key) => this.select(key, { withFocus: false }),
      onSelect: (words) => this.#wordsSelected(words),
    });
    this.map = new DeskMap(part("desk-map"), { basemap, onPick: (key) => this.select(key) });
    this.commands = commands(this);
  }

  start() {
    document.addEventListener("keydown", (event) => this.#key(event));
    window.addEventListener("online", () => this.queue.flush());
    window.addEventListener("focus", () => this.queue.problem && this.queue.flush());
    window.addEventListener("beforeunload", (event) => {
      if (!this.queue.isSaved || this.deciding.isAsking) event.preventDefault();
    });
    this.model.withoutWaiting(this.queue.waiting);
    this.model.selected = this.model.nextOpen(null) ?? this.model.step(null, 1);
    this.renderReading();
    this.done.render();
    this.renderMap({ isMoving: true });
    this.findings.refresh();
    this.embeds.refresh();
    this.queue.flush();
  }

  // What is shown

  renderAll() {
    this.renderReading();
    this.renderMap({ isMoving: true });
  }

  /** All but the map. */
  renderReading() {
    this.list.renderAll();
    this.renderText();
    this.renderEvents();
    this.status.render();
  }

  /** After a whole new state: the proposal in hand may be gone. */
  renderAnew() {
    if (!this.current) this.model.selected = this.model.nextOpen(null);
    this.renderAll();
  }

  /** After the answer to a decision: the rows that it names, and all that follows from them. */
  renderAnswer(keys, { verb }) {
    this.list.render(keys);
    this.renderText();
    this.renderEvents();
    const isMoving = keys.includes(this.model.selected) && /place|draw|restore/.test(verb);
    this.renderMap({ isMoving });
    this.status.render();
  }

  /** While a decision is on its way: the rows say so. */
  refresh(keys) {
    const there = keys.filter((key) => this.model.get(key));
    if (this.held) for (const key of there) this.held.add(key);
    else this.#draw(there);
    this.renderMap();
  }

  /** Draws once what an act and the choice that follows it change: each drawing would lay the page out. */
  together(act) {
    this.held = new Set();
    try {
      act();
    } finally {
      const left = this.held;
      this.held = null;
      if (left.size) this.#draw([...left]);
    }
  }

  #draw(keys, options) {
    const all = new Set([...(this.held ?? []), ...keys]);
    this.held?.clear();
    this.list.render([...all], options);
    this.renderText();
  }

  renderText() {
    this.text.render([...spansOf(this.model, this.queue.waiting), ...sideSpansOf(this.model)]);
  }

  renderEvents() {
    renderEvents(this.parts.events, this);
  }

  /** A decision draws the map once. */
  renderMap({ isMoving = false } = {}) {
    this.isMapMoving ||= isMoving;
    this.mapTurn.ask({ isAnswerAwaited: !this.queue.isSaved });
  }

  #drawMap() {
    const isMoving = this.isMapMoving;
    this.isMapMoving = false;
    const shapes = this.isPreview ? eventShapes(this.model) : proposalShapes(this.model);
    const inHand = shapes.filter(({ isSelected }) => isSelected);
    const wanted = (inHand.length ? inHand : shapes).map(({ geometry }) => geometry);
    // At first the view is there before the shapes, so that they are drawn once.
    const isFirst = !this.isMapDrawn;
    this.isMapDrawn = true;
    if (isFirst && wanted.length) this.map.fit(wanted, { isSudden: true });
    this.map.show(shapes);
    if (isFirst) layOutInPauses([this.list.places, this.list.figures, this.text.root]);
    if (isMoving && !isFirst && wanted.length) this.map.fit(wanted);
  }

  togglePreview() {
    this.isPreview = !this.isPreview;
    this.renderMap({ isMoving: true });
    this.status.render();
    if (this.isPreview && !this.model.events.length)
      this.say("There are no events yet. Create one from what you accepted.");
  }

  preview(geometry, isMoving = false) {
    this.map.showPreview(geometry);
    if (geometry && isMoving) this.map.fit([geometry]);
  }

  slice(start, end) {
    return this.model.article.text.slice(this.offsets.toUnit(start), this.offsets.toUnit(end));
  }

  say(words, more = {}) {
    this.status.say(words, more);
  }

  help() {
    showHelp();
  }

  // What is chosen

  get current() {
    return this.model.get(this.model.selected);
  }

  select(key, { withFocus = true } = {}) {
    const before = this.model.selected;
    if (before === key) return;
    this.model.selected = key;
    this.searching.forget();
    this.#forgetForm();
    this.map.showPreview(null);
    this.stopDrawing();
    this.#draw([before, key].filter(Boolean), { isLeft: Boolean(key) && withFocus, isRevealed: true });
    this.isPreview = false;
    this.renderMap({ isMoving: true });
    this.status.render();
    if (!key) return;
    // Asked where things are, the browser lays the page out: all at once, when everything is written.
    this.text.reveal(key);
    this.list.reveal(key, { withFocus });
  }

  run(command, number) {
    this.commands[command]?.(number);
  }

  isTyping() {
    return isTypingIn(document.activeElement) || Boolean(document.querySelector("dialog[open]"));
  }

  #key(event) {
    if (event.defaultPrevented || document.querySelector("dialog[open]")) return;
    const arrows = event.target.closest?.("[data-own-arrows], .leaflet-container");
    if (event.key === "Escape") this.commands.escape();
    if (arrows && event.key.startsWith("Arrow")) return;
    const found = commandOf({
      key: event.key,
      ctrlKey: event.ctrlKey,
      metaKey: event.metaKey,
      altKey: event.altKey,
      shiftKey: event.shiftKey,
      isTyping: isTypingIn(event.target),
      isRepeated: event.repeat,
    });
    if (!found) return;
    event.preventDefault();
    this.run(found.command, found.number);
  }

  #wordsSelected(words) {
    if (words?.start === this.marked?.start && words?.end === this.marked?.end) return;
    this.marked = words;
    this.status.renderMarking();
  }

  stopDrawing() {
    if (this.map.pen.isDrawing) this.map.pen.stop();
    this.parts.drawing.hidden = true;
  }

  /** Puts the pen down and goes back to the proposal that it was taken up for. */
  leaveDrawing() {
    this.stopDrawing();
    this.list.reveal(this.model.selected, { withFocus: true });
  }

  closeForm() {
    this.#forgetForm();
    this.newFigure = null;
    this.list.renderNewFigure();
    if (this.model.selected) {
      this.list.render([this.model.selected]);
      this.list.reveal(this.model.selected, { withFocus: true });
    }
  }

  #forgetForm() {
    if (this.formOpen) this.deciding.letGo(this.formOpen);
    this.formOpen = null;
    this.formAct = null;
    this.forms.dropAll("figure");
  }
}
