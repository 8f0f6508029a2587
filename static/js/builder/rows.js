// Rows that are put into an order, with buttons or by dragging them at their grip.

import { say } from "../data/words.js";
import { draggedTo, landing } from "./ordering.js";

/**
 * `row` selects the rows of a list, `nameOf(row)` is what one is called, `onMoved()` is told of each move.
 * The element `status` says where a row has gone. Returns `name()`, which names the buttons anew.
 */
export function makeSortable(list, { row, nameOf, onMoved, status }) {
  const rows = () => [...list.querySelectorAll(`:scope > ${row}`)];

  function name() {
    const all = rows();
    all.forEach((one, index) => {
      for (const button of one.querySelectorAll("[data-move]")) {
        const isUp = button.dataset.move === "-1";
        button.setAttribute("aria-label", say(isUp ? "moveUp" : "moveDown", { name: nameOf(one) }));
        button.title = button.getAttribute("aria-label");
        // Not switched off, or the focus would be lost at either end.
        button.setAttribute("aria-disabled", String(index === (isUp ? 0 : all.length - 1)));
      }
    });
  }

  function put(moving, to) {
    const all = rows();
    const from = all.indexOf(moving);
    if (to === from) return;
    if (to > from) all[to].after(moving);
    else all[to].before(moving);
    name();
    onMoved(moving);
    status.textContent = say("moved", { name: nameOf(moving), n: to + 1, all: all.length });
  }

  list.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-move]");
    const moving = button?.closest(row);
    if (!moving || moving.parentElement !== list) return;
    const all = rows();
    put(moving, landing(all.indexOf(moving), Number(button.dataset.move), all.length));
    button.focus();
  });

  // Pointers of all sorts drag at the grip alone: elsewhere in a row text is selected, and the page scrolled.
  let drag = null;
  function dropped() {
    drag?.row.classList.remove("is-dragged");
    drag = null;
  }
  list.addEventListener("pointerdown", (press) => {
    const dragged = press.target.closest("[data-grip]")?.closest(row);
    if (!dragged || dragged.parentElement !== list || press.button !== 0 || drag) return;
    press.preventDefault();
    drag = { row: dragged, from: rows().indexOf(dragged), pointer: press.pointerId };
    // Of the list: what is put elsewhere on the page loses it.
    list.setPointerCapture(press.pointerId);
    dragged.classList.add("is-dragged");
  });
  list.addEventListener("pointermove", ({ pointerId, clientY }) => {
    if (drag?.pointer !== pointerId) return;
    const all = rows();
    const to = draggedTo(
      all.map((one) => one.getBoundingClientRect()),
      all.indexOf(drag.row),
      clientY,
    );
    if (to === null) return;
    put(drag.row, to);
    drag.row.scrollIntoView({ block: "nearest" });
  });
  for (const type of ["pointerup", "pointercancel", "lostpointercapture"]) {
    list.addEventListener(type, ({ pointerId }) => drag?.pointer === pointerId && dropped());
  }
  list.ownerDocument.addEventListener("keydown", (press) => {
    if (!drag || press.key !== "Escape") return;
    press.preventDefault();
    put(drag.row, drag.from);
    dropped();
  });
  name();
  return { name };
}
