// A map or an event in somebody else's page: its height, its links, and nothing before it is seen.

import { heightFor, postHeight, whenSeen } from "../ui/frame.js";
import { letLinksLeave } from "../ui/leaving.js";

/** The embed of a map. */
export async function settle(root, config) {
  const heightOf = ({ clientWidth }) =>
    config.height ?? heightFor(clientWidth, { hasStory: Boolean(config.story) });
  postHeight(root, heightOf, { id: config.map?.slug });
  letLinksLeave(document.body);
  await whenSeen(root);
}

/** The embed of one event: as high as what is written, however long that is. */
export async function settleEvent(main) {
  postHeight(main, ({ scrollHeight }) => scrollHeight + 2);
  letLinksLeave(main);
  await whenSeen(main);
}
