"""A finding, and the records that the checks look at."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from events.enums import DatePrecision, EventKind, FigureRole, Measure, People, Quantifier, Scope, Unit

#: Claims that stand: what was superseded or is disputed has been dealt with already.
STANDING = (FigureRole.RECOMMENDED, FigureRole.CORROBORATING)


@dataclass(frozen=True, slots=True)
class Ref:
    """A row that a finding names, with what to call it."""

    model: Literal["event", "article", "figure"]
    id: int
    label: str


@dataclass(frozen=True, slots=True)
class Finding:
    """`about` is the event or article that the finding is listed under, `rows` all that it names. `values`
    are what it rests on: when one of them changes, the finding is another one, and dismissing the old one
    does not hide it. Of two findings the one with the higher `score` (in [0, 1]) comes first."""

    code: str
    sentence: str
    way_out: str
    about: Ref
    rows: tuple[Ref, ...]
    values: tuple[object, ...] = ()
    score: float = 0.5
    reasons: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """SHA-256 (hex) by which a dismissal is remembered."""
        rows = sorted((row.model, row.id) for row in self.rows)
        return hashlib.sha256(repr((self.code, rows, self.values)).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Claim:
    """A figure as the checks see it. `claimant` is who claims it, in one spelling, empty when nobody is
    named; `origin` is the article whose text its article prints (itself, unless it is a reprint)."""

    id: int
    wording: str
    measure: Measure
    low: int | None
    high: int | None
    article: int
    printed_on: date
    people: People = People.PEOPLE
    unit: Unit = Unit.PERSON
    quantifier: Quantifier = Quantifier.EXACT
    scope: Scope = Scope.INCIDENT
    role: FigureRole = FigureRole.RECOMMENDED
    role_reason: str = ""
    event: int | None = None
    outlet: str = ""
    claimant: str = ""
    origin: int = 0
    household_size: float | None = None
    period_start: date | None = None
    period_end: date | None = None
    since: str = ""

    @property
    def stands(self) -> bool:
        return self.role in STANDING

    @property
    def ref(self) -> Ref:
        counted = "households" if self.unit == Unit.HOUSEHOLD else People(self.people).label
        who = f"{counted} " if self.unit == Unit.HOUSEHOLD or self.people != People.PEOPLE else ""
        return Ref("figure", self.id, f"“{self.wording}” {who}{Measure(self.measure).label}")

    @property
    def bounds(self) -> tuple[object, ...]:
        """What of a claim a finding's key rests on."""
        return (self.id, self.low, self.high, self.unit, self.people, self.scope, self.claimant)

    def said(self) -> str:
        """ "“more than 600” killed (Example Observatory, The Example Herald, 31 August 2019)" """
        who = self.claimant or "no claimant named"
        return f"{self.ref.label} ({who}, {self.outlet}, {self.printed_on:%-d %B %Y})"


@dataclass(frozen=True, slots=True)
class Scene:
    """An event as the checks see it. `population` is that of the places where it happened together, None
    unless it is known of each; `articles` are those that tell it, each with the one whose text it prints."""

    id: int
    title: str
    kind: EventKind
    earliest: date | None = None
    latest: date | None = None
    date_precision: DatePrecision = DatePrecision.DAY
    place: int | None = None
    place_name: str = ""
    verification: str = "weak"
    population: int | None = None
    articles: tuple[tuple[int, int], ...] = ()
    claims: tuple[Claim, ...] = ()

    @property
    def ref(self) -> Ref:
        return Ref("event", self.id, self.title)

    def days(self) -> tuple[date, date] | None:
        """The first and last day on which it may have happened, as wide as its date is known; None when it is
        not known at all. A date known to the month may be stored as one day of it."""
        if self.earliest is None or self.latest is None or self.date_precision == DatePrecision.UNKNOWN:
            return None
        first, last = self.earliest, self.latest
        if self.date_precision == DatePrecision.WEEK and first == last:
            return first - timedelta(days=3), last + timedelta(days=3)
        if self.date_precision == DatePrecision.MONTH:
            following = (last.replace(day=28) + timedelta(days=4)).replace(day=1)
            return first.replace(day=1), following - timedelta(days=1)
        if self.date_precision == DatePrecision.YEAR:
            return date(first.year, 1, 1), date(last.year, 12, 31)
        return first, last
