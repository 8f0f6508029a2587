// Where in a story the reader is and gets to. Pure. A step is a number from 1, null the map as it opens.

/** "start", "step" or "end". */
export function placeOf(step, steps) {
  if (!step) return "start";
  return step === steps ? "end" : "step";
}

/** The step after a turn: "begin", "back", "on", "here", or "start". Both ends lead to the whole map. */
export function afterTurn(turn, step, steps) {
  if (turn === "begin") return 1;
  if (turn === "here") return step;
  if (turn === "back") return step > 1 ? step - 1 : null;
  if (turn === "on") return (step ?? 0) < steps ? (step ?? 0) + 1 : null;
  return null;
}

/** The step after a key; undefined for one that does nothing here. Arrows point the way the page is read. */
export function afterKey(key, step, steps, { isRtl = false } = {}) {
  if (key === "Home") return 1;
  if (key === "End") return steps;
  const [on, back] = isRtl ? ["ArrowLeft", "ArrowRight"] : ["ArrowRight", "ArrowLeft"];
  // Keys stay within the story: nobody leaves it by one arrow too many.
  if (key === on) return step === steps ? undefined : afterTurn("on", step, steps);
  if (key === back) return step ? afterTurn("back", step, steps) : undefined;
  return undefined;
}
