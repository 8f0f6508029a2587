// The story of a map, a step at a time. The map's page fetches this file when its map has one; all words are the
// server's.

import { Story } from "./ui/story-panel.js";

/** `reader` is the page's; returns what `show(state)` is called on whenever its state is drawn. */
export function tell(reader, section) {
  return new Story(section, {
    steps: reader.config.story.steps.length,
    isEmbed: reader.isEmbed,
    goTo: (step) => reader.goTo(step),
    isAway: (state) => reader.address.isAway(state),
    onSize: () => reader.sheet.set(reader.sheet.stop),
    onStep: () => reader.sheet.isActive && reader.sheet.set("peek"),
  });
}
