// The list of what was done in this visit, newest first; what nothing later rests on can be taken back alone.

import { h } from "../ui/dom.js";
import { action, replaceKeepingFocus } from "./controls.js";
import { groupsOf } from "./undo-words.js";

const MOST_SHOWN = 30;
const TIME = new Intl.DateTimeFormat(document.documentElement.lang || "en", {
  hour: "2-digit",
  minute: "2-digit",
});

export class DoneList {
  constructor(root, desk) {
    Object.assign(this, { root, desk });
    this.summary = h("summary", { "data-focus": "done" });
    this.list = h("ol", { class: "done-list", "aria-label": "What was done, newest first" });
    this.box = h("details", { class: "done" }, this.summary, this.list);
    this.box.addEventListener("toggle", () => this.render());
    root.replaceChildren(this.box);
  }

  /** Opens the list and goes to it, or closes it. */
  toggle() {
    this.box.open = !this.box.open;
    if (!this.box.open) return;
    this.render();
    this.box.scrollIntoView({ block: "nearest" });
    this.summary.focus({ preventScroll: true });
  }

  render() {
    const groups = groupsOf(this.desk.deciding.undoing.entries);
    const count = groups.filter(({ isTakenBack }) => !isTakenBack).length;
    this.root.hidden = !groups.length;
    this.summary.replaceChildren(`Done here: ${count} `, h("kbd", { "aria-hidden": "true" }, "H"));
    if (!this.box.open) return;
    const isLast = groups.find(({ isTakenBack }) => !isTakenBack);
    replaceKeepingFocus(
      this.list,
      ...groups.slice(0, MOST_SHOWN).map((group) => this.#item(group, group === isLast)),
    );
  }

  #item(group, isLast) {
    const { words, more, at, taught, isTakenBack, canTakeBack } = group;
    const isSaving = group.entries.some(({ decision }) => this.#isWaiting(decision));
    return h(
      "li",
      { class: isTakenBack ? "is-taken-back" : "" },
      h("time", { datetime: at }, at ? TIME.format(new Date(at)) : ""),
      h(
        "p",
        {},
        h("bdi", {}, words),
        more ? ` (and ${more} more with it)` : "",
        isTakenBack ? " · taken back" : isSaving ? " · saving" : "",
        taught.map((lesson) => h("span", { class: "hint" }, ` ${lesson}; taken back with it.`)),
      ),
      canTakeBack
        ? action("Undo", isLast ? "Z" : "", () => this.desk.deciding.undoing.takeBack(group.group), {
            focus: `undo:${group.group}`,
          })
        : null,
    );
  }

  #isWaiting({ request_id: id }) {
    return this.desk.queue.waiting.some((waiting) => waiting.request_id === id);
  }
}
