// What was decided, in words, and which of it can be taken back by itself. No element of the page.

const WORDS = {
  accept_mention: "accepted",
  place_mention: "placed",
  draw_mention: "drawn",
  reject_mention: "rejected",
  mark_not_identifiable: "not identifiable",
  reopen_mention: "opened again",
  set_mention_role: "role changed",
  set_mention_precision: "precision changed",
  move_mention: "moved to other words",
  add_mention: "marked as a place",
  accept_figure: "accepted",
  correct_figure: "corrected",
  reject_figure: "rejected",
  reopen_figure: "opened again",
  move_figure: "moved to other words",
  add_figure: "marked as a figure",
  recommend_figure: "recommended",
  corroborate_figure: "corroborating",
  dispute_figure: "disputed",
  supersede_figure: "superseded",
  detach_figure: "taken out of its event",
  create_event: "event created",
  change_event: "event changed",
  tell_event: "told by more",
  untell_event: "told by less",
  discard_event: "draft discarded",
  submit_event: "submitted for review",
  publish_event: "published",
  withdraw_event: "withdrawn from readers",
  dismiss_finding: "finding dismissed",
};

/** "Saraqib: accepted, in Saraqib, settlement, Syria"; `names` are the words for what was chosen. */
export function wordsOf({ decision: { verb }, name, chosen }) {
  const done = WORDS[verb] ?? verb.replaceAll("_", " ");
  return `${name ? `${name}: ` : ""}${done}${chosen ? `, ${chosen}` : ""}`;
}

/** Entries of one key press together, newest first: `{group, entries, words, isTakenBack, canTakeBack}`. */
export function groupsOf(entries) {
  const groups = new Map();
  for (const entry of entries) groups.set(entry.group, [...(groups.get(entry.group) ?? []), entry]);
  return [...groups.values()].reverse().map((together) => ({
    group: together[0].group,
    entries: together,
    words: headOf(together),
    more: together.length - 1,
    at: together[0].at,
    taught: together.map(({ taught }) => taught).filter(Boolean),
    isTakenBack: together.every(({ isTakenBack }) => isTakenBack),
    canTakeBack: canTakeBack(entries, together),
  }));
}

/** An event stands for what was accepted with it. */
function headOf(together) {
  return wordsOf(together.find(({ decision: { verb } }) => verb === "create_event") ?? together[0]);
}

/** Nothing decided later rests on it: the same rows are as it has left them. */
export function canTakeBack(entries, together) {
  const last = entries.indexOf(together.at(-1));
  const touched = new Set(together.flatMap(touchedBy));
  return (
    together.some(({ isTakenBack }) => !isTakenBack) &&
    !entries
      .slice(last + 1)
      .some((later) => !later.isTakenBack && touchedBy(later).some((key) => touched.has(key)))
  );
}

/** The rows that a decision has changed or made. An event rests on the places and figures that tell it. */
function touchedBy({ decision: { verb, object, args }, made }) {
  const keys = object.type === "article" ? [] : [`${object.type}:${object.id}`];
  if (verb === "create_event" && made) keys.push(`event:${made}`);
  if (verb === "add_mention" && made) keys.push(`mention:${made}`);
  if (verb === "add_figure" && made) keys.push(`figure:${made}`);
  if (verb === "create_event" || verb === "tell_event") {
    keys.push(...(args.mentions ?? []).map((id) => `mention:${id}`));
    keys.push(...(args.figures ?? []).map((id) => `figure:${id}`));
  }
  return keys;
}
