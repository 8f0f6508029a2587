// What an embed owes the page around it: its height, in the words of whichever script listens there.

const HINT_MS = 1600;
/** Pixels. Less shows nothing, more is a mistake; hosts clamp too. */
const LEAST = 200;
const MOST = 2000;

/** The height that suits a map of this width; the loader sets it, a fixed frame may ignore it. */
export function heightFor(width, { hasStory = false } = {}) {
  // A story's text stands under the map where it has no room beside it.
  const words = hasStory && width < 860 ? 110 : 0;
  if (width < 480) return 520 + words;
  return (width < 720 ? 500 : 560) + words;
}

/**
 * What to tell the page around: a message each for our loader, AMP, Datawrapper's listeners, and for pym.js and
 * WordPress where they have given the frame a name (`childId` in its address, `secret` behind its "#").
 */
export function heightMessages(wanted, { search = "", hash = "", id = "dateline" } = {}) {
  const height = Math.round(Math.min(Math.max(wanted, LEAST), MOST));
  const messages = [
    { dateline: { height } },
    { sentinel: "amp", type: "embed-size", height },
    { "datawrapper-height": { [id]: height } },
  ];
  const child = named(new URLSearchParams(search).get("childId"));
  if (child) messages.push(["pym", child, "height", height].join("xPYMx"));
  const secret = secretOf(hash);
  if (secret) messages.push({ message: "height", value: height, secret });
  return messages;
}

/** WordPress' name for the frame: "#?secret=Abc123". */
export function secretOf(hash) {
  return named(new URLSearchParams(hash.replace(/^#\??/, "")).get("secret"));
}

/** Names are said back to strangers, so only what can be one. */
function named(text) {
  return /^[\w-]{1,64}$/.test(text ?? "") ? text : null;
}

/** Tells the page around how high the element wants to be, whenever that changes, and when it asks. */
export function postHeight(root, heightOf, { id } = {}) {
  if (window.parent === window) return;
  // Read before the map writes its own address, which has no "#".
  const { search, hash } = location;
  const secret = secretOf(hash);
  let posted = 0;
  const post = (height) => {
    posted = height;
    const messages = heightMessages(height, { search, hash, id });
    for (const message of messages) window.parent.postMessage(message, "*");
  };
  new ResizeObserver(() => {
    const height = heightOf(root);
    if (height !== posted) post(height);
  }).observe(root);
  // WordPress may begin to listen after the first message; everything else that is said here is not meant for us.
  addEventListener("message", ({ data, source }) => {
    if (source !== window.parent || !secret || data?.message !== "ready" || data.secret !== secret) return;
    post(heightOf(root));
  });
}

/** Resolves when the frame is first seen: what lies far down an article loads nothing before. */
export function whenSeen(element) {
  if (window.parent === window) return Promise.resolve();
  return new Promise((done) => {
    const watch = new IntersectionObserver((entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      watch.disconnect();
      done();
    });
    watch.observe(element);
  });
}

let hiding = 0;

export function showHint(element, words) {
  element.textContent = words;
  element.hidden = false;
  clearTimeout(hiding);
  hiding = setTimeout(() => (element.hidden = true), HINT_MS);
}
