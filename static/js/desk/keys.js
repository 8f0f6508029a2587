// Which key does what on the desk. The same list is shown on screen.

export const KEYS = [
  { keys: ["j", "ArrowDown"], shown: "J ↓", command: "next", words: "next proposal" },
  { keys: ["k", "ArrowUp"], shown: "K ↑", command: "previous", words: "previous proposal" },
  { keys: ["a"], shown: "A", command: "accept", words: "accept" },
  {
    keys: ["A"],
    shown: "⇧A",
    command: "accept_same",
    words: "accept, and the same place for all its other mentions",
  },
  {
    keys: ["y"],
    shown: "Y",
    command: "same",
    words: "accept the same for the other mentions of what was just accepted",
  },
  { keys: ["x"], shown: "X", command: "reject", words: "reject" },
  { keys: ["X"], shown: "⇧X", command: "reject_same", words: "reject, and all its other mentions" },
  { keys: ["n"], shown: "N", command: "not_identifiable", words: "not identifiable" },
  {
    keys: "123456789".split(""),
    shown: "1–9",
    command: "candidate",
    words: "choose a candidate or a search result",
  },
  { keys: ["p"], shown: "P", command: "precision", words: "next precision" },
  { keys: ["r"], shown: "R", command: "role", words: "next role" },
  { keys: ["c"], shown: "C", command: "correct", words: "correct the parts" },
  { keys: ["s", "/"], shown: "S", command: "search", words: "search for a place" },
  { keys: ["d"], shown: "D", command: "draw", words: "draw a place" },
  { keys: ["z"], shown: "Z", command: "undo", words: "undo, also what is being saved" },
  { keys: ["h"], shown: "H", command: "done", words: "list of what was done, each to be taken back" },
  { keys: ["m"], shown: "M", command: "mark_place", words: "mark the selected words as a place" },
  { keys: ["f"], shown: "F", command: "mark_figure", words: "mark the selected words as a figure" },
  { keys: ["v"], shown: "V", command: "move", words: "move the proposal to the selected words" },
  { keys: ["l"], shown: "L", command: "relation", words: "relation to the place: near, border, between …" },
  { keys: ["t"], shown: "T", command: "recommend", words: "figure: recommend it, totals take it" },
  { keys: ["b"], shown: "B", command: "corroborate", words: "figure: corroborating, beside the recommended" },
  { keys: ["i"], shown: "I", command: "dispute", words: "figure: disputed" },
  { keys: ["o"], shown: "O", command: "supersede", words: "figure: superseded by another of its event" },
  { keys: ["u"], shown: "U", command: "detach", words: "figure: take it out of its event" },
  { keys: ["w"], shown: "W", command: "look_twice", words: "go to what to look at twice" },
  { keys: ["e"], shown: "E", command: "build", words: "build the next suggested event" },
  {
    keys: ["E"],
    shown: "⇧E",
    command: "build_expected",
    words: "accept the event of this proposal with all that tells it",
  },
  { keys: ["P"], shown: "⇧P", command: "publish", words: "publish the events, or submit them" },
  { keys: ["C"], shown: "⇧C", command: "embed", words: "copy the embed code of the map" },
  { keys: ["?"], shown: "?", command: "help", words: "this list" },
];

/** What a key that is held down does again and again; everything else is meant once. */
const HELD = new Set(["next", "previous"]);

const COMMANDS = new Map(KEYS.flatMap(({ keys, command }) => keys.map((key) => [key, command])));

/**
 * The command of a key press, or null. Nothing is a command while somebody types, chooses in a list or holds
 * a modifier; Caps Lock does not matter. What decides is done once, however long the key is held.
 */
export function commandOf({ key, ctrlKey, metaKey, altKey, shiftKey, isTyping, isRepeated = false }) {
  if (isTyping || ctrlKey || metaKey || altKey || typeof key !== "string") return null;
  let pressed = key;
  if (/^[a-z]$/i.test(key)) pressed = shiftKey ? key.toUpperCase() : key.toLowerCase();
  const command = COMMANDS.get(pressed);
  if (!command || (isRepeated && !HELD.has(command))) return null;
  return command === "candidate" ? { command, number: Number(pressed) } : { command };
}

const TYPING = new Set(["INPUT", "TEXTAREA", "SELECT"]);

export function isTypingIn(element) {
  if (!element) return false;
  if (element.isContentEditable) return true;
  return TYPING.has(element.tagName) && !["checkbox", "radio", "button", "submit"].includes(element.type);
}
