// What the filters leave of many events, and what each filter alone leaves out, in one pass. Pure.

import { dayNumber } from "./measuring.js";

/** One bit for each filter: an event carries those of the filters that it does not fulfil. */
const KINDS = 1;
const LAYERS = 2;
const PRECISION = 4;
const VERIFICATION = 8;
const TIME = 16;

const NEVER = 2 ** 31 - 1;

/** The column that is counted for each filter, with its bit. */
const FACETS = { group: KINDS, layer: LAYERS, precision: PRECISION, verification: VERIFICATION };

export class Chooser {
  #events;
  #columns;
  #first;
  #last;

  constructor(events) {
    this.#events = events;
    const names = [...Object.keys(FACETS), "kind"];
    this.#columns = Object.fromEntries(names.map((name) => [name, encode(events, name)]));
    // An event without dates is outside of every range that is asked for, and inside when none is.
    this.#first = Int32Array.from(events, ({ first }) => first ?? NEVER);
    this.#last = Int32Array.from(events, ({ last }) => last ?? -NEVER);
    this.present = this.#countEvery();
  }

  /**
   * `shown`: the events that fulfil every filter of the state; `timeless`: all but its range of time;
   * `counts`: of each facet (group, layer, precision, verification) its values with how many events would be
   * shown if that facet alone were not filtered by.
   */
  choose(state) {
    const { group, layer, precision, verification, kind } = this.#columns;
    const isKind = ruledOut(kind, KINDS, anyOr, state.kinds);
    const isGroup = ruledOut(group, KINDS, anyOr, state.kinds);
    const isLayer = ruledOut(layer, LAYERS, (set, value) => set.has(value), state.layers);
    const isPrecision = ruledOut(precision, PRECISION, anyOr, state.precision);
    const isVerification = ruledOut(verification, VERIFICATION, anyOr, state.verification);
    const from = state.from ? dayNumber(state.from) : -NEVER;
    const to = state.to ? dayNumber(state.to) : NEVER;
    const tallies = Object.entries(FACETS).map(([name, bit]) => new Tally(this.#columns[name], bit));
    const [first, last] = [this.#first, this.#last];
    const shown = [];
    const timeless = [];
    for (let i = 0; i < this.#events.length; i += 1) {
      const failed =
        // Of the kinds a branch or the kind itself may be chosen.
        (isGroup[group.codes[i]] & isKind[kind.codes[i]]) |
        isLayer[layer.codes[i]] |
        isPrecision[precision.codes[i]] |
        isVerification[verification.codes[i]] |
        (last[i] < from || first[i] > to ? TIME : 0);
      if ((failed & ~TIME) === 0) timeless.push(this.#events[i]);
      if (failed === 0) shown.push(this.#events[i]);
      for (const tally of tallies) if ((failed & ~tally.bit) === 0) tally.counts[tally.codes[i]] += 1;
    }
    const counts = Object.fromEntries(Object.keys(FACETS).map((name, i) => [name, tallies[i].asMap()]));
    return { shown, timeless, counts };
  }

  #countEvery() {
    const counted = Object.keys(FACETS).map((name) => {
      const tally = new Tally(this.#columns[name], 0);
      for (const code of tally.codes) tally.counts[code] += 1;
      return [name, tally.asMap()];
    });
    return Object.fromEntries(counted);
  }
}

class Tally {
  constructor({ codes, values }, bit) {
    Object.assign(this, { codes, values, bit, counts: new Uint32Array(values.length) });
  }

  asMap() {
    const counts = new Map();
    this.values.forEach((value, i) => this.counts[i] && counts.set(value, this.counts[i]));
    return counts;
  }
}

function anyOr(set, value) {
  return !set.size || set.has(value);
}

/** For each value of a column the bit, when the chosen ones rule it out. */
function ruledOut({ values }, bit, isAllowed, chosen) {
  return Uint8Array.from(values, (value) => (isAllowed(chosen, value) ? 0 : bit));
}

/** A property of every event as numbers of its distinct values. */
function encode(events, name) {
  const values = [];
  const known = new Map();
  const codes = new Uint16Array(events.length);
  for (let i = 0; i < events.length; i += 1) {
    const value = events[i][name];
    let code = known.get(value);
    if (code === undefined) {
      code = values.push(value) - 1;
      known.set(value, code);
    }
    codes[i] = code;
  }
  return { codes, values };
}
