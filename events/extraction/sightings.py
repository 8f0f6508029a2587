"""A name in the course of being read: what the readers of this package fill in before it is a Toponym."""

from __future__ import annotations

from dataclasses import dataclass, field

from events.enums import Direction, MentionRole, PlaceKind, Relation


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
