"""One match key for all the ways a name is written.

Two spellings of one name get one key: case, accents, apostrophes and ayn signs, hyphens and dots, the forms
of the Arabic article and of Arabic letters do not count. Different names keep different keys: nothing is cut
off a word, no letters are guessed, so "Hama" is not "Hamas" and "El Salvador" is not "Salvador".

    fold("Ma‘arrat an-Nu‘mān") == fold("Maarrat al Numan") == "maarrat al numan"
    fold("İdlib") == fold("Idlib") == "idlib"
    fold("إدلب") == fold("ادلب")

The article is normalised, not removed: "al-Bab" and "Bab" are told apart here; the loader adds the short form
as a further name where people leave the article out.
"""

from __future__ import annotations

import re
from unicodedata import normalize

# Letters that Unicode does not decompose, as they are usually written in English.
_LETTERS = {
    "ı": "i", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "æ": "ae", "œ": "oe", "þ": "th", "ħ": "h", "ŋ": "ng",
    "ə": "a", "ǝ": "a", "ŧ": "t", "ƙ": "k", "ɓ": "b", "ɗ": "d", "ɛ": "e", "ɔ": "o", "ɖ": "d", "ƴ": "y",
    # Arabic: dotless and round endings, Persian and Urdu forms; hamza carriers lose the hamza as a mark.
    "ى": "ي", "ة": "ه", "ٱ": "ا", "ی": "ي", "ک": "ك", "ہ": "ه", "ە": "ه", "ۀ": "ه",
    # Cyrillic palochka, typed in several ways.
    "ӏ": "і",
}  # fmt: skip

# Written or left out at will: apostrophes, ayn and hamza signs, primes, tatweel, zero-width characters.
_SILENT = "'`´‘’‚‛ʹʺʻʼʽʾʿˈˊˋ′‵＇\"“”„«»ـ\u00ad\u200b\u200c\u200d\u200e\u200f\ufeffء"

# Marks are removed only in scripts where they are optional; in Indic scripts and Thai they are vowels.
_MARKS = (
    (0x0300, 0x036F), (0x0483, 0x0489), (0x0591, 0x05C7), (0x0610, 0x061A), (0x064B, 0x065F),
    (0x0670, 0x0670), (0x06D6, 0x06ED), (0x0730, 0x074A), (0x1AB0, 0x1AFF), (0x1DC0, 0x1DFF),
    (0x20D0, 0x20FF), (0xFE20, 0xFE2F),
)  # fmt: skip

_TABLE: dict[int, str | None] = {ord(letter): plain for letter, plain in _LETTERS.items()}
_TABLE.update({ord(sign): None for sign in _SILENT})
_TABLE.update({code: None for first, last in _MARKS for code in range(first, last + 1)})

_SEPARATORS = re.compile(r"[\W_]+")
# The same without Unicode tables, for the half of the gazetteer that is plain ASCII.
_ASCII_SEPARATORS = re.compile(r"[^a-z0-9]+")

# "el", "ul" are "al"; a sun letter takes the l with it: "an-Nu'man", "ash-Shaykh", "ez-Zor". The next word
# must begin with that letter, so that "As Pontes" or "En Gedi" stay what they are.
_ARTICLE = re.compile(
    r"\b(?:[eu]l(?= \w)|[aeu](?:dh(?= dh)|sh(?= sh)|th(?= th)|(?P<sun>[dnrstz])(?= (?P=sun))))"
)
_ABBREVIATED = re.compile(r"^(?:st|ste|mt|ft)(?= )")
_FULL = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort"}


def fold(name: str) -> str:
    """The key under which `name` is stored and looked up; empty when nothing of it is a letter or digit."""
    if name.isascii():
        key = _ASCII_SEPARATORS.sub(" ", name.lower().replace("'", "").replace("`", "").replace('"', ""))
    else:
        # Folded case first: "ß" and "İ" change length. NFKD parts letters from marks and opens ligatures.
        key = normalize("NFKD", name.casefold()).translate(_TABLE)
        key = _separated(normalize("NFC", key.casefold()))
    key = key.strip()
    if " " in key:
        key = _ARTICLE.sub("al", key)
        key = _ABBREVIATED.sub(lambda found: _FULL[found.group()], key)
    return key


def _separated(key: str) -> str:
    # \W would also split at the vowel signs of Indic scripts, which are not "word" characters to `re`.
    return _SEPARATORS.sub(_kept_marks, key)


def _kept_marks(found: re.Match[str]) -> str:
    kept = "".join(sign if _is_vowel_sign(sign) else " " for sign in found.group())
    return re.sub(r" +", " ", kept)


def _is_vowel_sign(sign: str) -> bool:
    # Indic, Thai, Lao, Tibetan, Myanmar, Ethiopic, Khmer; then the Japanese voicing marks and Thaana.
    code = ord(sign)
    return (
        0x0780 <= code <= 0x07BF
        or (0x0900 <= code <= 0x17FF and not sign.isspace())
        or 0x3099 <= code <= 0x309A
    )
