"""What the words beside a name say of its country or kind: "the English city of X", "Y's governor"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from events.enums import PlaceKind
from events.geocoding.factors import WEIGHTS
from events.geocoding.options import Option
from events.records import Span, Toponym

#: An adjective or people of a country, where it stands, and the country's code.
Adjective = tuple[Span, str]

_KINDS = (
    r"(?:capital|city|town|village|port|resort|suburb|district|province|region|county|state|island|exclave|enclave"
    r"|stronghold|camp|municipality|commune|hamlet|settlement|outpost|metropolis|governorate|oblast)s?"
)
_DESCRIBED = r"(?:[\w-]+\s+){0,3}"
#: Between "English" and "Salisbury".
_OF = re.compile(rf"\s+{_DESCRIBED}{_KINDS}\s+(?:city\s+)?(?:of\s+|called\s+)?(?:[\w-]+\s+and\s+)?$")
#: Between "Tripoli" and "Libyan", and what must follow "Libyan".
_APPOSED = re.compile(r"^,?\s+(?:which is\s+|is\s+)?(?:the|a|an)\s+(?:[\w-]+\s+){0,2}$")
_KIND_NEXT = re.compile(rf"^\s+{_DESCRIBED}{_KINDS}\b")
_OTHER = re.compile(r"\b(?:the\s+)?other\s+$", re.IGNORECASE)

_OF_A_COUNTRY = re.compile(
    r"^['’]s?\s+(?:\w+\s+)?(?:(?:foreign|interior|defen[cs]e|health|finance)\s+minist|prime\s+minister|parliament\b"
    r"|central\s+bank|armed\s+forces|ambassador|embass|air\s+force|navy\b|army\b|military\b|president\b|border)"
)
#: "State troopers in", "sheriff's deputies in", "two counties in".
_IN_A_STATE = re.compile(
    r"\b(?:[Ss]tate\s+(?:police|troopers?|lawmakers|legislators|senators?)|[Tt]roopers|[Ss]heriff(?:['’]?s|s['’])?(?:\s+\w+)?|[Cc]ount(?:y|ies)"
    r"|[Gg]overnor|[Hh]ighway\s+[Pp]atrol)\s+(?:in|of|across)\s+(?:\w+ern\s+)?$"
)
_OF_A_STATE = re.compile(
    r"^(?:['’]s?)?\s+(?:\w+\s+)?(?:governor|Gov\.|legislature|state\s+(?:police|house|senat\w+|legislat\w+|lawmaker\w*)"
    r"|attorney\s+general|department\s+of\s+(?:transportation|public\s+safety|corrections))"
)


def add_wording(
    toponyms: Sequence[Toponym], options: Sequence[list[Option]], adjectives: Sequence[Adjective]
) -> set[int]:
    """Adds what the words beside each name say; returns the names whose country they settle."""
    settled: set[int] = set()
    for i, toponym in enumerate(toponyms):
        if len(options[i]) > 1 and _add_belongings(toponym, options[i]):
            settled.add(i)
    for i, words, country in _described(toponyms, adjectives):
        for option in options[i]:
            if option.record.country == country and option.record.kind is not PlaceKind.COUNTRY:
                option.add(WEIGHTS.adjective, f"the text calls it {words}")
                settled.add(i)
    return settled


def says_other(toponym: Toponym) -> bool:
    """Whether the words set the place apart from one of the same name: "the other Tripoli"."""
    return bool(_OTHER.search(_before(toponym)))


def _before(toponym: Toponym) -> str:
    return toponym.excerpt.quote[: max(0, toponym.start - toponym.excerpt.start)][-60:]


def _after(toponym: Toponym) -> str:
    at = max(0, toponym.end - toponym.excerpt.start)
    return toponym.excerpt.quote[at : at + 60]


def _add_belongings(toponym: Toponym, options: Sequence[Option]) -> bool:
    kinds = {option.record.kind for option in options}
    if not {PlaceKind.COUNTRY, PlaceKind.ADMIN1} <= kinds:
        return False
    after = _after(toponym)
    if _IN_A_STATE.search(_before(toponym)):
        for option in options:
            if option.record.kind is PlaceKind.ADMIN1:
                option.add(WEIGHTS.belongings, "the words before it ask for a state or province")
        return True
    for pattern, kind, reason in (
        (_OF_A_COUNTRY, PlaceKind.COUNTRY, "what the text says it has belongs to a country"),
        (_OF_A_STATE, PlaceKind.ADMIN1, "what the text says it has belongs to a state or province"),
    ):
        if pattern.match(after):
            for option in options:
                if option.record.kind is kind:
                    option.add(WEIGHTS.belongings, reason)
            return True
    return False


def _described(toponyms: Sequence[Toponym], adjectives: Sequence[Adjective]) -> list[tuple[int, str, str]]:
    """The names that stand with an adjective of a country: index, the adjective, the country's code."""
    found: list[tuple[int, str, str]] = []
    at = 0
    for i, toponym in enumerate(toponyms):
        while at < len(adjectives) and adjectives[at][0].end < toponym.start - 60:
            at += 1
        for span, country in adjectives[at:]:
            if span.start > toponym.end + 40:
                break
            if _is_of(toponym, span) or _is_apposed(toponym, span):
                found.append((i, span.quote, country))
    return found


def _is_of(toponym: Toponym, adjective: Span) -> bool:
    start = adjective.end - toponym.excerpt.start
    if start < 0 or adjective.end > toponym.start:
        return False
    gap = toponym.excerpt.quote[start : toponym.start - toponym.excerpt.start]
    return gap.isspace() or bool(_OF.fullmatch(gap))


def _is_apposed(toponym: Toponym, adjective: Span) -> bool:
    quote, base = toponym.excerpt.quote, toponym.excerpt.start
    if adjective.start < toponym.end or toponym.end < base or adjective.end - base > len(quote):
        return False
    gap = quote[toponym.end - base : adjective.start - base]
    return bool(_APPOSED.fullmatch(gap) and _KIND_NEXT.match(quote[adjective.end - base :][:60]))
