"""Reads the names of places in a text, with relation, role and evidence, from the words alone."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from events.enums import MentionRole, PlaceKind, Relation
from events.extraction.demonyms import demonyms
from events.extraction.hints import read_hint
from events.extraction.lists import read_pairs, share_in_lists
from events.extraction.ner import MODEL
from events.extraction.relations import read_relation
from events.extraction.roles import read_role
from events.extraction.scripts import find_unmarked_names
from events.extraction.sentences import excerpt_around, split
from events.extraction.sightings import Sighting
from events.extraction.spotting import spot_names
from events.records import Span, Toponym

#: How much of the sentence around a name is looked at; keeps the reading linear in the text's length.
_BEFORE, _AFTER = 150, 90
_BRACKETS = str.maketrans('[](){}“”"\n\r\t', " " * 12)


def read_toponyms(text: str, *, language: str = "en", model: str = MODEL) -> tuple[Toponym, ...]:
    """Every span of `text` that may name a place, in order.

    Spans that count on their own never overlap each other; rescue spans may overlap, the ranking chooses.
    English is the language of the rules. In other languages, and without the statistical reader, names are
    only proposed for look-up in the gazetteer.
    """
    sentences = split(text)
    starts = [sentence.start for sentence in sentences]
    if language.split("-")[0].lower() in ("en", ""):
        sightings = [*spot_names(text, model), *_border_adjectives(text)]
    else:
        sightings = find_unmarked_names(text)
    sightings.sort(key=lambda s: (s.start, -s.end))
    for sighting in sightings:
        index = max(bisect_right(starts, sighting.start) - 1, 0)
        _look_around(text, sighting, sentences, index)
    if language.split("-")[0].lower() in ("en", ""):
        _read_context(text, sightings)
    return tuple(_toponym(text, sighting, sentences) for sighting in sightings)


def _look_around(text: str, sighting: Sighting, sentences: Sequence[Span], index: int) -> None:
    sentence = sentences[index] if sentences else Span(0, len(text), text)
    start = max(min(sentence.start, sighting.start), sighting.start - _BEFORE)
    end = min(max(sentence.end, sighting.end), sighting.end + _AFTER)
    sighting.sentence = index
    sighting.before = text[start : sighting.start].translate(_BRACKETS)
    sighting.after = text[sighting.end : end].translate(_BRACKETS)


def _read_context(text: str, sightings: Sequence[Sighting]) -> None:
    plain = [s for s in sightings if s.relation is not Relation.BORDER]
    for sighting in plain:
        read_hint(sighting)
        read_relation(sighting)
    chain = _without_overlaps(plain)
    share_in_lists(text, chain)
    read_pairs(text, chain)
    for sighting in sightings:
        read_role(sighting)
        if sighting.relation is Relation.BORDER and sighting.role is MentionRole.ONLY_MENTIONED:
            continue


def _without_overlaps(sightings: Sequence[Sighting]) -> list[Sighting]:
    """The names as a chain; of overlapping proposals the longest stands for all."""
    chain: list[Sighting] = []
    for sighting in sightings:
        if not chain or sighting.start >= chain[-1].end:
            chain.append(sighting)
        elif sighting.end - sighting.start > chain[-1].end - chain[-1].start:
            chain[-1] = sighting
    return chain


_BORDER = re.compile(
    r"\b(?P<first>[A-Z][a-z]+(?: [A-Z][a-z]+)?)(?:[-–‐](?P<second>[A-Z][a-z]+))?\s+"
    r"(?P<noun>border|frontier)s?\b(?!\s+(?:guard|police|force|agent|patrol))"
)
_BORDER_PREFIX = re.compile(
    r"(?P<near>\b(?:near|close to)\s+)?(?:\b(?:on|along|at|over|across|from|to)\s+)?\bthe\s+(?:\w+ern\s+)?$"
)


def _border_adjectives(text: str) -> list[Sighting]:
    """ "the Turkish border", "the Syrian-Turkish border": no place is named, but a line is meant."""
    found = []
    for match in _BORDER.finditer(text):
        countries = [demonyms().get(match[part].lower()) for part in ("first", "second") if match[part]]
        if not all(countries):
            continue
        names = [country.name for country in countries if country]
        sighting = Sighting(
            start=match.start(),
            end=match.end("noun"),
            quote=text[match.start() : match.end("noun")],
            names=(names[0],),
            other_names=tuple(names[1:]),
            relation=Relation.BORDER,
            hint=PlaceKind.BORDER,
            likelihood=1.0,
        )
        prefix = _BORDER_PREFIX.search(text[max(0, match.start() - 40) : match.start()])
        if prefix:
            sighting.widen(match.start() - len(prefix.group()), sighting.end)
        is_near = bool(prefix and prefix["near"])
        sighting.note("the text says near the border" if is_near else "the words name a border")
        found.append(sighting)
    return found


def _toponym(text: str, sighting: Sighting, sentences: Sequence[Span]) -> Toponym:
    start, end = sighting.phrase_start, sighting.phrase_end
    return Toponym(
        start=sighting.start,
        end=sighting.end,
        quote=sighting.quote,
        names=sighting.names,
        phrase=Span(start, end, text[start:end]),
        excerpt=excerpt_around(text, sentences, sighting.start, sighting.end),
        relation=sighting.relation,
        direction=sighting.direction,
        distance_m=sighting.distance_m,
        other_names=sighting.other_names,
        role=sighting.role,
        hint=sighting.hint,
        evidence=tuple(sighting.evidence),
        is_rescue=sighting.is_rescue,
        is_metonym=sighting.is_metonym,
        likelihood=round(min(max(sighting.likelihood, 0.0), 1.0), 3),
    )
