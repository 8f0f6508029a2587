"""Reads the names of places in a text, with relation, role and evidence, from the words alone."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from events.enums import MentionRole, Relation
from events.extraction.borders import border_adjectives, repeated_borders
from events.extraction.conventions import Convention
from events.extraction.embedded import spot_embedded
from events.extraction.hints import read_hint
from events.extraction.labels import Spans
from events.extraction.languages import find_unmarked_names
from events.extraction.lists import read_pairs, share_in_lists, share_roles
from events.extraction.ner import MODEL
from events.extraction.pages import read_page
from events.extraction.relations import read_relation
from events.extraction.roads import spot_roads
from events.extraction.roles import read_role
from events.extraction.sentences import excerpt_around, split
from events.extraction.sightings import Sighting
from events.extraction.spotting import spot_names
from events.extraction.weighing import HEAD_REASON
from events.records import Span, Toponym

#: How much of the sentence around a name is looked at; keeps the reading linear in the text's length.
_BEFORE, _AFTER = 150, 90
_BRACKETS = str.maketrans('[](){}“”"\n\r\t', " " * 12)


def read_toponyms(
    text: str, *, language: str = "en", model: str = MODEL, convention: Convention = Convention.PLACES
) -> tuple[Toponym, ...]:
    """Every span of `text` that may name a place, in order.

    Spans that count on their own never overlap each other; rescue spans may overlap, the ranking chooses.
    English is the language of the rules. In other languages, and without the statistical reader, names are
    only proposed for look-up in the gazetteer.
    """
    sentences = split(text)
    starts = [sentence.start for sentence in sentences]
    is_english = language.split("-")[0].lower() in ("en", "")
    if is_english:
        page = read_page(text, model)
        sightings = _with_roads(text, spot_names(page))
        if convention is Convention.TOPONYMS:
            sightings.extend(spot_embedded(page))
        else:
            sightings.extend(border_adjectives(text))
    else:
        sightings = find_unmarked_names(text, language)
    sightings.sort(key=lambda s: (s.start, -s.end))
    for sighting in sightings:
        index = max(bisect_right(starts, sighting.start) - 1, 0)
        _look_around(text, sighting, sentences, index)
    if is_english:
        _read_context(text, [sighting for sighting in sightings if not sighting.is_embedded])
        if convention is Convention.PLACES:
            for sighting in repeated_borders(text, sightings):
                _look_around(text, sighting, sentences, max(bisect_right(starts, sighting.start) - 1, 0))
                sightings.append(sighting)
            sightings.sort(key=lambda s: (s.start, -s.end))
    return tuple(_toponym(text, sighting, sentences) for sighting in sightings)


def _with_roads(text: str, names: list[Sighting]) -> list[Sighting]:
    """The names, those at the ends of roads read as such: "Gao-Kidal" is two."""
    roads = list(spot_roads(text))
    spans = Spans((sighting.start, sighting.end) for sighting in roads)
    return [*(name for name in names if not spans.overlaps(name.start, name.end)), *roads]


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
        if sighting.relation is Relation.IN:
            read_relation(sighting)
    chain = _without_overlaps(plain)
    lists = share_in_lists(text, chain)
    read_pairs(text, chain)
    for sighting in sightings:
        read_role(sighting)
    share_roles(lists)
    _believe_movements(plain)
    _believe_everywhere(plain)


#: Enough for a name that no gazetteer knows.
_FIRM = 0.78
_MOVED = (MentionRole.ORIGIN, MentionRole.DESTINATION)


def _believe_movements(sightings: Sequence[Sighting]) -> None:
    """People flee from places and to places: "displaced to Qorvanel" needs no gazetteer."""
    for sighting in sightings:
        if sighting.role in _MOVED and sighting.label and not sighting.is_common:
            sighting.likelihood = max(sighting.likelihood, _FIRM)


def _believe_everywhere(sightings: Sequence[Sighting]) -> None:
    """A name that is firmly a place once is a place in the whole text."""
    firm = {s.names[0] for s in sightings if s.likelihood >= _FIRM and not s.is_common and _is_told(s)}
    for sighting in sightings:
        if sighting.likelihood < _FIRM and sighting.names[0] in firm and not sighting.is_common:
            sighting.likelihood = _FIRM
            sighting.note("a place elsewhere in the text")


_TELLING = ("stands after “in", "stands after “near", "stands before")


def _is_told(sighting: Sighting) -> bool:
    """Words next to the name itself make it a place, not only its neighbours in a list."""
    return sighting.role in _MOVED or any(
        reason == HEAD_REASON
        or reason.startswith(("stands after “in", "stands before", "stands after “near"))
        for reason in sighting.evidence
    )


def _without_overlaps(sightings: Sequence[Sighting]) -> list[Sighting]:
    """The names as a chain; of overlapping proposals the longest stands for all."""
    chain: list[Sighting] = []
    for sighting in sightings:
        if not chain or sighting.start >= chain[-1].end:
            chain.append(sighting)
        elif sighting.end - sighting.start > chain[-1].end - chain[-1].start:
            chain[-1] = sighting
    return chain


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
        is_embedded=sighting.is_embedded,
        likelihood=round(min(max(sighting.likelihood, 0.0), 1.0), 3),
    )
