// Intl's formatters, each made once: making one takes a hundred times as long as using it. Pure.

const made = new Map();

/** `formatter("DateTimeFormat", "en-GB", { month: "short" })`. */
export function formatter(kind, language, options) {
  const key = `${kind} ${language} ${options ? JSON.stringify(options) : ""}`;
  let one = made.get(key);
  if (!one) made.set(key, (one = new Intl[kind](language, options)));
  return one;
}
