"""An event as a row of a data set tells it, before it is in the database. No database here.

Offsets are code points of the text of the article that the mention or figure names by its position in
`Entry.articles`; `text[start:end]` is the quote or wording. Coordinates are WGS 84 degrees, longitude first.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from events.enums import (
    Acceptance,
    ArticleKind,
    DatePrecision,
    EventKind,
    FigureRole,
    Measure,
    MentionRole,
    People,
    PlaceKind,
    Precision,
    Quantifier,
    Relation,
    Scope,
    Unit,
    Verification,
)


class PlaceRef(NamedTuple):
    """A place of the gazetteer as a row names it: by its provider's id, else by name, country and where
    it lies.

    Without a kind a settlement is meant. `lon` and `lat` choose among places of one name.
    """

    name: str = ""
    country: str = ""
    kind: PlaceKind = PlaceKind.SETTLEMENT
    lon: float | None = None
    lat: float | None = None
    provider: str = ""
    provider_id: str = ""


@dataclass(slots=True)
class ArticleEntry:
    """`key` tells apart the articles of a data set; `outlet` is empty for the data set's own."""

    key: str
    headline: str
    text: str
    published_on: date | None = None
    outlet: str = ""
    url: str = ""
    archive_url: str = ""
    language: str = "en"
    kind: ArticleKind = ArticleKind.RECORD
    fingerprint: str = ""


@dataclass(slots=True)
class MentionEntry:
    start: int
    end: int
    excerpt_start: int
    excerpt_end: int
    place: PlaceRef | None = None
    precision: Precision = Precision.UNKNOWN
    geometry: str = ""
    """WKT; empty: that of the place, or none."""
    article: int = 0
    phrase_start: int = -1
    phrase_end: int = -1
    role: MentionRole = MentionRole.HAPPENED_HERE
    relation: Relation = Relation.IN
    direction: str = ""
    distance_m: float | None = None
    other_place: PlaceRef | None = None
    within: PlaceRef | None = None


@dataclass(slots=True)
class FigureEntry:
    start: int
    end: int
    excerpt_start: int
    excerpt_end: int
    measure: Measure
    low: int | None
    high: int | None
    quantifier: Quantifier = Quantifier.EXACT
    people: People = People.PEOPLE
    article: int = 0
    unit: Unit = Unit.PERSON
    household_size: str = ""
    scope: Scope = Scope.INCIDENT
    period_start: date | None = None
    period_end: date | None = None
    since: str = ""
    role: FigureRole = FigureRole.RECOMMENDED
    role_reason: str = ""
    claimant: str = ""
    claimant_kind: str = ""
    claimant_words: str = ""
    acceptance: Acceptance = Acceptance.ACCEPTED

    @property
    def key(self) -> str:
        """What tells it from the event's other figures in a later file."""
        return f"{self.measure.value}/{self.people.value}/{self.role.value}"


@dataclass(slots=True)
class Entry:
    """`row` is its first row in the file, `raw` every cell that was not empty."""

    row: int
    source_id: str
    raw: dict[str, Any]
    title: str
    kind: EventKind
    articles: list[ArticleEntry]
    mentions: list[MentionEntry]
    figures: list[FigureEntry]
    summary: str = ""
    layer: str = ""
    earliest: date | None = None
    latest: date | None = None
    date_precision: DatePrecision = DatePrecision.UNKNOWN
    verification: Verification = Verification.WEAK
    is_graphic: bool = False
    place: PlaceRef | None = None
    precision: Precision = Precision.UNKNOWN
    geometry: str = ""
    """WKT; empty: that of the place, or none."""
    label: str = ""
    """WKT of the point where its symbol goes; empty: computed."""
    has_no_geometry: bool = False
    is_coded: bool = False
    """Its point stands for whatever its precision says, as in ACLED and UCDP GED."""
    raw_json: str = ""
    """Its cells, from when it is described (`events.exchange.applied`); `raw` is empty from then on."""
    applied_json: str = ""
    """What is made of it here, field by field; some are left out (`events.exchange.applied`)."""
    digest: str = ""

    @property
    def position(self) -> str:
        """Latitude and longitude for people, or the beginning of a larger geometry."""
        if self.geometry.startswith("POINT("):
            lon, lat = self.geometry.removeprefix("POINT(").rstrip(")").split()
            return f"{lat}, {lon}"
        return self.geometry[:40]
