// The pieces that cards and forms are made of.

import { h } from "../ui/dom.js";

/** Words of the article, in its language and direction among those of the desk. */
export function fromText({ language }, words) {
  return h("bdi", { lang: language || null }, words);
}

export function kbd(key) {
  return h("kbd", { "aria-hidden": "true" }, key);
}

/** A button that does a command of the desk, with its key beside the words. */
export function action(words, key, onClick, { kind = "", focus = "", isDisabled = false } = {}) {
  return h(
    "button",
    {
      type: "button",
      class: `action ${kind}`.trim(),
      click: onClick,
      disabled: isDisabled,
      "data-focus": focus || words,
      "aria-keyshortcuts": key || null,
    },
    words,
    key ? kbd(key) : null,
  );
}

export function field(label, control, { hint = "", isWide = false } = {}) {
  return h(
    "label",
    { class: `field${isWide ? " is-wide" : ""}` },
    h("span", { class: "field-label" }, label),
    control,
    hint ? h("span", { class: "hint" }, hint) : null,
  );
}

export function select(name, options, chosen, { empty = null, change = null } = {}) {
  const listed = empty === null ? [] : [h("option", { value: "", selected: !chosen }, empty)];
  for (const option of options) {
    if (option.options)
      listed.push(h("optgroup", { label: option.label }, optionsOf(option.options, chosen)));
    else listed.push(...optionsOf([option], chosen));
  }
  return h("select", { name, "data-focus": `select:${name}`, ...(change ? { change } : {}) }, listed);
}

function optionsOf(options, chosen) {
  return options.map(({ value, label }) =>
    h("option", { value, selected: String(value) === String(chosen ?? "") }, label),
  );
}

export function input(name, value, attributes = {}) {
  return h("input", { name, value: value ?? "", autocomplete: "off", ...attributes });
}

/** A list of things to tick; the ids ticked are read with `ticked`. */
export function ticks(name, legend, items, chosen) {
  return h(
    "fieldset",
    { class: "ticks" },
    h("legend", {}, legend),
    items.length
      ? items.map(({ id, words }) =>
          h(
            "label",
            { class: "tick" },
            h("input", {
              type: "checkbox",
              name,
              value: id,
              checked: chosen.includes(id),
              "data-focus": `tick:${name}:${id}`,
            }),
            words,
          ),
        )
      : h("p", { class: "hint" }, "none accepted yet"),
  );
}

export function ticked(form, name) {
  return [...form.querySelectorAll(`input[name="${name}"]:checked`)].map(({ value }) => Number(value));
}

/** Shows what is wrong with a form, in its line for that. */
export function complain(form, sentence) {
  const problem = form.querySelector(".problem");
  problem.textContent = sentence;
  problem.hidden = false;
}

/** The words of a whole number field: null when empty, NaN when it is no number. */
export function wholeNumber(text) {
  const digits = text.replace(/[\s,.'’]/g, "");
  if (!digits) return null;
  return /^\d+$/.test(digits) ? Number(digits) : Number.NaN;
}

/**
 * Replaces what is in `root` and gives the focus back to what had it, by its `data-focus`. Children that stay
 * are not taken out: a hundred cards are not laid out again because one of them has changed.
 */
export function replaceKeepingFocus(root, ...children) {
  const focus = focusWithin(root);
  const staying = new Set(children);
  for (const child of [...root.childNodes]) if (!staying.has(child)) child.remove();
  let next = root.firstChild;
  for (const child of children) {
    if (child === next) next = next.nextSibling;
    else root.insertBefore(typeof child === "string" ? document.createTextNode(child) : child, next);
  }
  focus?.giveBackTo(root);
}

/** What holds the focus within an element, by itself or by its `data-focus`, with the caret; null if nothing. */
export function focusWithin(root) {
  const held = root.contains(document.activeElement) ? document.activeElement : null;
  if (!held) return null;
  const { selectionStart: start, selectionEnd: end } = held;
  const name = held.dataset.focus;
  return {
    /** Focuses the element again where it was moved along, else the new one of its name, or the fallback. */
    giveBackTo(place, fallback = null) {
      if (document.activeElement === held && place.contains(held)) return;
      const named = name ? place.querySelector(`[data-focus="${CSS.escape(name)}"]`) : null;
      const taker = place.contains(held) ? held : (named ?? fallback);
      taker?.focus({ preventScroll: true });
      if (typeof start === "number") taker?.setSelectionRange?.(start, end);
    },
  };
}
