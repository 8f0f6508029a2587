// Who makes the claim: found among the organisations, or a new one.

import { h } from "../ui/dom.js";

const PAUSE_MS = 250;
let count = 0;

/** A combobox; `value()` is what the server wants: an id, `{name}` of a new one, or null. */
export function organisationField(claimant, desk) {
  const id = `claimant-${(count += 1)}`;
  let chosen = claimant;
  let options = [];
  let active = -1;
  let timer = null;
  const list = h("ul", {
    class: "options",
    role: "listbox",
    id: `${id}-list`,
    hidden: true,
    "aria-label": "Organisations",
  });
  const box = h("input", {
    id,
    class: "claimant",
    value: claimant?.name ?? "",
    role: "combobox",
    autocomplete: "off",
    "aria-expanded": "false",
    "aria-controls": `${id}-list`,
    "aria-autocomplete": "list",
    "data-focus": "claimant",
    maxlength: 200,
    placeholder: "nobody named",
  });

  function show(listed) {
    options = listed;
    active = -1;
    list.replaceChildren(
      ...listed.map((option, index) =>
        h(
          "li",
          {
            role: "option",
            id: `${id}-${index}`,
            "aria-selected": "false",
            mousedown: (event) => {
              event.preventDefault();
              choose(option);
            },
          },
          option.id ? option.name : `New organisation: ${option.name}`,
        ),
      ),
    );
    list.hidden = !listed.length;
    box.setAttribute("aria-expanded", String(listed.length > 0));
    box.removeAttribute("aria-activedescendant");
  }

  function choose(option) {
    chosen = option;
    box.value = option.name;
    show([]);
  }

  function move(step) {
    if (!options.length) return;
    active = (active + step + options.length) % options.length;
    [...list.children].forEach((item, index) => item.setAttribute("aria-selected", String(index === active)));
    box.setAttribute("aria-activedescendant", `${id}-${active}`);
  }

  async function look() {
    const words = box.value.trim();
    if (!words) return show([]);
    const found = await desk.findOrganisations(words);
    if (box.value.trim() !== words) return undefined;
    const isKnown = found.some(({ name }) => name.toLowerCase() === words.toLowerCase());
    const added = isKnown || !desk.model.article.may.add_organisation ? [] : [{ id: null, name: words }];
    return show([...found, ...added]);
  }

  box.addEventListener("input", () => {
    chosen = null;
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE_MS);
  });
  box.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      move(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      choose(options[active]);
    } else if (event.key === "Escape" && !list.hidden) {
      event.stopPropagation();
      show([]);
    }
  });
  box.addEventListener("blur", () => show([]));

  const element = h(
    "div",
    { class: "field is-wide" },
    h("label", { class: "field-label", for: id }, "claimant: who says so"),
    box,
    list,
  );
  return {
    element,
    value() {
      const words = box.value.trim();
      if (!words) return null;
      if (chosen?.id && chosen.name === words) return chosen.id;
      return { name: words };
    },
  };
}
