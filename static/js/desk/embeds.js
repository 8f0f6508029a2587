// The codes to paste once something is published: known before they are asked for, copied by one key.

import { h, link } from "../ui/dom.js";
import { action, field, kbd, select } from "./controls.js";
import { getJson } from "./transport.js";

export class Embeds {
  constructor(desk) {
    this.desk = desk;
    /** `{key, title, shows, code, page, builder}`, the map that shows most of this article first. */
    this.listed = [];
    this.chosen = null;
    this.asked = "";
    this.said = "";
    /** Whether the code is to be copied as soon as it is known. */
    this.isWished = false;
  }

  /** Asks for them when what is public has changed. */
  async refresh() {
    const { desk } = this;
    const shown = desk.model.events.filter(({ is_public: isPublic }) => isPublic).map(({ id }) => id);
    if (!shown.length || String(shown) === this.asked) return;
    this.asked = String(shown);
    const { status, body } = await getJson(desk.urls.embeds).catch(() => ({ status: 0 }));
    if (status !== 200) {
      this.asked = "";
      return;
    }
    this.listed = body.embeds;
    if (this.isWished) await this.copy();
    else desk.renderEvents();
  }

  get current() {
    return this.listed.find(({ key }) => key === this.chosen) ?? this.listed[0] ?? null;
  }

  /** Copies the code of the chosen map; where the browser forbids it, the code is selected to be copied. */
  async copy() {
    const { desk, current } = this;
    const isPublishing = desk.queue.waiting.some(({ verb }) => verb === "publish_event");
    this.isWished = !current && (isPublishing || this.asked !== "" || desk.events.isWished);
    if (!current) {
      if (this.isWished) desk.say("The code is copied as soon as the events are published.");
      else desk.say("Nothing of this article is published yet. Publish its events first.");
      return;
    }
    try {
      await navigator.clipboard.writeText(current.code);
      this.said = `Copied: the embed code of “${current.title}”.`;
    } catch {
      this.said = "Selected: copy it with Ctrl or ⌘ and C.";
    }
    desk.say(this.said);
    desk.renderEvents();
    if (this.said.startsWith("Selected")) desk.parts.events.querySelector(".code")?.select();
  }

  /** The box under the events; empty until something is published. */
  box() {
    const { current, listed } = this;
    if (!current) return [];
    const options = listed.map(({ key, title, shows }) => ({
      value: key,
      label: `${title} (${shown(shows)})`,
    }));
    const chosen = select("map", options, current.key, {
      change: () => {
        Object.assign(this, { chosen: chosen.value, said: "" });
        this.desk.renderEvents();
      },
    });
    return [
      h(
        "section",
        { class: "embed", "aria-labelledby": "desk-embed-title" },
        h("h2", { id: "desk-embed-title" }, "Embed"),
        field("map", chosen),
        h("textarea", { rows: 3, readonly: true, class: "code", "aria-label": "Embed code" }, current.code),
        h(
          "div",
          { class: "actions" },
          action(["Copy the code ", kbd("⇧C")], "", () => this.copy(), {
            kind: "is-main",
            focus: "copy-embed",
          }),
          link(current.page, "see it", { target: "_blank" }),
          link(current.builder, "height, first view …", { target: "_blank" }),
        ),
        this.said ? h("p", { class: "hint", id: "desk-copied" }, this.said) : null,
      ),
    ];
  }
}

function shown(count) {
  if (!count) return "shows none of these events";
  return count === 1 ? "shows 1 event of this article" : `shows ${count} events of this article`;
}
