"""Which language a text is in, told by its script and by the words that every text of a language has."""

from __future__ import annotations

import re
from collections import Counter

#: Code points that are looked at; the opening of an article tells its language as well as the whole.
_READ = 5_000
#: Fewer of a language's words than this in a hundred, or a lead smaller than this, and it is not told.
_LEAST_SHARE = 0.08
_LEAST_LEAD = 1.3
#: Letters among digits, as in a number plate, are no words.
_WORD = re.compile(r"\b[^\W\d_]+\b")

_WORDS: dict[str, str] = {
    "en": "the of and to in was were for on that with said is by from at has have their after people who",
    "de": "der die das und in den von zu mit sich des auf für ist im dem nicht ein eine als auch wurden nach",
    "es": "de la que el en y los se del las un por con una su para es al lo como más han fue según",
    "fr": "de la le et les des en un du une que est pour qui dans par sur au plus ne se pas ont selon",
    "pt": "de a o que e do da em um para com não uma os no se na por mais as dos ao foram segundo",
    "it": "di e il la che in un a per è una sono del con non si da le dei nel alla gli hanno secondo",
    "nl": "de van het een en in is dat op te zijn met voor niet aan er om ook als door werden volgens",
    "tr": "ve bir bu için ile de da olarak olan çok daha sonra kadar gibi göre edildi oldu etti ise en",
    "ru": "и в не на что с по из как за от для это его при до были был также после лет",
    "uk": "і в не на що з та у до як за від для це його при були був також після й",
    "bg": "и в на се за от да с по че са това как не след при които беше",
}
_LISTS = {code: frozenset(words.split()) for code, words in _WORDS.items()}
#: Letters that only one language of those above, or of its script, writes.
_LETTERS = (
    ("uk", re.compile("[іїєґ]")),
    ("ru", re.compile("[ыэё]")),
)
#: Scripts whose language is taken as read, by the letters that part those that share one.
_SCRIPTS = (
    ("ur", re.compile("[ٹڈڑےں]")),
    ("fa", re.compile("[پچژگ]")),
    ("ar", re.compile("[\u0620-\u06ff]")),
    ("he", re.compile("[\u05d0-\u05ea]")),
    ("ja", re.compile("[\u3041-\u30ff]")),
    ("ko", re.compile("[\uac00-\ud7a3]")),
    ("zh", re.compile("[\u4e00-\u9fff]")),
    ("hi", re.compile("[\u0900-\u097f]")),
    ("el", re.compile("[\u0370-\u03ff]")),
)


def language_of(text: str) -> str:
    """The code of the text's language ("en"), empty where its words do not tell one."""
    read = text[:_READ].lower()
    letters = sum(character.isalpha() for character in read)
    if letters == 0:
        return ""
    for code, pattern in _SCRIPTS:
        found = len(pattern.findall(read))
        # Urdu and Persian are told by a few letters among the Arabic ones.
        if found > (letters / 100 if code in ("ur", "fa") else letters / 3):
            return code
    words = Counter(_WORD.findall(read))
    known = {code: sum(words[word] for word in listed) for code, listed in _LISTS.items()}
    for code, pattern in _LETTERS:
        if known[code] and len(pattern.findall(read)) > letters / 100:
            return code
    (best, most), (_second, next_most) = Counter(known).most_common(2)
    is_told = most >= _LEAST_SHARE * words.total() and most >= _LEAST_LEAD * next_most and most >= 2
    return best if is_told else ""
