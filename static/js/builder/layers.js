// The layers of the map: each one's place in the list is its place on the map.

import { makeSortable } from "./rows.js";

export function wireLayers(list, { onChange }) {
  const status = list.parentElement.querySelector("[data-layers-status]");
  const number = () => {
    [...list.children].forEach((row, index) => (row.querySelector("[data-place]").value = index + 1));
  };
  makeSortable(list, {
    row: "[data-layer]",
    nameOf: (row) => row.querySelector("[data-name]").textContent,
    onMoved: () => {
      number();
      onChange();
    },
    status,
  });
}
