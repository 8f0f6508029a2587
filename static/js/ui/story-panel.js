// The panel of a story: the step that is shown, and the ways to the one before, the next, all of them and back.

import { afterKey, afterTurn, placeOf } from "../data/story.js";
import { h } from "./dom.js";

export class Story {
  #section;
  #options;
  #shown;

  constructor(section, options) {
    this.#section = section;
    this.#options = options;
    section.classList.add("is-told");
    section.addEventListener("click", (event) => this.#press(event));
    section.addEventListener("keydown", (event) => this.#type(event));
  }

  /** Draws where in the story a state is. */
  show(state) {
    const { step } = state;
    const section = this.#section;
    section.querySelector(".story-away").hidden = !step || !this.#options.isAway(state);
    if (step === this.#shown) return;
    const isFirst = this.#shown === undefined;
    this.#shown = step;
    section.dataset.at = placeOf(step, this.#options.steps);
    for (const item of section.querySelectorAll(".story-step")) item.removeAttribute("aria-current");
    const item = this.#item(step);
    item?.setAttribute("aria-current", "step");
    this.#options.onSize();
    if (isFirst) return;
    this.#say(item);
    section.closest(".rail-body").scrollTop = 0;
    section.querySelector(".story-steps").scrollTop = 0;
    this.#keepFocus();
  }

  #item(step) {
    return step ? this.#section.querySelectorAll(".story-step")[step - 1] : null;
  }

  #say(item) {
    const words = item ? [".story-number", ".story-heading"].map((part) => item.querySelector(part)) : [];
    const said = words.map(({ textContent }) => h("span", {}, textContent.trim()));
    this.#section.querySelector("#story-status").replaceChildren(...said.flatMap((one) => [one, " "]));
  }

  /** What had the focus may not be there at the ends of the story: then the way on has it. */
  #keepFocus() {
    const { activeElement } = document;
    if (!this.#section.contains(activeElement) || activeElement.checkVisibility()) return;
    const ways = [".story-on", ".story-leave", ".story-begin .button"];
    const way = ways.map((name) => this.#section.querySelector(name)).find((one) => one.checkVisibility());
    way?.focus({ preventScroll: true });
  }

  #press(event) {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    const pressed = event.target.closest("[data-turn], [data-step]");
    if (!pressed) return;
    event.preventDefault();
    const { turn, step } = pressed.dataset;
    this.#go(step ? Number(step) : afterTurn(turn, this.#shown, this.#options.steps));
  }

  #type(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const isRtl = getComputedStyle(this.#section).direction === "rtl";
    const to = afterKey(event.key, this.#shown, this.#options.steps, { isRtl });
    if (to === undefined) return;
    event.preventDefault();
    this.#go(to);
  }

  #go(step) {
    this.#options.onStep();
    this.#options.goTo(step);
  }
}
