// An embed follows what is published meanwhile: it asks once a minute, as long as a reader can see it.

import { GONE, NEWS, News, UNKNOWN, waitAfter } from "../data/news.js";

/** What has just been loaded is remembered a moment later, when the reader's own requests are over. */
const SETTLED_MS = 2000;

/** `address()` is where the events in `root` come from, or null while there are none; `onNews()` shows others. */
export function follow(root, { address, onNews }) {
  const news = new News();
  let isInView = true;
  let failures = 0;
  let isDue = false;
  let timer = 0;
  const isSeen = () => isInView && document.visibilityState === "visible";
  const ask = async () => {
    isDue = !isSeen();
    if (isDue) return;
    const answer = address() ? await news.ask(address()) : UNKNOWN;
    failures = answer === UNKNOWN ? failures + 1 : 0;
    if (answer === NEWS) onNews();
    // Its own address says why it is not there any more.
    if (answer === GONE) location.reload();
    else wait(waitAfter(failures));
  };
  const wait = (forMs) => {
    clearTimeout(timer);
    timer = setTimeout(ask, forMs);
  };
  const look = () => isDue && isSeen() && ask();
  document.addEventListener("visibilitychange", look);
  new IntersectionObserver((entries) => {
    isInView = entries.at(-1).isIntersecting;
    look();
  }).observe(root);
  wait(SETTLED_MS);
}
