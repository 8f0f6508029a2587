"""Reads names in scripts without capitals and without rules: every run of up to three words is looked up."""

from __future__ import annotations

import re
from collections.abc import Iterable

from events.extraction.languages.words import Word, is_gap, words_of
from events.extraction.sightings import Sighting

_CASED = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿĀ-ſƀ-ɏͰ-ϿЀ-ԯԱ-ևႠ-ჿḀ-ỿ]")
_LONGEST_NAME = 3
_SHORTEST = 2
_LIKELIHOOD = 0.4


def find_names(text: str) -> Iterable[Sighting]:
    """Runs of words in scripts such as Hebrew, Persian or Chinese; the gazetteer alone decides."""
    words = [word for word in words_of(text) if not _CASED.match(word.text)]
    for first in range(len(words)):
        for stop in range(first + 1, min(first + _LONGEST_NAME, len(words)) + 1):
            if stop - first > 1 and not is_gap(text, words[stop - 2], words[stop - 1]):
                break
            if sighting := _sighting(text, words[first:stop]):
                yield sighting


def _sighting(text: str, words: list[Word]) -> Sighting | None:
    start, end = words[0].start, words[-1].end
    if end - start < _SHORTEST:
        return None
    return Sighting(
        start=start,
        end=end,
        quote=text[start:end],
        names=(text[start:end],),
        is_rescue=True,
        likelihood=_LIKELIHOOD,
        evidence=["the gazetteer is asked for it; this language has no rules"],
    )
