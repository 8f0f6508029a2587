"""A name in the course of being read: what the readers of this package fill in before it is a Toponym."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from events.enums import Direction, MentionRole, PlaceKind, Relation
from events.extraction.names import Word
from events.extraction.placewords import HEADS, STATE_ABBREVIATIONS

_FORMAL = re.compile(
    r"(?:Republic|Kingdom|State|Province|City|Governorate|Sultanate|Commonwealth|Port)\s+of\s+(?:the\s+)?"
)
DIRECTION_WORDS = frozenset(
    """north south east west northern southern eastern western central upper lower greater northeast northwest
    southeast southwest north-east north-west south-east south-west northeastern northwestern southeastern
    southwestern north-eastern north-western south-eastern south-western""".split()
)


@dataclass(slots=True)
class Sighting:
    """`before` and `after` are the words of the same sentence around the name, brackets blanked out."""

    start: int
    end: int
    quote: str
    names: tuple[str, ...]
    before: str = ""
    after: str = ""
    sentence: int = 0
    likelihood: float = 0.0
    is_rescue: bool = False
    is_metonym: bool = False
    is_possessive: bool = False
    is_embedded: bool = False
    label: str = ""
    """What the statistical reader says of it (GPE, LOC, PERSON …)."""
    is_common: bool = False
    """Its words stand in lower case elsewhere or are shouted: a heading or a term rather than a name."""
    relation: Relation = Relation.IN
    direction: Direction | None = None
    distance_m: float | None = None
    other_names: tuple[str, ...] = ()
    role: MentionRole = MentionRole.HAPPENED_HERE
    hint: PlaceKind | None = None
    phrase_start: int = -1
    phrase_end: int = -1
    evidence: list[str] = field(default_factory=list)
    is_shared: bool = False
    """The relation may pass on to the next names of a list: "the countrysides of A and B"."""

    def __post_init__(self) -> None:
        if self.phrase_start < 0:
            self.phrase_start, self.phrase_end = self.start, self.end

    def widen(self, start: int, end: int) -> None:
        self.phrase_start = min(self.phrase_start, start)
        self.phrase_end = max(self.phrase_end, end)

    def note(self, reason: str) -> None:
        if reason not in self.evidence:
            self.evidence.append(reason)


def sighting_of(
    text: str, piece: tuple[Word, ...], likelihood: float, evidence: list[str], is_rescue: bool
) -> Sighting:
    start, end = piece[0].start, piece[-1].end
    quote = text[start:end]
    names = [quote]
    if quote.rstrip(".") in STATE_ABBREVIATIONS:
        names = [STATE_ABBREVIATIONS[quote.rstrip(".")]]
        if text[end : end + 1] == ".":
            end += 1
            quote = text[start:end]
    if match := _FORMAL.match(quote):
        names.append(quote[match.end() :])
    if len(piece) > 1 and piece[-1].text.lower() in DIRECTION_WORDS | {"centre", "center"}:
        # "Yola North" may be known as a part of Yola only.
        names.append(text[start : piece[-2].end])
    if len(piece) > 1 and piece[-1].text.lower() in HEADS:
        names.append(text[start : piece[-2].end])
    if len(piece) > 1 and piece[0].text.lower() in DIRECTION_WORDS - {"north", "south", "east", "west"}:
        names.append(text[piece[1].start : end])
    return Sighting(
        start=start,
        end=end,
        quote=quote,
        names=tuple(names),
        likelihood=likelihood,
        is_rescue=is_rescue,
        is_possessive=piece[-1].is_possessive,
        evidence=list(evidence),
    )
