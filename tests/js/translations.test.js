// Each language has every word of the script, with the same placeholders and the plural forms it needs.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import test from "node:test";
import { english } from "../../static/js/data/words.js";

const LOCALE = new URL("../../locale/", import.meta.url);
const placeholders = (text) => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort();
const languages = readdirSync(LOCALE);

test("there are translations", () =>
  assert.deepEqual(languages.sort(), ["ar", "es", "fr", "ru", "tr", "uk"]));

for (const language of languages) {
  const words = JSON.parse(readFileSync(new URL(`${language}/words.json`, LOCALE), "utf8"));
  const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;

  test(`${language} has the words of the script and no others`, () => {
    assert.deepEqual(Object.keys(words).sort(), Object.keys(english).sort());
  });

  test(`${language} keeps what is filled in and has all its plural forms`, () => {
    for (const [key, pattern] of Object.entries(english)) {
      if (typeof pattern === "string") {
        assert.deepEqual(placeholders(words[key]), placeholders(pattern), key);
        continue;
      }
      assert.deepEqual(Object.keys(words[key]).sort(), [...forms].sort(), key);
      for (const form of Object.values(words[key])) {
        // "one event" may go without the number, but nothing may be filled in that is not there.
        for (const name of placeholders(form)) assert.ok(placeholders(pattern.other).includes(name), key);
      }
    }
  });
}
