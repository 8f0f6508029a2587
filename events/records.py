"""Plain records that the stages hand to each other. No database, no network.

Offsets are Unicode code points of the article's text, end exclusive. Coordinates are WGS 84 degrees,
longitude first.
"""

from __future__ import annotations

from dataclasses import dataclass

from events.enums import (
    Direction,
    Measure,
    MentionRole,
    People,
    PlaceKind,
    Quantifier,
    Relation,
    Scope,
    Unit,
)


@dataclass(frozen=True, slots=True)
class Span:
    """A passage of a text; `text[start:end] == quote` always holds."""

    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Toponym:
    """A span that may name a place, as read from the words alone.

    `phrase` is the wider expression around the name that `relation` was read from ("the countrysides of
    Idlib and Hama" around "Hama"); equal to the span itself when there is none. `names` are the strings to
    look up in the gazetteer: usually just the quote; for "the Turkish border" the country names
    ("Turkey",). `hint` is the kind of place that the words ask for ("province" → admin-1).
    `evidence` are short English reasons, each fit for an editor's eyes ("statistical reader says place").
    `is_rescue` marks a capitalised span that only counts as a place if the gazetteer knows it.
    """

    start: int
    end: int
    quote: str
    names: tuple[str, ...]
    phrase: Span
    excerpt: Span
    relation: Relation = Relation.IN
    direction: Direction | None = None
    distance_m: float | None = None
    other_names: tuple[str, ...] = ()
    role: MentionRole = MentionRole.HAPPENED_HERE
    hint: PlaceKind | None = None
    evidence: tuple[str, ...] = ()
    is_rescue: bool = False
    is_metonym: bool = False
    is_embedded: bool = False
    """Part of another word or name ("Syrian", "Lagos" in "Lagos Chamber of Commerce"): no place of its own,
    and only read for collections that count it (`Convention.TOPONYMS`)."""
    likelihood: float = 1.0
    """How strongly the words alone speak for a place, in [0, 1]; the ranking weighs it for rescue spans."""


@dataclass(frozen=True, slots=True)
class PlaceRecord:
    """A gazetteer row as the ranking sees it."""

    id: int
    name: str
    kind: PlaceKind
    lon: float
    lat: float
    country: str
    """ISO 3166-1 alpha-2, empty when in none."""
    admin1_id: int | None
    population: int | None
    matched_name: str = ""
    matched_kind: str = "main"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place proposed for a toponym. `score` is in [0, 1]; `reasons` are fit for an editor's eyes."""

    place: PlaceRecord
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReadFigure:
    """A number of people or homes as the text claims it.

    The span is the quantity words with their hedge and without the noun: "more than 600". `low` and `high`
    follow the quantifier: "more than 600" is low 600, high None; "dozens" has neither. Unknown is None,
    never 0. `claimant` holds the article's words for whoever makes the claim, None when the article does.
    """

    start: int
    end: int
    quote: str
    measure: Measure
    people: People
    unit: Unit
    quantifier: Quantifier
    low: int | None
    high: int | None
    scope: Scope
    claimant: str | None
    excerpt: Span
    since: str = ""
    """The words that say when a running total or period starts ("since April", "in recent months")."""
    evidence: tuple[str, ...] = ()
