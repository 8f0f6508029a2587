// Work of the background in turns: a view of twelve tiles is never one long task, and what readers do comes between.

/** A frame is 16 ms; the rest of it is the page's. */
const TURN_MS = 8;

/** Runs what it is given one after the other, as much in a task as fits a turn; `take(act)` resolves to its result. */
export class Turns {
  #waiting = [];
  #isRunning = false;

  take(act) {
    return new Promise((resolve, reject) => {
      this.#waiting.push(() => {
        try {
          resolve(act());
        } catch (error) {
          reject(error);
        }
      });
      if (this.#isRunning) return;
      this.#isRunning = true;
      setTimeout(() => this.#run());
    });
  }

  #run() {
    const end = performance.now() + TURN_MS;
    do this.#waiting.shift()();
    while (this.#waiting.length && performance.now() < end);
    if (this.#waiting.length) setTimeout(() => this.#run());
    else this.#isRunning = false;
  }
}
