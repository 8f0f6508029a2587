// That nothing typed is lost when a session ends: a form asks who is signed in before it is sent. What must not
// be sent stays on the page, with a sentence beside its buttons that says why.

import { h } from "../ui/dom.js";

const PATIENCE_MS = 30_000;
const BUTTONS = ".submit-row, .builder-save, .form-row, .actions";

const configured = document.getElementById("signed-in-words");
if (configured) guard(configured.dataset);

function guard(words) {
  /** Forms that may go now, those whose answer is awaited, and what is said beside those that were held. */
  const free = new WeakSet();
  const asking = new WeakSet();
  const held = new Map();

  // Before any other script hears of it: what is not sent must not seem to be.
  document.addEventListener("submit", onSubmit, { capture: true });
  // Whoever comes back from signing in is told that it worked.
  addEventListener("focus", () => {
    if (held.size) welcome();
  });

  async function onSubmit(event) {
    const { target: form, submitter } = event;
    if (!isGuarded(form, submitter) || free.delete(form)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (asking.has(form)) return;
    asking.add(form);
    const place = placeBeside(form, submitter);
    const reason = await whyNot();
    asking.delete(form);
    if (reason) {
      place.replaceChildren(h("p", { class: "errornote" }, reason));
      held.set(form, place);
      // Enter in a field far above the buttons sends a form too.
      place.scrollIntoView({ block: "nearest" });
      return;
    }
    place.remove();
    held.delete(form);
    free.add(form);
    form.requestSubmit(submitter);
    // When a field is not valid, nothing was sent.
    free.delete(form);
  }

  async function welcome() {
    if (await whyNot()) return;
    for (const place of held.values()) place.replaceChildren(h("p", { class: "is-signed-in" }, words.again));
    held.clear();
  }

  /** Why nothing can be sent now, with a way on; null when it can, with a new token in every form. */
  async function whyNot() {
    let status, answer;
    try {
      const response = await fetch(words.url, {
        headers: { Accept: "application/json" },
        credentials: "same-origin",
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
      status = response.status;
      answer = await response.json();
    } catch {
      return [words.unreachable];
    }
    if (status === 401) return sentence(words.out, words.outUrl, words.outLink);
    if (status === 403) {
      return sentence(words.unproven, words.unprovenUrl, words.unprovenLink, { why: answer.error });
    }
    if (status !== 200) return [words.unreachable];
    if (String(answer.user) !== words.user) {
      const names = { name: answer.name, who: words.who };
      return sentence(words.other, words.otherUrl, words.otherLink, names);
    }
    for (const field of document.getElementsByName("csrfmiddlewaretoken")) field.value = answer.token;
    return null;
  }
}

/** Forms of the page itself that change something in this window: neither the one that logs out nor searches. */
function isGuarded(form, submitter) {
  const target = submitter?.getAttribute("formtarget") || form.target;
  return form.method === "post" && !target && form.closest("#content") !== null;
}

/** An empty place beside the buttons of a form, read aloud when something is put there. */
function placeBeside(form, submitter) {
  form.querySelector(".signed-in-said")?.remove();
  const place = h("div", { class: "signed-in-said", role: "alert" });
  const buttons = submitter?.closest(BUTTONS) ?? form.querySelector(".submit-row, .builder-save");
  if (buttons?.matches(".builder-save")) buttons.prepend(place);
  else if (buttons) buttons.before(place);
  else if (submitter?.closest("form")) submitter.before(place);
  else form.append(place);
  return place;
}

/** The words with their link; what is put for a name is text, whatever it holds. */
function sentence(words, url, link, values = {}) {
  const filled = { ...values, link: h("a", { href: url, target: "_blank" }, link) };
  return words.split(/\{(\w+)\}/).map((part, index) => (index % 2 ? filled[part] : part));
}
