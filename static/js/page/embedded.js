// A map or an event in somebody else's page: its height, its links, and what is published meanwhile.

import { GONE, NEWS, News, UNKNOWN, waitAfter } from "../data/news.js";
import { heightFor, postHeight, whenSeen } from "../ui/frame.js";
import { letLinksLeave } from "../ui/leaving.js";

/**
 * The embed of a map: says its height, and waits until it is seen. Resolves to what follows the news for the
 * reader that is made then.
 */
export async function settle(root, config) {
  postHeight(root, ({ clientWidth }) => heightFor(clientWidth), { id: config.map?.slug });
  letLinksLeave(document.body);
  await whenSeen(root);
  return (reader) =>
    follow(root, {
      address: () => reader.loading.wanted,
      // A frozen map has no news but what was withdrawn, which its words tell too.
      onNews: config.as_of ? () => location.reload() : () => showNews(reader),
    });
}

/** The embed of one event: as high as what is written, however long that is. */
export async function settleEvent(main) {
  postHeight(main, ({ scrollHeight }) => scrollHeight + 2);
  letLinksLeave(main);
  await whenSeen(main);
}

/** View, filters and the open event stay as they are. */
function showNews(reader) {
  reader.totals.forget();
  reader.loading.load(reader.state);
}

/** Asks once a minute, as long as a reader can see it. */
function follow(root, { address, onNews }) {
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
  // What has just been loaded is remembered a moment later, when the reader's own requests are over.
  wait(SETTLED_MS);
}

const SETTLED_MS = 2000;
