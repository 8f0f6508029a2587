// Decisions on their way to the server: one at a time, in order, kept until they are answered.

const FIRST_DELAY_MS = 1_000;
const LONGEST_DELAY_MS = 60_000;

/**
 * `send(decision)` resolves to `{status, body}` and rejects when the server cannot be reached. `storage` keeps
 * what is not saved through a reload. Listeners: `changed`, `answered(decision, body)`,
 * `refused(decision, body, dropped)`, `conflicted(decision, body, held)`.
 */
export class DecisionQueue {
  constructor({
    send,
    storage,
    key,
    listeners,
    // Browsers refuse timers that are called as an object's own.
    setTimer = (act, delay) => setTimeout(act, delay),
    clearTimer = (timer) => clearTimeout(timer),
  }) {
    Object.assign(this, { storage, key, listeners, setTimer, clearTimer });
    this.transmit = send;
    this.waiting = restored(storage, key);
    this.isSending = false;
    this.isHeld = false;
    this.sending = Promise.resolve();
    this.failures = 0;
    this.problem = null;
    this.timer = null;
  }

  get isSaved() {
    return this.waiting.length === 0;
  }

  /** Whether the decision is under way, so that the server may have it already. */
  isUnderWay(requestId) {
    return (this.isSending || this.failures > 0) && this.waiting[0]?.request_id === requestId;
  }

  add(decision) {
    this.waiting.push(decision);
    this.#keep();
    if (this.timer === null) this.flush();
  }

  /** Takes back a decision that was never sent; false when it may have been. */
  remove(requestId) {
    const index = this.waiting.findIndex(({ request_id: id }) => id === requestId);
    if (index < 0 || this.isUnderWay(requestId)) return false;
    this.waiting.splice(index, 1);
    this.#keep();
    return true;
  }

  /** Sends what waits, now. */
  async flush() {
    this.#cancelTimer();
    if (this.isSending || this.isSaved || this.isHeld) return;
    this.isSending = true;
    this.sending = this.#sendFirst();
    await this.sending;
  }

  /** Lets what is under way be answered and sends nothing more until `release`. */
  async hold() {
    this.isHeld = true;
    await this.sending;
  }

  release() {
    this.isHeld = false;
    if (this.timer === null) this.flush();
  }

  async #sendFirst() {
    this.listeners.changed();
    const decision = this.waiting[0];
    let answer;
    try {
      answer = await this.transmit(decision);
    } catch {
      answer = { status: 0, body: null };
    }
    this.isSending = false;
    this.#take(decision, answer);
  }

  #take(decision, { status, body }) {
    if (status >= 200 && status < 300 && body) {
      this.#settle();
      this.#raiseVersions(decision, body);
      this.#keep();
      this.listeners.answered(decision, body);
    } else if (status === 409 && body) {
      this.#settle();
      const held = this.#takeDependents(decision);
      this.#keep();
      this.listeners.conflicted(decision, body, held);
    } else if (body?.error && status >= 400 && status < 500 && status !== 401 && status !== 429) {
      this.#settle();
      const dropped = this.#takeDependents(decision);
      this.#keep();
      this.listeners.refused(decision, body, dropped);
    } else {
      this.#retryLater(status, body);
      return;
    }
    this.flush();
  }

  #settle() {
    this.waiting.shift();
    this.failures = 0;
    this.problem = null;
  }

  /** Later decisions on the same row were made on top of this one; they cannot be done without it. */
  #takeDependents({ object }) {
    const held = this.waiting.filter((later) => isSame(later.object, object));
    this.waiting = this.waiting.filter((later) => !isSame(later.object, object));
    return held;
  }

  /**
   * Decisions that wait were made on the versions before this one. The server names the rows that this one has
   * changed, be it by what it teaches or by moving an event: only they are raised, and only from the version
   * that they had before, so that somebody else's change is noticed still.
   */
  #raiseVersions({ object }, body) {
    const own = body[`${object.type}s`]?.find(({ id }) => id === object.id);
    for (const later of this.waiting) {
      const raised = body.raised?.find(
        ({ type, id, from_version: from }) => isSame(later.object, { type, id }) && later.version === from,
      );
      if (raised) later.version = raised.version;
      else if (own && isSame(later.object, object)) later.version = own.version;
    }
  }

  #retryLater(status, body) {
    this.failures += 1;
    // Django answers a request without a valid token with a page: the session was renewed or has ended.
    const isSignedOut = status === 401 || (status === 403 && !body);
    this.problem = { kind: isSignedOut ? "signed-out" : "unreachable", status, body };
    const delay = Math.min(FIRST_DELAY_MS * 2 ** (this.failures - 1), LONGEST_DELAY_MS);
    this.timer = this.setTimer(() => {
      this.timer = null;
      this.flush();
    }, delay);
    this.listeners.changed();
  }

  #cancelTimer() {
    if (this.timer !== null) this.clearTimer(this.timer);
    this.timer = null;
  }

  #keep() {
    try {
      if (this.isSaved) this.storage.removeItem(this.key);
      else this.storage.setItem(this.key, JSON.stringify(this.waiting));
    } catch {
      // A full or forbidden storage costs the decisions only on a reload, and leaving warns of that.
    }
    this.listeners.changed();
  }
}

function isSame(one, other) {
  return one.type === other.type && one.id === other.id && one.type !== "article";
}

function restored(storage, key) {
  try {
    const kept = JSON.parse(storage.getItem(key) ?? "[]");
    return Array.isArray(kept) ? kept.filter(({ request_id: id, verb, object }) => id && verb && object) : [];
  } catch {
    return [];
  }
}

/** "all saved", "saving …", "1 not saved – retrying": true whenever it is shown. */
export function savedWords({ waiting, problem }) {
  const count = waiting.length;
  if (count === 0) return { state: "saved", words: "all saved" };
  if (problem?.kind === "signed-out")
    return { state: "failed", words: `${count} not saved – you are signed out` };
  if (problem) return { state: "failed", words: `${count} not saved – retrying` };
  return { state: "saving", words: "saving …" };
}

/** A random UUID; `crypto.randomUUID` is missing where the desk is not served over HTTPS. */
export function newRequestId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
