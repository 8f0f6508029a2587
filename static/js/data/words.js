// The words of the interface. The page's configuration may bring the same keys in another language.

import { formatter } from "./formatters.js";

const words = {
  events: { one: "{n} event", other: "{n} events" },
  fromArticles: { one: "{events} from {n} article", other: "{events} from {n} articles" },
  someOf: "{n} of {all}",
  undated: "undated",
  around: "c. {date}",
  upTo: "up to {n}",
  lessThan: "under {n}",
  about: "about {n}",
  claimantsDisagree: { one: "{n} claimant disagrees", other: "{n} claimants disagree" },
  "claimed-killed": { one: "{number} killed", other: "{number} killed" },
  "claimed-injured": { one: "{number} injured", other: "{number} injured" },
  "claimed-casualties": { one: "{number} casualties", other: "{number} casualties" },
  "claimed-missing": { one: "{number} missing", other: "{number} missing" },
  "claimed-detained": { one: "{number} detained", other: "{number} detained" },
  "claimed-displaced": { one: "{number} displaced", other: "{number} displaced" },
  "claimed-evacuated": { one: "{number} evacuated", other: "{number} evacuated" },
  "claimed-sheltered": { one: "{number} sheltered", other: "{number} sheltered" },
  "claimed-returned": { one: "{number} returned", other: "{number} returned" },
  "claimed-homes_destroyed": { one: "{number} home destroyed", other: "{number} homes destroyed" },
  "claimed-homes_damaged": { one: "{number} home damaged", other: "{number} homes damaged" },
  claimedBy: "claimed by {claimant}",
  ownClaim: "the article’s own claim",
  household: "{n} people in a household",
  earlier: { one: "{n} earlier count, since revised", other: "{n} earlier counts, since revised" },
  claims: { one: "{n} claim", other: "{n} claims" },
  printedBy: "printed by {printers}",
  sentence: "the sentence",
  readArticle: "read the article",
  archived: "archived copy",
  morePassages: { one: "{n} more passage", other: "{n} more passages" },
  graphicNotice: "This report describes graphic violence.",
  graphicShow: "Show the text",
  verification: "verification: {level}",
  where: "Where",
  verificationName: "Verification",
  demonstrationName: "Demonstration",
  demonstrationText: "Written to try Dateline out. Not reporting.",
  demonstrationData: "Demonstration data",
  corrections: { one: "{n} correction, on {date}", other: "{n} corrections, the last on {date}" },
  related: "Related and nearby events",
  relatedNone: "No other published event is close to it.",
  relatedFailed: "The related events could not be loaded.",
  share: "Share",
  linkCopied: "Link copied.",
  citeOrEmbed: "Cite or embed",
  printEvents: "Events",
  printSources: "Sources",
  printedOf: "The first {n} of {all} events. Narrow the filters to print the others.",
  printDate: "Date",
  printEvent: "Event",
  printFigures: "Figures, with whoever claims them",
  printPlace: "Place",
  printSourcesShort: "Sources",
  otherClaims: { one: "{n} other claim", other: "{n} other claims" },
  eventPage: "The event’s page",
  close: "Close",
  outsideFilters: "Outside the current filters",
  layerOpacity: "How strongly the layer “{layer}” is drawn",
  layerUp: "Move the layer “{layer}” up",
  layerDown: "Move the layer “{layer}” down",
  percent: "{n} %",
  suggestions: "Suggestions",
  "suggested-places": "place",
  "suggested-claimants": "claimant",
  "suggested-outlets": "outlet",
  "suggested-kinds": "kind of event",
  showMore: { one: "Show {n} more", other: "Show {n} more" },
  none: "No event fits these filters.",
  clearFilters: "Show all events",
  inView: "in this view",
  onlyThese: "Show only these",
  noPoint: { one: "{n} event has no point on the map", other: "{n} events have no point on the map" },
  withoutDate: { one: "{n} without a date is left out", other: "{n} without a date are left out" },
  onlyNoPoint: "without a point on the map",
  loading: "Loading …",
  clearAll: "Clear all",
  removeFilter: "Remove the filter: {filter}",
  chipSearch: "“{words}”",
  chipWithoutLayer: "without {layer}",
  chipPlace: "in {name}",
  chipClaimant: "claimed by {name}",
  chipOutlet: "printed by {name}",
  chipMeasure: "with a number {name}",
  chipSize: "{n} or more",
  chipSince: "since {date}",
  chipUntil: "until {date}",
  chipArea: "in the area chosen",
  zoom: "Zoom",
  zoomIn: "Zoom in",
  zoomOut: "Zoom out",
  fit: "Show all events",
  cluster: { one: "{n} event, open", other: "{n} events close together, open" },
  from: "From",
  to: "To",
  play: "Play through time",
  pause: "Pause",
  wholeTime: "Whole time",
  timeRange: "Range of time",
  timeWindow: "The range as a whole",
  keysByDay: "Arrow keys move by a day, Page Up and Page Down by a week, Home and End to the ends.",
  keysByWeek:
    "Arrow keys move by a week, with Shift by a day, Page Up and Page Down by four weeks, Home and End to the ends.",
  keysByMonth:
    "Arrow keys move by a month, with Shift by a day, Page Up and Page Down by a year, Home and End to the ends.",
  keysByYear:
    "Arrow keys move by a year, with Shift by a day, Page Up and Page Down by ten years, Home and End to the ends.",
  inBucket: { one: "{span}: {n} event", other: "{span}: {n} events" },
  inBucketSpread: "{dated}, and others not dated so closely",
  timeWhole: "{from} – {to}",
  killedCircles: "killed, injured, missing",
  displacedCircles: "displaced, in shelters",
  openRing: "ring: a running total or count at a date",
  drawing: "Drawn as",
  drawAsSet: "as set by the editors",
  drawSymbols: "symbols",
  drawCircles: "circles by size",
  drawAreas: "areas by number",
  drawHeat: "density",
  keyHeat: "Density: events per area, not people",
  few: "few",
  many: "many",
  keyHeatMost: {
    one: "Densest here: {n} event within about {km} km.",
    other: "Densest here: {n} events within about {km} km.",
  },
  keyHeatNote: "Only events known to a place count; those known to an area are hatched.",
  keyAreas: "Events known only to the area",
  fromTo: "{from}–{to}",
  orMore: "{n} or more",
  keyAreasNote: "Those known more closely stand as symbols and are not counted in the shading.",
  keyFigures: "Figures",
  keyCircles: "filled: what one incident is said to have cost; ring: a total or count that contains others",
  keyCirclesNote:
    "The area of a circle is the lower number claimed; a dashed ring is the upper one. Circles are never added up.",
  keyPrecision: "How exactly a place is known",
  keyExact: "at this place",
  keyNear: "near it, within the dashed circle",
  keyArea: "somewhere in the hatched area",
  keyBorder: "along a border or road",
  keyNoPoint: "known only to a country, or not at all: in the list, not on the map",
  keyVerification: "How well it is attested",
  mapKeys: "Map. Arrow keys move it, plus and minus zoom, Tab leads from symbol to symbol.",
  hintWheel: "Use Ctrl and the wheel to zoom",
  hintWheelMac: "Use ⌘ and the wheel to zoom",
  hintTouch: "Use two fingers to move the map",
  copied: "Copied.",
  linkBlocked: "This page lets no links open. Here is the address:",
  linkAddress: "Address of the link",
  copyAddress: "Copy the address",
  addressSelected: "The address is selected; copy it with Ctrl and C.",
  loadFailed: "The events could not be loaded ({reason}).",
  totalsFailed: "What these events come to could not be loaded.",
  partFailed: "A part of this page could not be loaded.",
  retry: "Try again",
};

export { words as english };

let own = {};
let language = "en";

export function useWords(strings = {}, lang = "en") {
  own = strings;
  language = lang;
}

export function currentLanguage() {
  return language;
}

/** The words for a key: "{n} events" with n = 3 is "3 events", in the plural form of the language. */
export function say(key, values = {}) {
  let pattern = own[key] ?? words[key];
  if (pattern === undefined) throw new Error(`No words for "${key}".`);
  if (typeof pattern === "object") {
    pattern = pattern[formatter("PluralRules", language).select(values.n)] ?? pattern.other;
  }
  return pattern.replace(/\{(\w+)\}/g, (_, name) =>
    typeof values[name] === "number" ? count(values[name]) : (values[name] ?? ""),
  );
}

const MILLIONS = { notation: "compact", compactDisplay: "long", maximumFractionDigits: 2 };

/** Millions in words, everything below in full: "1.2 million", "300,000". */
export function count(number) {
  const options = number >= 1_000_000 ? MILLIONS : undefined;
  return formatter("NumberFormat", language, options).format(number);
}
