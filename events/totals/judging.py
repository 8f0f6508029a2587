"""Which figures count towards a total, and for each of the others the reason why not.

A figure counts or does not for a whole selection, before it is grouped: so the months of a year, or the
provinces of a country, add up to the year and the country.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from events.enums import PUBLIC_STATUSES, FigureRole, People, Scope, Status, Unit
from events.totals.claims import (
    MAY_SHARE,
    PARTS,
    Claim,
    bounds,
    days_counted,
    has_fitting_unit,
    may_count_the_same,
    path,
)
from events.totals.rules import Reason

_REASON_OF_ROLE = {
    FigureRole.SUPERSEDED: Reason.SUPERSEDED,
    FigureRole.CORROBORATING: Reason.CORROBORATING,
    FigureRole.DISPUTED: Reason.DISPUTED,
}

Verdicts = dict[int, Reason | None]


def about(claims: Iterable[Claim], people: People) -> list[Claim]:
    """The claims that count some of these people."""
    return [claim for claim in claims if claim.people == people or claim.people in PARTS[people]]


def judge_flows(claims: Iterable[Claim]) -> Verdicts:
    """Why each claim is not counted among what happened; None for those that are.

    Raises ValueError for two recommended figures of one event, measure and group of people: which of them
    counts is an editor's decision, and the database holds no such pair.
    """
    claims = list(claims)
    verdicts: Verdicts = {claim.id: _by_itself(claim) for claim in claims}
    numbered = [claim for claim in claims if verdicts[claim.id] is None]
    verdicts |= _within_events(numbered)
    standing = [claim for claim in numbered if verdicts[claim.id] is None]
    verdicts |= _totals([c for c in standing if c.is_total], [c for c in standing if not c.is_total])
    return verdicts


def judge_stocks(claims: Iterable[Claim]) -> Verdicts:
    """The same for claims at a date; which of them is the latest is decided in each group of a total."""
    return {claim.id: _by_itself(claim, is_stock=True) for claim in claims if claim.scope == Scope.STOCK}


def _by_itself(claim: Claim, *, is_stock: bool = False) -> Reason | None:
    if claim.status == Status.WITHDRAWN:
        return Reason.WITHDRAWN
    if claim.status not in PUBLIC_STATUSES:
        return Reason.NOT_PUBLIC
    if claim.scope == Scope.STOCK and not is_stock:
        return Reason.STOCK
    if claim.role in _REASON_OF_ROLE:
        return _REASON_OF_ROLE[claim.role]
    if not has_fitting_unit(claim):
        return Reason.OTHER_UNIT
    if claim.low is None and claim.high is None:
        return Reason.NO_NUMBER
    if claim.unit == Unit.HOUSEHOLD and claim.household_size is None:
        return Reason.NO_HOUSEHOLD_SIZE
    return None


def _within_events(claims: list[Claim]) -> Verdicts:
    """Parts of a whole, and groups that may share people, among the claims of one event and measure."""
    events: dict[tuple[object, ...], dict[People, Claim]] = defaultdict(dict)
    for claim in claims:
        told = events[claim.event, claim.measure, claim.is_total]
        if claim.people in told:
            twice = f"{told[claim.people].id} and {claim.id}"
            raise ValueError(f"Figures {twice} are both recommended for event {claim.event}: expected one.")
        told[claim.people] = claim
    verdicts: Verdicts = {}
    for told in events.values():
        for people, claim in told.items():
            if any(people in PARTS[whole] for whole in told):
                verdicts[claim.id] = Reason.PART_OF_ANOTHER
            elif any(people in MAY_SHARE.get(group, ()) and not _is_zero(told[group]) for group in told):
                verdicts[claim.id] = Reason.MAY_SHARE_PEOPLE
            else:
                verdicts[claim.id] = None
    return verdicts


def _totals(totals: list[Claim], incidents: list[Claim]) -> Verdicts:
    """A total counts beside no incident that it may hold; of totals that may hold each other one counts."""
    verdicts: Verdicts = {}
    incidents = [claim for claim in incidents if not _is_zero(claim)]
    for total in totals:
        if any(may_count_the_same(total, incident) for incident in incidents):
            verdicts[total.id] = Reason.HOLDS_INCIDENTS
    left = [claim for claim in totals if claim.id not in verdicts]
    for total in left:
        # Claims of one event for different people have been weighed as parts of a whole.
        others = (other for other in left if other.event != total.event and not _is_zero(other))
        if any(_reach(other) > _reach(total) and may_count_the_same(total, other) for other in others):
            verdicts[total.id] = Reason.HELD_BY_A_TOTAL
    return verdicts


def _is_zero(claim: Claim) -> bool:
    """ "No one was killed" holds nobody whom another claim could count again."""
    return bounds(claim)[1] == 0


def _reach(claim: Claim) -> tuple[bool, int, date, int, int]:
    """Of two overlapping totals the greater counts: its start is known, its time is longer, it is later, its
    area is wider, it was entered later."""
    start, end = days_counted(claim)
    length = (end - start).days if start and end else -1
    return start is not None, length, end or date.min, -len(path(claim)), claim.id
