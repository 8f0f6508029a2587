// A field that finds what is typed in a list, by mouse or arrow keys.

import { h } from "../ui/dom.js";

const PAUSE_MS = 250;
let count = 0;

/**
 * `look(words)` resolves to options, `show(option)` is what the list says of one, `name(option)` what the box
 * holds once it is chosen. `chosen()` is the option while the box holds its name, else null; `words()` is what
 * stands in the box. `onChosen` hears of an option, or of null once other words are typed.
 */
export function combobox({
  label,
  listLabel,
  value = null,
  look,
  show,
  name,
  onChosen = () => {},
  attributes = {},
}) {
  const id = `combobox-${(count += 1)}`;
  let chosen = value;
  let options = [];
  let active = -1;
  let timer = null;
  const list = h("ul", {
    class: "options",
    role: "listbox",
    id: `${id}-list`,
    hidden: true,
    "aria-label": listLabel,
  });
  const box = h("input", {
    id,
    value: value ? name(value) : "",
    role: "combobox",
    autocomplete: "off",
    "aria-expanded": "false",
    "aria-controls": `${id}-list`,
    "aria-autocomplete": "list",
    maxlength: 200,
    ...attributes,
  });

  function offer(listed) {
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
          show(option),
        ),
      ),
    );
    list.hidden = !listed.length;
    box.setAttribute("aria-expanded", String(listed.length > 0));
    box.removeAttribute("aria-activedescendant");
  }

  function choose(option) {
    chosen = option;
    box.value = name(option);
    offer([]);
    onChosen(option);
  }

  function move(step) {
    if (!options.length) return;
    active = (active + step + options.length) % options.length;
    [...list.children].forEach((item, index) => item.setAttribute("aria-selected", String(index === active)));
    list.children[active].scrollIntoView({ block: "nearest" });
    box.setAttribute("aria-activedescendant", `${id}-${active}`);
  }

  async function find() {
    const words = box.value.trim();
    if (!words) {
      offer([]);
      return;
    }
    const found = await look(words);
    // Who types on, or has gone elsewhere, is not shown what they no longer look for.
    if (box.value.trim() === words && document.activeElement === box) offer(found);
  }

  box.addEventListener("input", () => {
    chosen = null;
    onChosen(null);
    clearTimeout(timer);
    timer = setTimeout(find, PAUSE_MS);
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
      offer([]);
    }
  });
  box.addEventListener("blur", () => offer([]));

  return {
    element: h(
      "div",
      { class: "field is-wide" },
      h("label", { class: "field-label", for: id }, label),
      box,
      list,
    ),
    set(option, words = "") {
      chosen = option;
      box.value = option ? name(option) : words;
      offer([]);
    },
    words: () => box.value.trim(),
    chosen: () => (chosen && name(chosen) === box.value.trim() ? chosen : null),
  };
}
