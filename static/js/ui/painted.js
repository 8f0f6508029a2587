// Between two tasks, for what should not be one long one.

/** A page in the background paints nothing. */
const LONGEST_MS = 120;

/** Resolves in a new task, once what the page shows now has been painted. */
export function painted() {
  return new Promise((done) => {
    const timer = setTimeout(done, LONGEST_MS);
    requestAnimationFrame(() => {
      clearTimeout(timer);
      setTimeout(done);
    });
  });
}
