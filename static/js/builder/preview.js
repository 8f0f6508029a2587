// The preview: the readers' own page of the map as it is typed, in a frame beside the form.

import { say } from "../data/words.js";
import { h } from "../ui/dom.js";
import { previewed } from "./typed.js";
import { fitted, viewSaid, written } from "./views.js";

/** After the last change: long enough for a word, short enough to seem at once. */
const WAIT_MS = 400;

export class Preview {
  /** `stepShown()` is the number of the story's step that is being edited, or null. */
  constructor(form, { address, stepShown, onFacts }) {
    Object.assign(this, { form, address, stepShown, onFacts, number: 0, step: null });
    /** Another step than the one in the frame is on its way; whether somebody has moved the map since. */
    Object.assign(this, { isTurning: false, isLeft: false, saidByComing: null });
    this.pane = form.querySelector("#preview-pane");
    this.status = form.querySelector("#preview-status");
    this.pane.querySelector("iframe").remove();
    this.frame = null;
    this.forget();
    addEventListener("message", (message) => this.#hear(message));
    new ResizeObserver(() => this.fit()).observe(this.pane);
    this.send();
  }

  /** The view of the map in the frame, as it says itself; null before it has. */
  get bounds() {
    return this.said?.bounds ?? null;
  }

  /** At what zoom it is; null before it has said so. */
  get zoom() {
    return this.said?.view.zoom ?? null;
  }

  /** Calls `act` once the preview has said which view it shows; it is given up when another step is opened. */
  onceSaid(act) {
    this.asked = act;
  }

  /** Lets the next preview open where the map, or its step, says. */
  forget() {
    this.said = null;
    this.isMoved = false;
  }

  renewSoon() {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.send(), WAIT_MS);
  }

  /** The form as it is typed, into a frame of its own: the one before stays until the new page is there. */
  send() {
    clearTimeout(this.waiting);
    const step = this.stepShown();
    if (step !== this.step) {
      this.forget();
      if (this.frame) this.asked = null;
      this.isTurning = true;
    }
    this.step = step;
    this.isLeft = false;
    this.saidByComing = null;
    const name = `map-preview-${(this.number += 1)}`;
    // A frame's first page leaves no trace in the window's history, which a second one would.
    const coming = h("iframe", {
      class: "preview-frame is-coming",
      name,
      title: say("preview"),
      tabindex: "-1",
    });
    const fields = previewed(new FormData(this.form));
    // In its address the readers' page looks for where it opens.
    const query = new URLSearchParams();
    if (step) query.set("step", step);
    if (this.isMoved && this.said) query.set("view", written(this.said.view));
    const sender = h(
      "form",
      { method: "post", action: `${this.address}?${query}`, target: name, hidden: true },
      fields.map(([field, value]) => h("input", { type: "hidden", name: field, value })),
    );
    this.coming?.remove();
    this.coming = coming;
    this.pane.append(coming);
    this.isUnseen = !this.pane.clientWidth;
    this.fit();
    document.body.append(sender);
    coming.addEventListener("load", () => this.#come(coming));
    sender.submit();
    sender.remove();
    this.status.textContent = say("renewing");
  }

  /** Lays the frame out as the page, embed or phone that it is looked at as. */
  fit() {
    const mode = this.form.elements["preview-mode"].value;
    const height = Number(this.form.elements["screen-height"]?.value) || null;
    const { clientWidth, clientHeight } = this.pane;
    if (!clientWidth) return;
    // Made while another tab was open, it has laid its map out in no room at all.
    if (this.isUnseen) {
      this.isUnseen = false;
      this.renewSoon();
    }
    const size = fitted(mode, { width: clientWidth, height: clientHeight }, { height });
    for (const frame of [this.frame, this.coming]) {
      if (!frame) continue;
      frame.style.width = `${size.width}px`;
      frame.style.height = `${size.height}px`;
      frame.style.transform = size.scale < 1 ? `scale(${size.scale})` : "";
    }
    // By keyboard, too, a frame larger than the pane is moved about in it.
    const isLarger = size.height * size.scale > clientHeight || size.width * size.scale > clientWidth;
    if (isLarger) this.pane.tabIndex = 0;
    else this.pane.removeAttribute("tabindex");
    this.pane.style.setProperty("--shown-height", `${Math.ceil(size.height * size.scale)}px`);
    this.pane.dataset.mode = mode;
  }

  #come(frame) {
    if (frame !== this.coming) return;
    const page = pageOf(frame);
    if (page?.URL === "about:blank") return; // before the answer
    const facts = page?.getElementById("preview-facts");
    // Somebody has gone on in the map meanwhile: this page would take them back to where they were.
    if (facts && this.isLeft) {
      this.renewSoon();
      return;
    }
    this.isTurning = false;
    if (!facts) {
      frame.remove();
      this.coming = null;
      this.status.textContent = say("renewFailed");
      this.onFacts({ count: null, problems: [say("renewFailed")] });
      return;
    }
    const before = this.frame;
    // Who is at work in the frame goes on at the same part of the new one.
    const held = before && document.activeElement === before && (pageOf(before)?.activeElement?.id ?? "");
    this.frame = frame;
    this.coming = null;
    this.said = this.saidByComing ?? this.said;
    this.#watch(page);
    frame.classList.remove("is-coming");
    frame.removeAttribute("tabindex");
    before?.remove();
    if (typeof held === "string") {
      frame.focus({ preventScroll: true });
      (held && page.getElementById(held))?.focus?.({ preventScroll: true });
    }
    this.status.textContent = say("renewed");
    this.onFacts(JSON.parse(facts.textContent));
    this.#answer();
  }

  #hear(message) {
    const said = (frame) => viewSaid(message, { origin: location.origin, frame: frame?.contentWindow });
    // While another tab is open, the map has no room and nothing in view.
    if (!this.pane.clientWidth) return;
    this.saidByComing = said(this.coming) ?? this.saidByComing;
    const here = said(this.frame);
    if (!here || this.isTurning) return;
    this.said = here;
    this.isLeft ||= Boolean(this.coming && this.isMoved);
    this.#answer();
  }

  #answer() {
    const act = this.said && this.asked;
    if (!act) return;
    this.asked = null;
    act();
  }

  /** Once somebody has taken hold of the map, the next preview opens where they have left it. */
  #watch(page) {
    const hold = ({ target }) => {
      if (!target.closest?.("#map") || this.isTurning) return;
      this.isMoved = true;
      this.isLeft = Boolean(this.coming);
    };
    for (const type of ["pointerdown", "wheel", "keydown"]) {
      page.addEventListener(type, hold, { capture: true, passive: true });
    }
  }
}

/** The document in a frame; null for one of the browser's own, such as a page that refuses to be framed. */
function pageOf(frame) {
  try {
    return frame.contentDocument;
  } catch {
    return null;
  }
}
