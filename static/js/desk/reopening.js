// A form whose values the server refuses comes back with what was typed in it, and why.

import { complain } from "./controls.js";

/**
 * Takes the open form `name` out of the desk's and returns what to do when its decision is refused: `show(kept)`
 * puts it back on screen. While something else is being typed the form waits until its editor asks for it.
 */
export function reopener(desk, name, show) {
  const kept = desk.forms.take(name);
  if (!kept) return null;
  return (sentence) => {
    complain(kept.element, sentence);
    const back = () => {
      show(kept);
      kept.element.querySelector("input, select, textarea")?.focus();
    };
    if (desk.isTyping()) desk.status.offer("What you typed is kept.", "Open the form again", back);
    else back();
  };
}

/** The same for a form of a figure: of its parts, or of its standing. */
export function figureReopener(desk, { id }, act) {
  const key = `figure:${id}`;
  const name = `${key}:${act}`;
  return reopener(desk, name, (kept) => {
    desk.select(key);
    Object.assign(desk, { formOpen: key, formAct: act });
    desk.deciding.fill(key, desk.model.get(key).row);
    desk.forms.put(name, kept);
    desk.list.render([key]);
  });
}
