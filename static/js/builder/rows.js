// Rows that are put into an order, with buttons or by dragging them at their grip.

import { say } from "../data/words.js";
import { landing } from "./ordering.js";

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

  let dragged = null;
  list.addEventListener("pointerdown", ({ target }) => {
    // Only at the grip: elsewhere in a row text is selected with the mouse.
    const grip = target.closest("[data-grip]");
    if (grip) grip.closest(row).draggable = true;
  });
  list.addEventListener("dragstart", (event) => {
    dragged = event.target.closest?.(row) ?? null;
    if (!dragged) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", nameOf(dragged));
    dragged.classList.add("is-dragged");
  });
  list.addEventListener("dragover", (event) => {
    const over = event.target.closest?.(row);
    if (!dragged || !over || over.parentElement !== list) return;
    event.preventDefault();
    if (over === dragged) return;
    const { top, height } = over.getBoundingClientRect();
    const isBelow = rows().indexOf(over) > rows().indexOf(dragged);
    const isPast = event.clientY > top + height / 2;
    if (isBelow === isPast) put(dragged, rows().indexOf(over));
  });
  list.addEventListener("drop", (event) => dragged && event.preventDefault());
  list.addEventListener("dragend", () => {
    dragged?.classList.remove("is-dragged");
    if (dragged) dragged.draggable = false;
    dragged = null;
  });
  name();
  return { name };
}
