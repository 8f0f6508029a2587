// The words of the map or of a step: a tab for each language, the first for the one that the map is written in.

import { say } from "../data/words.js";
import { makeTabs } from "./tabs.js";

/** `written` is the field that says in which language the map is written: the tabs follow it at once. */
export function makeLanguageTabs(group, written) {
  const panels = [...group.querySelectorAll(":scope > [data-tab]")];
  const [own, ...others] = panels;
  if (!others.length) return;
  const tabs = makeTabs(panels, { label: say("languages") });

  function follow() {
    const [chosen] = written.selectedOptions;
    own.dataset.tab = chosen.textContent;
    own.dataset.tabLang = chosen.value;
    for (const field of own.querySelectorAll("input, textarea")) field.lang = chosen.value;
    // Nothing is translated into the language that it is written in; what is wrong there is shown.
    for (const panel of others) {
      const isOwn = panel.dataset.tabLang === chosen.value && !panel.querySelector(".errorlist");
      panel.toggleAttribute("data-tab-left-out", isOwn);
    }
    tabs.renew();
  }

  written.addEventListener("change", follow);
  follow();
}
