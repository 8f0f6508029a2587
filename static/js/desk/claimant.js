// Who makes the claim: found among the organisations, or a new one.

import { combobox } from "./combobox.js";

/** `value()` is what the server wants: an id, `{name}` of a new one, or null. */
export function organisationField(claimant, desk) {
  const field = combobox({
    label: "claimant: who says so",
    listLabel: "Organisations",
    value: claimant,
    name: (option) => option.name,
    show: ({ id, name }) => (id ? name : `New organisation: ${name}`),
    attributes: { class: "claimant", "data-focus": "claimant", placeholder: "nobody named" },
    async look(words) {
      const found = await desk.searching.organisations(words);
      const isKnown = found.some(({ name }) => name.toLowerCase() === words.toLowerCase());
      return isKnown || !desk.model.article.may.add_organisation
        ? found
        : [...found, { id: null, name: words }];
    },
  });
  return {
    element: field.element,
    /** Puts an organisation that is known, or the words of one that is not, in its place. */
    set: (organisation, words) => field.set(organisation, words),
    value() {
      const words = field.words();
      if (!words) return null;
      return field.chosen()?.id ?? { name: words };
    },
  };
}
