"""A text cut up once for all readers of names: its words, capitalised runs, organisations and persons."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from events.extraction.abbreviations import Abbreviations, read_abbreviations
from events.extraction.labels import Labels, Spans
from events.extraction.names import Run, Word, is_title, organisations, runs_of, words_of
from events.extraction.ner import read_entities
from events.extraction.placewords import ABBREVIATIONS
from events.extraction.weighing import is_locative

#: Storms and operations bear the names of persons and places: "Hurricane Maria".
_BEARERS = frozenset("hurricane cyclone typhoon storm operation superstorm".split())
#: What follows a person's name where the age is told: ", 34," or " (34)".
AGE = re.compile(
    r"^,\s+(?:aged\s+)?\d\d,|^\s*\(\d\d\)(?!(?:,|\s+and)\s+[A-Z][\w'’-]+(?:\s[A-Z][\w'’-]+)?\s+\(\d)"
)


@dataclass(frozen=True, slots=True)
class Page:
    text: str
    words: tuple[Word, ...]
    runs: tuple[Run, ...]
    labels: Labels
    organisations: tuple[tuple[int, int], ...]
    """Where the proper names of organisations, units and facilities stand."""
    blocked: Spans
    """The same, to be asked for an overlap."""
    people: frozenset[str]
    """Family names of persons that the text introduces, in lower case."""
    known_lower: frozenset[str]
    """Words that the text also writes without a capital."""
    abbreviations: Abbreviations


def read_page(text: str, model: str) -> Page:
    labels = Labels(read_entities(text, model))
    words = words_of(text)
    runs = runs_of(text, words)
    named = organisations(text, words, runs)
    blocked = Spans(named)
    return Page(
        text=text,
        words=words,
        runs=runs,
        labels=labels,
        organisations=named,
        blocked=blocked,
        people=_people(text, runs, labels),
        known_lower=frozenset(word.text for word in words if not word.is_capital),
        abbreviations=read_abbreviations(text, words, blocked),
    )


def is_acronym(piece: Sequence[Word]) -> bool:
    name = piece[0].text
    return (
        len(piece) == 1
        and name.isupper()
        and len(name) <= 5
        and "." not in name
        and name not in ABBREVIATIONS
    )


def _people(text: str, runs: Sequence[Run], labels: Labels) -> frozenset[str]:
    """Family names of persons that the article introduces with a title, a first name or an age."""
    names = set()
    for run in runs:
        if len(run.words) < 2 or is_acronym(run.words[:1]):
            continue
        titled = is_title(run.words[0].text) or run.words[-2].text.lower() in _BEARERS
        aged = AGE.match(text[run.end : run.end + 60])
        person = labels.of(run.start, run.end) == "PERSON" and not is_locative(text, run.start)
        if titled or aged or person:
            names.add(run.words[-1].text.lower())
    return frozenset(names)
