// The filters of the map: a place that is found by its name, and lists that say how much of them is ticked.

import { makeFinder } from "./searching.js";

export function wireFilters(root, { urls, onChange }) {
  const field = root.querySelector("[data-place-field]");
  const label = field.querySelector("label");
  const input = field.querySelector("input");
  const words = label.textContent;
  label.remove();
  makeFinder(input, { label: words, name: field.dataset.placeLabel, address: urls.places, onChange });
  for (const list of root.querySelectorAll("[data-says-chosen]")) {
    const tell = () => {
      const chosen = [...list.querySelectorAll("input:checked")].map((box) =>
        box.parentElement.textContent.trim(),
      );
      list.querySelector("[data-chosen]").textContent = chosen.length ? `· ${chosen.join(", ")}` : "";
    };
    list.addEventListener("input", tell);
    tell();
  }
}
