// What the words of a number say, as a first guess for the form of a figure that an editor marks.

const HEDGES = [
  ["at_least", /\b(at least|no fewer than|no less than|a minimum of|or more)\b/i],
  ["more_than", /\b(more than|over|upwards of|above|in excess of)\b/i],
  ["up_to", /\b(up to|as many as|at most|no more than)\b/i],
  ["less_than", /\b(fewer than|less than|under|below)\b/i],
  ["between", /\b(between|from)\b.*\b(and|to)\b|\d\s*[–-]\s*\d/i],
  ["about", /\b(about|around|some|nearly|almost|roughly|approximately|an estimated)\b/i],
];
const SCALES = { hundred: 100, thousand: 1_000, million: 1_000_000 };
const SMALL = "one two three four five six seven eight nine ten eleven twelve".split(" ");
const NUMBER = /(\d{1,3}(?:[,.\s]\d{3})+|\d+(?:\.\d+)?)(?:\s*(hundred|thousand|million))?/gi;

export function readWording(words) {
  const quantifier = HEDGES.find(([, pattern]) => pattern.test(words))?.[0] ?? "exact";
  const numbers = [...words.matchAll(NUMBER)].map(([, digits, scale]) => {
    const isGrouped = /[,.\s]\d{3}(?!\d)/.test(digits);
    const value = Number(isGrouped ? digits.replace(/[,.\s]/g, "") : digits);
    return Math.round(value * (SCALES[scale?.toLowerCase()] ?? 1));
  });
  if (!numbers.length) {
    const small = SMALL.findIndex((word) => new RegExp(`\\b${word}\\b`, "i").test(words));
    if (small >= 0) numbers.push(small + 1);
  }
  return boundsFor(quantifier, numbers[0] ?? null, numbers[1] ?? null);
}

/** The numbers that a quantifier can have: "more than" has no high one, "exactly" has one number twice. */
export function boundsFor(quantifier, low, high) {
  const one = low ?? high;
  if (quantifier === "between")
    return low === null || high === null
      ? { quantifier: "about", low: one, high: one }
      : { quantifier, low, high };
  if (quantifier === "at_least" || quantifier === "more_than") return { quantifier, low: one, high: null };
  if (quantifier === "up_to" || quantifier === "less_than")
    return { quantifier, low: null, high: high ?? low };
  return { quantifier, low: one, high: one };
}

/** Which number fields a quantifier needs. */
export function numberFields(quantifier) {
  if (quantifier === "between") return ["low", "high"];
  return quantifier === "up_to" || quantifier === "less_than" ? ["high"] : ["low"];
}
