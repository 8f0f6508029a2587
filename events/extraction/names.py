"""Cuts a text into capitalised names and says which belong to organisations or persons."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from events.extraction.placewords import (
    ABBREVIATIONS,
    COMMON_OPENERS,
    GEOGRAPHIC_OPENERS,
    MONTHS,
    OPENERS_OF_NAMES,
    ORGANISATION_HEADS,
    ORGANISATION_OPENERS,
    OWNERS_OF_OFFICES,
    PARTICLES,
    TITLES,
    WEEKDAYS,
)

_WORD = re.compile(
    r"(?:[^\W\d_]\.){2,}|(?:St|Ste|Mt|Ft)\.(?= ?[A-Z])"
    r"|[^\W\d_](?:\w|['’ʼ‘`´](?=[^\W\d_])|[-‐‑](?=\w))*"
)
_POSSESSIVE = re.compile(r"['’](?:s|S)$")
_COMPASS = frozenset(("west", "east", "north", "south", "left", "right"))
_STOPS = '.!?:;…"“”‘•*|'
#: Longer runs are headlines or tables of names, not one name.
_LONGEST = 7
#: So many words may follow an organisation's head: "Ministry of Housing, Communities and …".
_LONGEST_JOINED = 16


@dataclass(frozen=True, slots=True)
class Word:
    start: int
    end: int
    text: str
    is_capital: bool
    is_possessive: bool


@dataclass(frozen=True, slots=True)
class Run:
    """Consecutive capitalised words, with the particles between them: "Deir al-Balah"."""

    words: tuple[Word, ...]
    opens_sentence: bool

    @property
    def start(self) -> int:
        return self.words[0].start

    @property
    def end(self) -> int:
        return self.words[-1].end


def words_of(text: str) -> tuple[Word, ...]:
    """The words with offsets; a possessive "'s" is cut off and kept as a flag."""
    found = []
    for match in _WORD.finditer(text):
        start, end = match.span()
        possessive = _POSSESSIVE.search(match.group())
        if possessive:
            end -= 2
        elif text[end : end + 1] in ("'", "’") and text[end - 1] in "sS":
            possessive = _POSSESSIVE.search("'s")
        quote = text[start:end]
        found.append(Word(start, end, quote, _is_capital(quote), bool(possessive)))
    return tuple(found)


def _is_capital(word: str) -> bool:
    """Capitalised, also behind a joined particle: "Numan", "al-Numan", "d'Ivoire"; not "Turkish-backed"."""
    parts = re.split(r"[-‐‑'’]", word)
    if len(parts) > 1 and parts[-1].islower() and len(parts[-1]) > 3 and parts[0][:1].isupper():
        return "'" in word or "’" in word
    if parts[0][:1].isupper():
        return True
    return len(parts) > 1 and parts[0].lower() in PARTICLES and parts[1][:1].isupper()


def runs_of(text: str, words: tuple[Word, ...]) -> tuple[Run, ...]:
    """The capitalised runs, in order."""
    runs: list[Run] = []
    at = 0
    while at < len(words):
        if not words[at].is_capital:
            at += 1
            continue
        stop = at + 1
        while stop < len(words) and stop - at < _LONGEST:
            reach = _next_capital(text, words, stop)
            if reach is None:
                break
            stop = reach + 1
        runs.append(Run(words[at:stop], _opens_sentence(text, words[at].start)))
        at = stop
    return tuple(runs)


def _next_capital(text: str, words: tuple[Word, ...], at: int) -> int | None:
    """The index of the capitalised word that continues the run whose last word stands before `at`."""
    for index in range(at, min(at + 3, len(words))):
        before, word = words[index - 1], words[index]
        if before.is_possessive or not _is_gap(text[before.end : word.start]):
            return None
        if word.is_capital:
            return index
        is_opener = words[at - 1].text.lower() in GEOGRAPHIC_OPENERS and word.text in ("of", "the")
        if (
            word.text not in PARTICLES
            and not is_opener
            and not _is_article_before_n(word, words[index + 1 :])
        ):
            return None
    return None


def _is_article_before_n(word: Word, after: tuple[Word, ...]) -> bool:
    """Whether "an" is Arabic's article, as in "Maarrat an Numan": it stands before N alone, where English
    has "a", but for names in capitals: "an NGO"."""
    following = after[0].text if after else ""
    return word.text in ("an", "en") and following[:1] == "N" and following[1:2].islower()


def _is_gap(gap: str) -> bool:
    return gap == " " or gap == "\u00a0" or (gap.isspace() and gap.count("\n") <= 1 and len(gap) <= 3)


def _opens_sentence(text: str, start: int) -> bool:
    before = text[max(0, start - 6) : start]
    stripped = before.rstrip(" \t\u00a0([")
    return not stripped or stripped[-1] in _STOPS or "\n" in before


def organisations(text: str, words: tuple[Word, ...], runs: tuple[Run, ...]) -> tuple[tuple[int, int], ...]:
    """Spans of proper names of organisations, units and facilities, with what "of" and "for" join to them."""
    index_of = {word.start: i for i, word in enumerate(words)}
    spans = []
    for position, run in enumerate(runs):
        lower = [word.text.lower() for word in run.words]
        if _owns_office(text, run, runs[position + 1 : position + 2]):
            spans.append((run.start, runs[position + 1].end))
            continue
        # The first word may be the capital of a sentence ("Police in Homs", "Court papers").
        named = lower[1:] if run.opens_sentence or len(lower) > 1 else []
        # "The West Bank for now" opens no organisation.
        opener = lower[-1] in ORGANISATION_OPENERS and not (len(lower) > 1 and lower[-2] in _COMPASS)
        end = run.end
        if opener and not run.words[-1].is_possessive:
            end = _joined_end(text, words, index_of[run.words[-1].start])
        if any(word in ORGANISATION_HEADS for word in named) or end > run.end:
            start = next((w.start for w in run.words if not _is_common(w)), run.start)
            spans.append((start, max(end, start)))
    return tuple(spans)


def _owns_office(text: str, run: Run, following: Sequence[Run]) -> bool:
    """ "Walker County Sheriff's Office" is one name; "Ukraine's Ministry" is not."""
    return (
        bool(following)
        and len(run.words) > 1
        and run.words[-1].text.lower() in OWNERS_OF_OFFICES
        and following[0].words[0].text.lower() in ORGANISATION_HEADS
        and bool(re.fullmatch(r"['’]s? ", text[run.end : following[0].start]))
    )


def _joined_end(text: str, words: tuple[Word, ...], head: int) -> int:
    """The end of "… of X", "… for the X and Y" behind the organisation's head word, else the head's end."""
    at, end = head + 1, words[head].end
    if at >= len(words) or words[at].text not in ("of", "for"):
        return end
    joined = False
    while at < min(len(words), head + _LONGEST_JOINED) and _is_gap(text[words[at - 1].end : words[at].start]):
        word = words[at]
        if word.is_capital:
            end, joined = word.end, True
            if word.is_possessive:
                break
        elif (
            word.text not in ("of", "for", "the", "and")
            or (word.text == "and" and not joined)
            or (word.text == "and" and at - head > 6)
        ):
            break
        at += 1
    return end


def without_common_words(run: Run) -> tuple[Word, ...]:
    """The run without an opening "In", "The", "On Monday" and without months and weekdays at its end."""
    words = list(run.words)
    while words and _is_common(words[0]):
        words.pop(0)
    while words and words[-1].text.lower() in WEEKDAYS | MONTHS:
        words.pop()
    return tuple(words)


def _is_common(word: Word) -> bool:
    if word.text in ABBREVIATIONS:
        return False
    lower = word.text.lower().rstrip(".")
    if lower in OPENERS_OF_NAMES:
        return False
    return lower in COMMON_OPENERS or lower in WEEKDAYS or lower in MONTHS or not any(map(str.isalpha, lower))


def is_title(word: str) -> bool:
    return word.lower().rstrip(".") in TITLES
