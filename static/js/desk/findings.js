// "Look at twice": what is doubtful about the article's claims and events, asked for once decisions are saved.

import { h, link } from "../ui/dom.js";
import { action, complain, field, input, replaceKeepingFocus } from "./controls.js";
import { reopener } from "./reopening.js";
import { getJson } from "./transport.js";

/** From the last answer until the findings are asked for: whoever decides on at once is not held up. */
const PAUSE_MS = 400;

export class Findings {
  constructor(root, desk) {
    Object.assign(this, { root, desk });
    this.found = [];
    this.more = 0;
    this.allUrl = "";
    this.formOpen = null;
    this.isAsking = false;
    this.isStale = false;
    this.isFailed = false;
    this.fresh = null;
    this.timer = null;
  }

  /** Something was saved: what is doubtful may have changed. */
  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.desk.queue.isSaved && this.refresh(), PAUSE_MS);
  }

  /** One request at a time; what changes meanwhile is asked for after it. */
  async refresh() {
    this.isStale = true;
    if (this.isAsking) return;
    this.isAsking = true;
    while (this.isStale) {
      this.isStale = false;
      const { status, body } = await getJson(this.desk.urls.findings).catch(() => ({ status: 0 }));
      this.isFailed = status !== 200;
      if (!this.isFailed) this.#take(body);
    }
    this.isAsking = false;
    this.render();
    this.#sayFresh();
  }

  /** What has come up is read out, and shown over the page where its box is not in sight. */
  #sayFresh() {
    if (!this.fresh) return;
    const { top } = this.root.getBoundingClientRect();
    const isInSight = !this.root.hidden && top >= 0 && top < innerHeight * 0.8;
    this.desk.say(`Look at twice: ${this.fresh.sentence}`, { isInSight });
    this.fresh = null;
  }

  #take({ findings, more, all_url: allUrl }) {
    const known = new Set(this.found.map(({ key }) => key));
    const isFirst = this.allUrl === "";
    const fresh = findings.find(({ key }) => !known.has(key));
    Object.assign(this, { found: findings, more, allUrl });
    if (fresh && !isFirst) this.fresh = fresh;
  }

  /** Those that are open, without the ones whose dismissal is on its way. */
  open() {
    const leaving = this.desk.queue.waiting
      .filter(({ verb }) => verb === "dismiss_finding")
      .map(({ args }) => args.key);
    return this.found.filter(({ key }) => !leaving.includes(key));
  }

  focusFirst() {
    const first = this.root.querySelector(".finding button, .finding a");
    if (first) first.focus();
    else this.desk.say("There is nothing to look at twice.");
  }

  render() {
    const open = this.open();
    this.root.hidden = !open.length && !this.isFailed;
    if (this.formOpen && !open.some(({ key }) => key === this.formOpen)) this.close();
    const more = this.more ? h("p", { class: "hint" }, link(this.allUrl, `${this.more} more`)) : "";
    const failed = this.isFailed
      ? h(
          "p",
          { class: "hint" },
          "What to look at twice could not be asked for. It is tried again after the next decision.",
        )
      : "";
    replaceKeepingFocus(
      this.root,
      h(
        "h2",
        { id: "desk-findings-title" },
        "Look at twice ",
        open.length ? h("span", { class: "count" }, String(open.length)) : null,
      ),
      h(
        "ul",
        { class: "finding-list" },
        open.map((finding) => this.#item(finding)),
      ),
      more,
      failed,
    );
  }

  #item(finding) {
    const { key, label, sentence, way_out: wayOut, rows } = finding;
    const isOpen = this.formOpen === key;
    const mayDismiss = this.desk.model.article.may.dismiss;
    return h(
      "li",
      { class: "finding" },
      h("p", {}, h("strong", {}, `${label}: `), sentence),
      h("p", { class: "hint" }, wayOut),
      h(
        "p",
        { class: "finding-rows" },
        rows.map((row) => this.#row(row, key)),
        mayDismiss && !isOpen
          ? h(
              "button",
              {
                type: "button",
                class: "finding-row",
                "data-focus": `dismiss:${key}`,
                click: () => this.#openForm(key),
              },
              "dismiss, because …",
            )
          : null,
      ),
      isOpen ? this.desk.forms.keep(`finding:${key}`, () => ({ element: this.#form(finding) })) : null,
    );
  }

  #row({ type, id, words, url }, key) {
    const focus = `finding:${key}:${type}:${id}`;
    if (url) return link(url, words, { target: "_blank", class: "finding-row", "data-focus": focus });
    return h(
      "button",
      { type: "button", class: "finding-row", "data-focus": focus, click: () => this.#show(type, id) },
      words,
    );
  }

  #show(type, id) {
    const { desk } = this;
    if (type === "event") desk.events.reveal(id);
    else if (desk.model.selected === `${type}:${id}`) desk.list.reveal(`${type}:${id}`, { withFocus: true });
    else desk.select(`${type}:${id}`);
  }

  #form({ key, sentence }) {
    const form = h(
      "form",
      { class: "fields", novalidate: true, "aria-label": `Dismiss: ${sentence}` },
      field("there is nothing wrong, because", input("reason", "", { maxlength: 1000 }), { isWide: true }),
      h("p", { class: "problem is-wide", role: "alert", hidden: true }),
      h(
        "div",
        { class: "actions is-wide" },
        h("button", { class: "action is-main", "data-focus": `dismiss-now:${key}` }, "Dismiss"),
        action("Cancel", "", () => {
          this.close();
          this.render();
        }),
      ),
    );
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const reason = form.elements.reason.value.trim();
      if (!reason) {
        complain(form, "Say why there is nothing wrong, for the next editor who looks.");
        return;
      }
      const reopen = reopener(this.desk, `finding:${key}`, (kept) => {
        this.close();
        this.formOpen = key;
        this.desk.forms.put(`finding:${key}`, kept);
        this.render();
      });
      this.close();
      this.desk.deciding.onArticle("dismiss_finding", { key, reason }, { reopen });
      this.desk.say("Dismissed. Z takes it back.");
      this.render();
    });
    return form;
  }

  #openForm(key) {
    this.close();
    this.formOpen = key;
    this.render();
    this.root.querySelector("input[name=reason]").focus();
  }

  /** Puts the open form away, with what was typed in it; true when one was open. */
  close() {
    const wasOpen = this.formOpen !== null;
    this.formOpen = null;
    this.desk.forms.dropAll("finding");
    return wasOpen;
  }
}
