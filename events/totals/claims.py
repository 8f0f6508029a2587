"""What a figure brings into a total: its number in the total's unit, its people, its days and its area."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from events.enums import (
    HOUSING_MEASURES,
    DatePrecision,
    EventKind,
    FigureRole,
    KindGroup,
    Measure,
    People,
    PlaceKind,
    Quantifier,
    Scope,
    Status,
    Unit,
    Verification,
)

#: An event at several places: its "place", "admin-1" or "country" when these differ.
SEVERAL = 0
SEVERAL_COUNTRIES = "*"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A figure with what its event says of it.

    `place` and `admin1` are ids of the gazetteer, None when not known and SEVERAL when the event touched more
    than one; `country` is a two-letter code, "" or SEVERAL_COUNTRIES. `start` and `end` bound the event.
    `status` is a public one only if readers see the figure, its event and its article.
    """

    id: int
    event: int
    measure: Measure
    people: People = People.PEOPLE
    unit: Unit = Unit.PERSON
    quantifier: Quantifier = Quantifier.EXACT
    low: int | None = None
    high: int | None = None
    household_size: Decimal | None = None
    scope: Scope = Scope.INCIDENT
    period_start: date | None = None
    period_end: date | None = None
    role: FigureRole = FigureRole.RECOMMENDED
    status: Status = Status.PUBLISHED
    claimant: int | None = None
    kind: EventKind = EventKind.SHELLING
    layer: str = ""
    verification: Verification = Verification.WEAK
    place: int | None = None
    place_kind: PlaceKind | None = None
    admin1: int | None = None
    country: str = ""
    start: date | None = None
    end: date | None = None
    date_precision: DatePrecision = DatePrecision.UNKNOWN

    @property
    def is_total(self) -> bool:
        """Counts what several incidents may have counted too."""
        return self.scope in (Scope.PERIOD, Scope.RUNNING_TOTAL)


# Numbers


def has_fitting_unit(claim: Claim) -> bool:
    return (claim.unit == Unit.HOME) == (claim.measure in HOUSING_MEASURES)


def bounds(claim: Claim) -> tuple[int | None, int | None]:
    """Low and high in people or homes; both None when the claim gives no number of them."""
    if claim.unit != Unit.HOUSEHOLD:
        return claim.low, claim.high
    if claim.household_size is None:
        return None, None
    return _people(claim.low, claim.household_size), _people(claim.high, claim.household_size)


def _people(households: int | None, size: Decimal) -> int | None:
    if households is None:
        return None
    return int((households * size).to_integral_value(rounding=ROUND_HALF_UP))


# People

_PARTS_OF_CIVILIANS = (People.CHILDREN, People.WOMEN, People.AID_WORKERS, People.JOURNALISTS)
#: Airwars, UCDP: the classes within a class. Combatants and security forces lie beside civilians.
PARTS: dict[People, tuple[People, ...]] = {
    **dict.fromkeys(People, ()),
    People.PEOPLE: tuple(people for people in People if people != People.PEOPLE),
    People.CIVILIANS: _PARTS_OF_CIVILIANS,
}
#: Neither holds the other, and one person may be both.
MAY_SHARE = {People.WOMEN: (People.AID_WORKERS, People.JOURNALISTS)}


def may_be_the_same(one: People, other: People) -> bool:
    return (
        one == other
        or other in PARTS[one]
        or one in PARTS[other]
        or other in MAY_SHARE.get(one, ())
        or one in MAY_SHARE.get(other, ())
    )


# Days

Days = tuple[date | None, date | None]


def days_counted(claim: Claim) -> Days:
    """First and last day that the claim may count; None is open, as the start of "in recent months" is."""
    if not claim.is_total:
        return claim.start, claim.end
    end = claim.period_end or claim.end
    if end and claim.period_start and end < claim.period_start:
        end = claim.period_start
    return claim.period_start, end


def as_of(claim: Claim) -> date | None:
    """The date of a stock."""
    return claim.period_end or claim.end


def days_meet(one: Days, other: Days) -> bool:
    return (one[0] is None or other[1] is None or one[0] <= other[1]) and (
        other[0] is None or one[1] is None or other[0] <= one[1]
    )


def ending(claim: Claim) -> Days:
    """The days on which what is counted may have ended: one when that is known to the day.

    "April to August 2019", known to the month, ended on a day of August; "2019" on any day of the year.
    """
    if claim.scope != Scope.INCIDENT and claim.period_end:
        return claim.period_end, claim.period_end
    if claim.start is None or claim.end is None:
        return None, None
    earliest = {
        DatePrecision.DAY: claim.end,
        DatePrecision.WEEK: claim.end - timedelta(days=6),
        DatePrecision.MONTH: claim.end.replace(day=1),
        DatePrecision.YEAR: claim.end.replace(month=1, day=1),
        DatePrecision.UNKNOWN: claim.start,
    }[claim.date_precision]
    return max(claim.start, earliest), claim.end


# Areas

_FAMILY_OF_GROUP = {KindGroup.DISASTER: "disaster", KindGroup.DISPLACEMENT: ""}


def family(kind: EventKind) -> str:
    """Violence and disasters do not count each other's victims; either may drive people away (empty)."""
    return _FAMILY_OF_GROUP.get(kind.group, "violence")


def path(claim: Claim) -> tuple[str | int, ...]:
    """Country, admin-1, settlement, as far as they are known: two areas may overlap when one path begins
    with the other. Whatever is neither is taken as somewhere in what holds it."""
    if claim.country in ("", SEVERAL_COUNTRIES):
        return ()
    if not claim.admin1:
        return (claim.country,)
    if not claim.place or claim.place_kind != PlaceKind.SETTLEMENT:
        return claim.country, claim.admin1
    return claim.country, claim.admin1, claim.place


def may_count_the_same(one: Claim, other: Claim) -> bool:
    """Whether a person counted by one may be counted by the other as well."""
    here, there = path(one), path(other)
    families = {family(one.kind), family(other.kind)} - {""}
    return (
        one.measure == other.measure
        and len(families) < 2
        and may_be_the_same(one.people, other.people)
        and here[: len(there)] == there[: len(here)]
        and days_meet(days_counted(one), days_counted(other))
    )
