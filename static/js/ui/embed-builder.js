// The builder of embed codes. The server writes them; this asks it after every change, shows the same form in a
// dialog of the map's page, and copies. It brings no words of its own: the server's page has them.

/** Longer than a step of a date field's arrows, short enough to seem at once. */
const WAIT_MS = 250;

/** Fetches the builder of the map as it stands and shows it in a dialog; the focus comes back to `opener`. */
export async function openBuilder(address, { opener, style }) {
  const [page] = await Promise.all([fetchPage(address), loadStyle(style)]);
  const builder = document.importNode(page.getElementById("embed-builder"), true);
  const dialog = document.createElement("dialog");
  dialog.className = "builder-dialog";
  dialog.setAttribute("aria-labelledby", "builder-title");
  const close = document.createElement("button");
  Object.assign(close, { type: "button", className: "close" });
  close.setAttribute("aria-label", builder.dataset.close);
  close.addEventListener("click", () => dialog.close());
  dialog.append(close, builder);
  dialog.addEventListener("click", (press) => press.target === dialog && dialog.close());
  // Esc belongs to the dialog here: the map behind it would close its card.
  dialog.addEventListener("keydown", (press) => press.key === "Escape" && press.stopPropagation());
  dialog.addEventListener("close", () => {
    dialog.remove();
    opener?.focus();
  });
  document.body.append(dialog);
  dialog.showModal();
  builder.querySelector("h1").focus();
  wireBuilder(builder, { address });
}

async function fetchPage(address, signal) {
  const response = await fetch(address, { headers: { Accept: "text/html" }, signal });
  if (!response.ok) throw new Error(`${response.status} ${response.statusText}`);
  return new DOMParser().parseFromString(await response.text(), "text/html");
}

function loadStyle(href) {
  if (!href || document.querySelector(`link[href="${CSS.escape(href)}"]`)) return null;
  const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href });
  document.head.append(link);
  return new Promise((done) => (link.onload = link.onerror = done));
}

/** Keeps codes and preview up to date with the form of a builder. */
export function wireBuilder(builder, { address = location.href } = {}) {
  const form = builder.querySelector("form");
  const action = new URL(address, location.href);
  let asking = null;
  let waiting = 0;
  const update = async () => {
    asking?.abort();
    asking = new AbortController();
    say(builder, builder.dataset.loading);
    try {
      const page = await fetchPage(`${action.pathname}?${queryOf(form)}`, asking.signal);
      take(builder, page.getElementById("embed-builder"));
      say(builder, builder.dataset.done);
    } catch (error) {
      if (error.name !== "AbortError") say(builder, builder.dataset.failed);
    }
  };
  form.addEventListener("input", (event) => {
    follow(form, event.target);
    clearTimeout(waiting);
    waiting = setTimeout(update, WAIT_MS);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    update();
  });
  form.querySelector(".builder-submit").hidden = true;
  builder.addEventListener("click", ({ target }) => press(builder, target));
  offerWidths(builder);
  offerCopies(builder);
}

/** What is empty is not asked for. */
function queryOf(form) {
  const query = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (value) query.append(name, value);
  return query;
}

/** Typing a day freezes the map, and typing a height fixes it. */
function follow(form, changed) {
  const meant = { as_of: ["when", "frozen"], height: ["fit", "fixed"] }[changed.name];
  const radio = meant && form.querySelector(`[name="${meant[0]}"][value="${meant[1]}"]`);
  if (radio) radio.checked = true;
}

function take(builder, found) {
  const refusal = found.querySelector("#builder-refusal").textContent;
  builder.querySelector("#builder-refusal").textContent = refusal;
  const codes = found.querySelector("#builder-codes");
  builder.querySelector("#builder-codes").replaceChildren(...document.importNode(codes, true).childNodes);
  const wanted = found.querySelector("#preview-frame");
  const shown = builder.querySelector("#preview-frame");
  if (!wanted) shown?.remove();
  else if (!shown) builder.querySelector("#builder-preview").append(document.importNode(wanted, true));
  else {
    // A frame that shows the same is left alone, or it would jump back to its first view.
    if (shown.getAttribute("src") !== wanted.getAttribute("src")) shown.src = wanted.getAttribute("src");
    shown.height = wanted.height;
  }
  setWidth(builder, builder.querySelector("[data-width][aria-pressed='true']"));
  offerCopies(builder);
}

function say(builder, words) {
  builder.querySelector("#builder-status").textContent = words;
}

function offerWidths(builder) {
  builder.querySelector(".preview-widths").hidden = false;
}

function offerCopies(builder) {
  for (const button of builder.querySelectorAll("[data-copies]")) button.hidden = false;
}

function press(builder, target) {
  if (target.dataset.width) setWidth(builder, target);
  if (target.dataset.copies) copy(builder, target);
}

function setWidth(builder, button) {
  for (const other of builder.querySelectorAll("[data-width]")) {
    other.setAttribute("aria-pressed", String(other === button));
  }
  const frame = builder.querySelector("#preview-frame");
  if (frame) frame.width = button.dataset.width;
}

async function copy(builder, button) {
  const code = builder.querySelector(`#${button.dataset.copies}`);
  const answer = button.parentElement.querySelector("[data-copied]");
  code.select();
  try {
    await navigator.clipboard.writeText(code.value);
    answer.textContent = answer.dataset.copied;
  } catch {
    answer.textContent = answer.dataset.selected;
  }
}
