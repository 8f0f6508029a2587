// Events picked by hand: searched among those published, added to a list and taken from it again.

import { say } from "../data/words.js";
import { h } from "../ui/dom.js";
import { asked, makeFinder } from "./searching.js";

/** Says of those events that were picked and are not on the map all the same that they are not. */
export function showLeftOut(root, ids) {
  for (const row of root.querySelectorAll("[data-picked] > [data-id]")) {
    row.querySelector("[data-left-out]")?.remove();
    if (!ids.includes(Number(row.dataset.id))) continue;
    row
      .querySelector("label")
      .append(h("strong", { class: "left-out", "data-left-out": true }, ` · ${say("pickedLeftOut")}`));
  }
}

export function wirePicking(root, { urls, onChange }) {
  const find = (name) => root.querySelector(`[data-${name}]`);
  const [list, found, said, counted] = ["picked", "found", "found-said", "picked-said"].map(find);
  const isPicked = (id) => list.querySelector(`[data-id="${id}"]`) !== null;

  function count() {
    const n = list.children.length;
    counted.textContent = n ? say("picked", { n }) : say("pickedNone");
  }

  function remove(row) {
    const title = row.querySelector("[data-name]").textContent;
    const next = row.nextElementSibling ?? row.previousElementSibling;
    row.remove();
    said.textContent = say("removed", { name: title });
    (next?.querySelector("button") ?? root.querySelector("[data-asks='q']")).focus();
    for (const button of found.querySelectorAll("button")) mark(button);
    count();
    onChange();
  }

  function offerRemoval(row) {
    row.querySelector("input").hidden = true;
    const title = row.querySelector("[data-name]").textContent;
    row.append(
      h(
        "button",
        {
          type: "button",
          class: "icon",
          "aria-label": say("removeNamed", { name: title }),
          click: () => remove(row),
        },
        h("span", { "aria-hidden": "true" }, "✕"),
      ),
    );
  }

  function add(event) {
    if (isPicked(event.id)) return;
    const row = h(
      "li",
      { "data-id": event.id },
      h(
        "label",
        {},
        h("input", { type: "checkbox", name: root.dataset.name, value: event.id, checked: true }),
        " ",
        h("span", { "data-name": true, dir: "auto" }, event.title),
        " ",
        h("span", { class: "quiet" }, event.detail),
      ),
    );
    list.append(row);
    offerRemoval(row);
    said.textContent = say("added", { name: event.title });
    count();
    onChange();
  }

  function mark(button) {
    const isIn = isPicked(button.dataset.adds);
    button.setAttribute("aria-disabled", String(isIn));
    button.setAttribute("aria-label", say(isIn ? "added" : "addNamed", { name: button.dataset.title }));
    button.textContent = isIn ? say("isAdded") : say("add");
  }

  function foundRow(event) {
    const button = h("button", {
      type: "button",
      class: "button is-small",
      "data-adds": event.id,
      "data-title": event.title,
      click: () => {
        add(event);
        mark(button);
      },
    });
    mark(button);
    return h(
      "li",
      {},
      h(
        "span",
        { class: "found-name" },
        h("span", { dir: "auto" }, event.title),
        " ",
        h("span", { class: "quiet" }, event.detail),
      ),
      button,
    );
  }

  async function search() {
    const params = {};
    for (const input of root.querySelectorAll("[data-asks]")) params[input.dataset.asks] = input.value.trim();
    try {
      const { results, is_more: isMore } = await asked(urls.events, params);
      found.replaceChildren(...results.map(foundRow));
      const n = results.length;
      said.textContent = !n ? say("foundNone") : say(isMore ? "foundMore" : "foundEvents", { n });
    } catch (error) {
      said.textContent = say("searchFailed", { reason: error.message });
    }
  }

  root.querySelector("[data-search]").addEventListener("click", search);
  root.addEventListener("keydown", (press) => {
    if (press.key !== "Enter" || press.defaultPrevented || !press.target.matches(".search input")) return;
    // The map is not saved by a search.
    press.preventDefault();
    search();
  });
  const place = root.querySelector("[data-asks='place']");
  const labelled = place.closest("label");
  labelled.replaceWith(place);
  makeFinder(place, { label: say("place"), address: urls.places, onChange: () => {} });
  for (const row of list.children) offerRemoval(row);
  count();
}
