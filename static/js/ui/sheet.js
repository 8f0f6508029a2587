// On a phone the rail is a sheet over the map, with three stops; in a narrow embed it has two.

const STOPS = ["peek", "half", "full"];

export class Sheet {
  constructor(root, { rail, handle, time, isEmbed, onChange }) {
    Object.assign(this, { root, rail, handle, time, onChange, stop: "peek" });
    this.stops = isEmbed ? ["peek", "full"] : STOPS;
    this.narrow = matchMedia("(width < 860px)");
    // The click that ends a drag is not one; a click from the keyboard has no detail.
    handle.addEventListener("click", ({ detail }) => (detail === 0 || !this.wasDragged) && this.#next());
    handle.addEventListener("pointerdown", (event) => this.#grab(event));
    handle.addEventListener("keydown", (event) => this.#press(event));
    this.narrow.addEventListener("change", () => this.set(this.stop));
    new ResizeObserver(() => this.isActive && this.set(this.stop)).observe(time);
    addEventListener("resize", () => this.set(this.stop));
    this.set("peek");
  }

  get isNarrow() {
    return this.narrow.matches;
  }

  /** Beside a list or table there is no map to lie over: the rail is a part of the page. */
  get isActive() {
    return this.isNarrow && this.root.dataset.show !== "list" && this.root.dataset.show !== "table";
  }

  /** Pixels of the map that the sheet and the time above it cover. */
  get covers() {
    return this.isActive ? this.height + this.time.offsetHeight : 0;
  }

  set(stop) {
    this.stop = stop;
    this.#setHeight(this.#heightOf(stop));
    this.root.dataset.sheet = stop;
    this.handle.setAttribute("aria-expanded", String(stop !== "peek"));
    this.onChange?.();
  }

  /** Opens it at least so far. */
  raise(stop) {
    if (this.isActive && this.stops.indexOf(this.stop) < this.stops.indexOf(stop)) this.set(stop);
  }

  #heightOf(stop) {
    const available = this.root.clientHeight - this.time.offsetHeight;
    const peek = parseFloat(getComputedStyle(this.root).getPropertyValue("--peek")) || 120;
    if (stop === "peek") return Math.min(peek, available);
    return Math.round(stop === "half" ? Math.max(peek, available * 0.52) : available - 8);
  }

  #setHeight(height) {
    this.height = height;
    this.root.style.setProperty("--sheet", `${height}px`);
    this.root.style.setProperty("--time", `${this.time.offsetHeight}px`);
  }

  #next() {
    this.set(this.stops[(this.stops.indexOf(this.stop) + 1) % this.stops.length]);
  }

  /** Arrows go a stop up or down, Home and End to the ends. */
  #press(event) {
    const at = this.stops.indexOf(this.stop);
    const to = { ArrowUp: at + 1, ArrowDown: at - 1, Home: this.stops.length - 1, End: 0 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    this.set(this.stops[Math.max(0, Math.min(this.stops.length - 1, to))]);
  }

  #grab(down) {
    if (!this.isActive) return;
    const start = { y: down.clientY, height: this.height };
    this.wasDragged = false;
    this.handle.setPointerCapture(down.pointerId);
    const move = (event) => {
      const by = start.y - event.clientY;
      if (Math.abs(by) > 5) this.wasDragged = true;
      if (!this.wasDragged) return;
      this.root.classList.add("is-dragged");
      const [least, most] = [this.#heightOf("peek"), this.#heightOf("full")];
      this.#setHeight(Math.max(least, Math.min(most, start.height + by)));
    };
    const release = () => {
      this.handle.removeEventListener("pointermove", move);
      this.root.classList.remove("is-dragged");
      if (this.wasDragged) this.set(this.#nearest());
    };
    this.handle.addEventListener("pointermove", move);
    this.handle.addEventListener("pointerup", release, { once: true });
    this.handle.addEventListener("pointercancel", release, { once: true });
  }

  #nearest() {
    const away = (stop) => Math.abs(this.#heightOf(stop) - this.height);
    return [...this.stops].sort((a, b) => away(a) - away(b))[0];
  }
}
