"""Cuts a text of any script into words with exact offsets."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from unicodedata import normalize

# Accents, Arabic and Hebrew vowel signs; then what only tells a line breaker or a shaper something.
_MARKS = "\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff"
_WORD = re.compile(
    rf"[^\W\d_](?:[^\W\d_{_MARKS}]|[{_MARKS}]|[\u00ad\u200c\u200d]+(?=[^\W\d_])|['’ʼ‘`´‐‑-](?=[^\W\d_]))*"
)
_UNSEEN = re.compile(rf"[{_INVISIBLE}ـ]")
_APOSTROPHE = re.compile("['’ʼ‘`´]")
_GAP = re.compile(rf"[ \t\u00a0\u202f{_INVISIBLE}]*\n?[ \t\u00a0\u202f{_INVISIBLE}]*\Z")
_OPENERS = "[]()<>\"'“”„«»‹›‘’*#_•–—―-"
_STOPS = ".!?:;…؟۔|"
#: How far back the end of the sentence before a name is looked for.
_REACH = 12
#: Longer gaps between words are columns of a table.
_WIDEST_GAP = 4


@dataclass(frozen=True, slots=True)
class Word:
    """`text` is the word in composed letters without invisible ones, so it may differ from the article's."""

    start: int
    end: int
    text: str
    lower: str
    is_capital: bool
    is_upper: bool
    ending: str = ""
    """What stood behind an apostrophe that ends the name: "de" of "İdlib'de"."""
    is_joined: bool = False
    """The next word follows without a gap, as "Alep" follows "d'"."""


def words_of(
    text: str,
    *,
    elisions: frozenset[str] = frozenset(),
    cuts_suffix: bool = False,
    lower: Callable[[str], str] = str.lower,
) -> tuple[Word, ...]:
    """The words of `text`; elided words stand alone, suffixes behind an apostrophe are cut off on request."""
    found: list[Word] = []
    for match in _WORD.finditer(text):
        start, end = match.span()
        sign = _APOSTROPHE.search(match.group()) if elisions or cuts_suffix else None
        if sign and elisions and lower(match.group()[: sign.start()]) in elisions:
            at = start + sign.start()
            found.append(_word(text, start, at, lower, is_joined=True))
            start = at + 1
        elif sign and cuts_suffix:
            at = start + sign.start()
            found.append(_word(text, start, at, lower, ending=lower(text[at + 1 : end])))
            continue
        found.append(_word(text, start, end, lower))
    # A stray tatweel is a letter to Unicode and nothing to a reader.
    return tuple(word for word in found if word.text)


def _word(
    text: str, start: int, end: int, lower: Callable[[str], str], *, ending: str = "", is_joined: bool = False
) -> Word:
    raw = text[start:end]
    plain = raw if raw.isascii() else normalize("NFC", _UNSEEN.sub("", raw))
    return Word(
        start, end, plain, lower(plain), _is_capital(plain), len(plain) > 1 and plain.isupper(), ending,
        is_joined,
    )  # fmt: skip


def _is_capital(word: str) -> bool:
    """Capitalised, also behind a short joined particle: "Bab", "al-Bab", "эль-Фашер"."""
    if word[:1].isupper():
        return True
    first, dash, rest = word.partition("-")
    return bool(dash) and len(first) <= 4 and rest[:1].isupper()


def is_gap(text: str, before: Word, after: Word) -> bool:
    """Whether the two words stand together: nothing but space, or one line break, between them."""
    if before.is_joined:
        return True
    start, end = before.end, after.start
    if before.ending or end - start > _WIDEST_GAP:
        return False
    return bool(_GAP.match(text[start:end]))


def opens_sentence(text: str, start: int) -> bool:
    """Whether a word at `start` has its capital from its place in the sentence or in a heading."""
    before = text[max(0, start - _REACH) : start]
    while before and (before[-1] in _OPENERS or before[-1].isspace()):
        if before[-1] == "\n":
            return True
        before = before[:-1]
    return not before or before[-1] in _STOPS


def phrase_before(text: str, words: Sequence[Word], at: int, longest: int) -> list[str]:
    """The phrases that end right before word `at`, shortest first: "ciudad", "la ciudad", …"""
    found: list[str] = []
    phrase = ""
    for index in range(at - 1, max(at - 1 - longest, -1), -1):
        if not is_gap(text, words[index], words[index + 1]):
            break
        phrase = f"{words[index].lower} {phrase}" if phrase else words[index].lower
        found.append(phrase)
    return found


def phrase_after(text: str, words: Sequence[Word], at: int, longest: int) -> list[str]:
    """The phrases that begin right after word `at`, shortest first; a cut suffix does not part them."""
    found: list[str] = []
    phrase = ""
    for index in range(at + 1, min(at + 1 + longest, len(words))):
        before, word = words[index - 1], words[index]
        gap_start = before.end + (len(before.ending) + 1 if before.ending else 0)
        if word.start - gap_start > _WIDEST_GAP or not _GAP.match(text[gap_start : word.start]):
            break
        phrase = f"{phrase} {word.lower}" if phrase else word.lower
        found.append(phrase)
    return found
