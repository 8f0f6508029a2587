// What the browser does while nobody waits for it.

/** At the latest then, however busy the page is. */
const LATEST_MS = 100;
/** Elements laid out in one pause: a key that is pressed meanwhile waits for no more. */
const AT_ONCE = 20;
/** After the desk has opened: its tiles are drawn by then. */
const AFTER_MS = 1_000;

/** As soon as the browser has nothing to do, where it can tell. */
export function inPause(act, timeout = LATEST_MS) {
  if (globalThis.requestIdleCallback) requestIdleCallback(act, { timeout });
  else setTimeout(act);
}

/**
 * Lays the children of `lists` out that are not in sight. The desk opens sooner without them; but while the
 * browser skips them, it looks in each frame which of them have come into sight, which costs more than they do.
 */
export function layOutInPauses(lists) {
  if (!globalThis.requestIdleCallback) return;
  const left = lists.flatMap((list) => [...list.children]);
  const goOn = () => {
    for (const element of left.splice(0, AT_ONCE)) element.classList.add("is-laid-out");
    if (left.length) inPause(goOn, 10 * LATEST_MS);
    // What is drawn from now on, too.
    else for (const list of lists) list.classList.add("is-laid-out");
  };
  setTimeout(() => inPause(goOn, 10 * LATEST_MS), AFTER_MS);
}
