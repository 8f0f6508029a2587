// Links out of a frame. Where the page around lets no window open, the address itself is there to copy.

import { say } from "../data/words.js";
import { h } from "./dom.js";
import { secretOf } from "./frame.js";

export function letLinksLeave(root) {
  if (window.parent === window) return;
  const secret = secretOf(location.hash);
  root.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    if (!link || !isPlain(event) || link.getAttribute("href").startsWith("#")) return;
    event.preventDefault();
    if (open(link.href)) return;
    // WordPress follows links to the frame's own site for it.
    if (secret && link.host === location.host) {
      window.parent.postMessage({ message: "link", value: link.href, secret }, "*");
    }
    offerAddress(link);
  });
}

function isPlain(event) {
  const { button, altKey, ctrlKey, metaKey, shiftKey, defaultPrevented } = event;
  return !defaultPrevented && button === 0 && !altKey && !ctrlKey && !metaKey && !shiftKey;
}

/** Whether a window was opened; in a sandbox without `allow-popups` there is none, and nothing says so. */
function open(href) {
  const opened = window.open(href, "_blank");
  if (!opened) return false;
  try {
    opened.opener = null;
  } catch {
    // It has left for another site already.
  }
  return true;
}

/** The address after its link, selected; once for each link. */
function offerAddress(link) {
  const next = link.nextElementSibling;
  const offer = next?.classList.contains("address-offer") ? next : addressOf(link.href);
  if (offer !== next) link.after(offer);
  offer.querySelector("input").select();
}

function addressOf(href) {
  const field = h("input", { type: "text", readonly: true, value: href, "aria-label": say("linkAddress") });
  const answer = h("span", { role: "status" });
  const copy = async () => {
    field.select();
    try {
      await navigator.clipboard.writeText(href);
      answer.textContent = say("copied");
    } catch {
      // A frame may not be allowed to write to the clipboard either.
      answer.textContent = document.execCommand("copy") ? say("copied") : say("addressSelected");
    }
  };
  return h(
    "span",
    { class: "address-offer" },
    h("span", {}, say("linkBlocked")),
    field,
    h("button", { type: "button", class: "link", click: copy }, say("copyAddress")),
    answer,
  );
}
