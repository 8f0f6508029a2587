// For what need not follow every frame while time moves: words, counts, names on the map.

const APART_MS = 200;

/** A function that runs `act` at once after a rest, otherwise five times a second, and after the last call. */
export function calmly(act) {
  let ran = -Infinity;
  let timer = null;
  const run = () => {
    timer = null;
    ran = performance.now();
    act();
  };
  return () => {
    if (timer !== null) return;
    const rest = ran + APART_MS - performance.now();
    if (rest <= 0) run();
    else timer = setTimeout(run, rest);
  };
}
