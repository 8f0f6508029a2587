"""Two events that may be one: of a kind, near each other, within two days (after xSub's windows of 5 km and
2 days, cross-sub.org, which are for hints and never for merging by themselves)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from events.enums import DatePrecision, EventKind
from events.findings.finding import Claim, Finding, Scene

MAX_DISTANCE_M = 5_000
MAX_DAYS = 2
#: Closer than this is the same spot: gazetteers differ by as much about one village.
SAME_SPOT_M = 500
#: From here on a pair is worth an editor's time. A village and its province on one day just reach it; with a
#: day between them, or of another kind, they need a number in common.
WORTH_A_LOOK = 0.5


@dataclass(frozen=True, slots=True)
class Apart:
    """How two events lie to each other. `distance_m` is between their geometries, None when one has none;
    `is_contained` says that one is an area and holds the other's label point, `is_wide` that one is an area
    or a line, whose neighbour may be 0 m away and another place."""

    distance_m: float | None = None
    is_contained: bool = False
    is_wide: bool = False


def possible_duplicate(one: Scene, other: Scene, apart: Apart) -> Finding | None:
    """The finding about two events that may be one, with a score and its reasons; None when they are too far
    apart in kind, place or time. The older of the two is the one to keep."""
    parts = (_kind(one, other), _place(one, other, apart), _days(one, other))
    if any(part is None for part in parts):
        return None
    known = [part for part in (*parts, _numbers(one, other), _text(one, other)) if part is not None]
    score = min(1.0, sum(points for points, _reason in known))
    if score < WORTH_A_LOOK:
        return None
    older, newer = sorted((one, other), key=lambda scene: scene.id)
    reasons = tuple(reason for _points, reason in known)
    return Finding(
        code="possible_duplicate",
        sentence=f"“{newer.title}” (no. {newer.id}) may be the same event as “{older.title}” "
        f"(no. {older.id}): {', '.join(reasons)}.",
        way_out="Merge them, or say why they are two.",
        about=newer.ref, rows=(newer.ref, older.ref), score=round(score, 2), reasons=reasons,
    )  # fmt: skip


Part = tuple[float, str]


def _kind(one: Scene, other: Scene) -> Part | None:
    if one.kind == other.kind:
        return 0.3, f"both {EventKind(one.kind).label.lower()}"
    group = EventKind(one.kind).group
    if group == EventKind(other.kind).group:
        return 0.15, f"both of the group {group.label.lower()}"
    return None


def _place(one: Scene, other: Scene, apart: Apart) -> Part | None:
    if one.place is not None and one.place == other.place:
        return 0.35, f"both at {one.place_name or 'the same place'}"
    if apart.is_contained:
        return 0.1, "the place of one lies in the area of the other"
    if apart.distance_m is None or apart.distance_m > MAX_DISTANCE_M:
        return None
    if apart.is_wide:
        return 0.0, "in areas that touch" if apart.distance_m == 0 else "in areas near each other"
    if apart.distance_m <= SAME_SPOT_M:
        return 0.35, "at the same spot"
    return 0.35 - 0.15 * apart.distance_m / MAX_DISTANCE_M, f"{apart.distance_m / 1000:.1f} km apart"


def _days(one: Scene, other: Scene) -> Part | None:
    """Unknown dates never match: everything of a kind at a place would."""
    ours, theirs = one.days(), other.days()
    if ours is None or theirs is None:
        return None
    gap = days_between(ours, theirs)
    if gap > MAX_DAYS:
        return None
    if gap:
        return (0.15 if gap == 1 else 0.05), f"{gap} day{'s' if gap > 1 else ''} apart"
    if ours == theirs and one.date_precision == other.date_precision == DatePrecision.DAY:
        return 0.25, "on the same day" if ours[0] == ours[1] else "on the same days"
    return 0.15, "at times that overlap"


def days_between(ours: tuple[date, date], theirs: tuple[date, date]) -> int:
    """Days from the end of one span to the start of the other; 0 when they touch or overlap."""
    return max(0, (max(ours[0], theirs[0]) - min(ours[1], theirs[1])).days)


def _numbers(one: Scene, other: Scene) -> Part | None:
    theirs = {_number(claim): claim for claim in other.claims if claim.low is not None}
    for claim in one.claims:
        if claim.low is not None and _number(claim) in theirs:
            return 0.2, f"both with {claim.ref.label}"
    return None


def _number(claim: Claim) -> tuple[object, ...]:
    return (claim.measure, claim.people, claim.unit, claim.low, claim.high)


def _text(one: Scene, other: Scene) -> Part | None:
    """A reprint tells the same event; one article that tells two has told them apart."""
    if {article for article, _origin in one.articles} & {article for article, _origin in other.articles}:
        return -0.45, "though one article tells both"
    if {origin for _article, origin in one.articles} & {origin for _article, origin in other.articles}:
        return 0.2, "told by one agency text"
    return None
