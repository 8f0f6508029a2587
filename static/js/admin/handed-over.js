// What a bookmark has sent along behind the # of an address: plain words, whose sender nobody can vouch for.

export const KEY = "dateline-handed-over";
const MAX_WORDS = 100_000;
const MAX_LINE = 300;
const MAX_ADDRESS = 1000;

/** `{ url, origin, headline, text, language, isCut }`, or null for what no bookmark of ours has made. */
export function handedOver(fragment) {
  let sent;
  try {
    sent = JSON.parse(decodeURIComponent(fragment.replace(/^#/, "")));
  } catch {
    return null;
  }
  if (sent === null || typeof sent !== "object" || Array.isArray(sent)) return null;
  const origin = originOf(sent.url);
  if (!origin) return null;
  const text = words(sent.text, MAX_WORDS);
  return {
    url: sent.url.length <= MAX_ADDRESS ? sent.url : "",
    origin,
    headline: line(sent.title, MAX_LINE),
    text,
    language: /^[a-z]{2,3}(?=-|$)/i.exec(String(sent.language ?? ""))?.[0].toLowerCase() ?? "",
    isCut: sent.cut === true || sent.text?.length > MAX_WORDS,
  };
}

function originOf(url) {
  if (typeof url !== "string") return "";
  try {
    const { protocol, origin } = new URL(url);
    return protocol === "https:" || protocol === "http:" ? origin : "";
  } catch {
    return "";
  }
}

function words(value, most) {
  // Lone halves of characters would be refused by the server.
  return typeof value === "string" ? value.slice(0, most).replaceAll("\0", "").toWellFormed() : "";
}

function line(value, most) {
  return words(value, most).replace(/\s+/g, " ").trim();
}
