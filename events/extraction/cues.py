"""Finds the words that say what happened to those counted, and on which side of the number they stand."""

from __future__ import annotations

from collections.abc import Sequence

from events.enums import Measure
from events.extraction.harmcues import HARM_CUES
from events.extraction.movecues import MOVE_CUES
from events.extraction.othercues import HOME_CUES, UNHARMED_CUES
from events.extraction.sides import Cue, Needs, Rows, Side
from events.extraction.tokens import Token

_SHELTERS = """relief camps|relief camp|temporary shelters|temporary shelter|emergency shelters|
    temporary emergency shelters|emergency shelter|evacuation centres|evacuation centers|evacuation centre|
    evacuation center|evacuation shelters|shelters|camps|tents|temporary accommodation|tent camps|
    temporary relief camps|
    transit centres|reception centres|collective centres|collective shelters|displacement camps|refugee
    camps"""
_PLACES: Rows = (
    (
        Measure.SHELTERED,
        Side.SUBJECT,
        "|".join(
            f"{place} {shelter}"
            for place in ("in", "at", "into", "to", "inside")
            for shelter in _SHELTERS.split("|")
        ),
    ),
)


def _index(rows: Rows, needs: Needs) -> dict[str, list[tuple[tuple[str, ...], Measure | None, Side, Needs]]]:
    index: dict[str, list[tuple[tuple[str, ...], Measure | None, Side, Needs]]] = {}
    for measure, side, phrases in rows:
        for phrase in filter(str.strip, phrases.split("|")):
            words = tuple(phrase.split())
            index.setdefault(words[0], []).append((words, measure, side, needs))
    return index


_BY_FIRST = _index(HARM_CUES + MOVE_CUES + UNHARMED_CUES + _PLACES, Needs.ANYONE)
for _word, _entries in _index(HOME_CUES, Needs.HOMES).items():
    _BY_FIRST.setdefault(_word, []).extend(_entries)


#: Words that begin a verb of a counted subject, so that the noun phrase before them is over.
_VERBS = frozenset(
    word
    for word, entries in _BY_FIRST.items()
    for _, _, side, _ in entries
    if side & (Side.SUBJECT | Side.PARTICIPLE)
)
_PARTICIPLES = frozenset(
    word
    for word, entries in _BY_FIRST.items()
    for _, _, side, _ in entries
    if side & (Side.PARTICIPLE | Side.NOUN)
)


_NOUNS = frozenset(
    word
    for word, entries in _BY_FIRST.items()
    for words, _, side, _ in entries
    if side is Side.NOUN and len(words) == 1 and word not in _VERBS
)


def is_harm_noun(low: str) -> bool:
    """Whether the word is what is counted: "15 bodies", "38 casualties"."""
    return low in _NOUNS


def begins_verb(low: str) -> bool:
    return low in _VERBS


def is_participle(low: str) -> bool:
    """Whether the word may also stand before a noun: "wounded people"."""
    return low in _PARTICIPLES


def find_cues(tokens: Sequence[Token]) -> list[Cue]:
    """Every cue of a passage in order of its first word; overlapping ones are all kept."""
    cues = []
    for at, token in enumerate(tokens):
        for words, measure, side, needs in _BY_FIRST.get(token.low, ()):
            last = at + len(words)
            if last <= len(tokens) and all(tokens[at + n].low == word for n, word in enumerate(words)):
                cues.append(Cue(at, last, measure, side, needs))
    return _longest(cues)


def _longest(cues: list[Cue]) -> list[Cue]:
    """Without the cues that stand inside a longer one: "shot dead" is one verb, not "dead"."""
    kept: list[Cue] = []
    outer: Cue | None = None
    for cue in sorted(cues, key=lambda c: (c.first, -c.last)):
        is_shorter = outer is not None and cue.last - cue.first < outer.last - outer.first
        if (
            outer is not None
            and is_shorter
            and cue.last <= outer.last
            and outer.side & (cue.side | Side.PARTICIPLE)
        ):
            continue
        if (outer is None or cue.last > outer.last) and cue.side is not Side.LABEL:
            outer = cue
        kept.append(cue)
    return kept
