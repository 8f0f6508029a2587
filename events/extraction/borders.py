"""Borders without a place's name: "the Turkish border", and "the border" once the text has named it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from events.countries import country_code
from events.enums import PlaceKind, Relation
from events.extraction.demonyms import demonyms
from events.extraction.sightings import Sighting

_BORDER = re.compile(
    r"\b(?!(?:The|A|At|On|Near)\b)(?P<first>[A-Z][a-z]+(?: [A-Z][a-z]+)?)(?:[-–‐](?P<second>[A-Z][a-z]+))?\s+"
    r"(?P<noun>border|frontier)s?\b(?!\s+(?:guard|police|force|agent|patrol))"
)


def _country_of(words: str) -> str:
    """ "Turkish", and in "the Iran-Iraq border" also "Iran"."""
    demonym = demonyms().get(words.lower())
    return demonym.name if demonym else words if country_code(words) else ""


_BORDER_PREFIX = re.compile(
    r"(?P<near>\b(?:near|close to)\s+)?(?:\b(?:on|along|at|over|across|from|to)\s+)?\bthe\s+(?:\w+ern\s+)?$"
)


def border_adjectives(text: str) -> list[Sighting]:
    """ "the Turkish border", "the Syrian-Turkish border": no place is named, but a line is meant."""
    found = []
    for match in _BORDER.finditer(text):
        names = [_country_of(match[part]) for part in ("first", "second") if match[part]]
        if not all(names) or (not match["second"] and match["first"].lower() not in demonyms()):
            # "the Turkey border" is read with the name itself.
            continue
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


_BARE = re.compile(
    r"(?:\b(?P<near>near|close to)\s+|\b(?:on|along|at|over|across|from|to|towards?)\s+)?"
    r"\b(?P<quote>[Tt]he\s+(?:common\s+|shared\s+)?(?:border|frontier))\b"
    r"(?!['’-]|\s+(?:with|between|of|to|into|in|dividing|separating|that|guards?|police|forces?|agents?|patrols?|wall|fence|crossing"
    r"|posts?|towns?|villages?|regions?|areas?|provinces?|districts?|control|checks?|security|dispute|clash\w*)\b)"
)


def repeated_borders(text: str, sightings: Sequence[Sighting]) -> list[Sighting]:
    """ "The border" alone, where the text has named one border before it and no other."""
    named = [s for s in sightings if s.relation is Relation.BORDER and _is_of_countries(s)]
    named.sort(key=lambda s: s.phrase_end)
    found: list[Sighting] = []
    known: Sighting | None = None
    at = 0
    for match in _BARE.finditer(text) if named else ():
        while at < len(named) and named[at].phrase_end <= match.start():
            one, at = named[at], at + 1
            if known is None or _sides(known) < _sides(one):
                known = one
            elif not _sides(one) <= _sides(known):
                # Two borders: "the border" may be either from here on.
                return found
        if known is None:
            continue
        sighting = Sighting(
            start=match.start("quote"),
            end=match.end("quote"),
            quote=match["quote"],
            names=known.names[:1],
            other_names=known.other_names[:1],
            relation=Relation.BORDER,
            hint=PlaceKind.BORDER,
            likelihood=1.0,
        )
        sighting.widen(match.start(), match.end())
        sighting.note("the border that the text has named before")
        if match["near"]:
            sighting.note("the text says near the border")
        found.append(sighting)
    return found


def _sides(sighting: Sighting) -> frozenset[str]:
    return frozenset((*sighting.names[:1], *sighting.other_names[:1]))


def _is_of_countries(sighting: Sighting) -> bool:
    return all(country_code(name) for name in _sides(sighting))
