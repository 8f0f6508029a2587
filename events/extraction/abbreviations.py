"""Abbreviations that a text explains: "Central African Republic (CAR)" is a place from then on."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from events.extraction.labels import Spans
from events.extraction.names import Word

_DEFINED = re.compile(r"(?<=[^\W\d_]) ?\((?P<short>[A-Z][A-Za-z]{0,5}[A-Z][a-z]?)\)")
_LONGEST = 9
_SMALL = frozenset("of the and for in on".split())


@dataclass(frozen=True, slots=True)
class Abbreviations:
    names: dict[str, str]
    """Abbreviation to the full name, for those that do not stand for an organisation."""
    organisations: frozenset[str]


def read_abbreviations(text: str, words: Sequence[Word], organisations: Spans) -> Abbreviations:
    """What the text explains in brackets behind the full name."""
    starts = [word.start for word in words]
    names: dict[str, str] = {}
    taken: set[str] = set()
    for match in _DEFINED.finditer(text):
        short = match["short"]
        first = _first_word(words, bisect_left(starts, match.start()), short)
        if first is None:
            continue
        full = text[words[first].start : match.start()].rstrip()
        if "\n\n" in full:
            continue
        if organisations.overlaps(words[first].start, match.start()):
            taken.add(short)
        else:
            names.setdefault(short, full)
    return Abbreviations({s: f for s, f in names.items() if s not in taken}, frozenset(taken))


def _first_word(words: Sequence[Word], stop: int, short: str) -> int | None:
    """Where the full name begins whose initials the abbreviation has."""
    letters = short.upper()
    initials = ""
    for at in range(stop - 1, max(stop - _LONGEST, -1), -1):
        word = words[at]
        if word.text in _SMALL:
            if (word.text[0].upper() + initials) == letters[-len(initials) - 1 :] and letters != short:
                # "MoD": the small word has its letter too.
                initials = word.text[0].upper() + initials
            continue
        if not word.is_capital:
            return None
        initials = "".join(part[:1].upper() for part in re.split(r"[-‐‑]", word.text)) + initials
        if initials == letters:
            return at
        if not letters.endswith(initials):
            return None
    return None
