"""Claims of one event (or of one article that tells none yet) that do not go together.

The rules are those of the totals: what is wrong here would be counted wrongly there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from events.enums import HOUSING_MEASURES, FigureRole, Measure, People, Quantifier, Scope, Unit, Verification
from events.findings.finding import Claim, Finding, Ref, Scene

#: "About 40" after 42 is the same toll told roundly; this share below is a lower one.
ROUNDING = 0.1
#: What is counted within what: the dead and the hurt are casualties.
WHOLES = {Measure.KILLED: Measure.CASUALTIES, Measure.INJURED: Measure.CASUALTIES}
#: These people come from elsewhere: a village may shelter more than live in it.
ARRIVING = (Measure.SHELTERED, Measure.RETURNED)
FLOORS = (Quantifier.AT_LEAST, Quantifier.MORE_THAN)


def revised_downward(claims: Iterable[Claim], about: Ref) -> Iterator[Finding]:
    """A claimant's later number below the earlier one, and a low below an earlier "at least"."""
    standing = sorted((c for c in claims if c.stands and c.claimant), key=lambda c: (c.printed_on, c.id))
    for earlier, later in combinations(standing, 2):
        if earlier.printed_on == later.printed_on or not _is_same_count(earlier, later):
            continue
        if earlier.low is None:
            continue
        rows, values = (later.ref, earlier.ref), (earlier.bounds, later.bounds)
        if later.high is not None and later.high < _rounded_down(earlier.low, later):
            yield Finding(
                code="revised_downward",
                sentence=f"{later.claimant} revised a number downward: {earlier.said()}, then "
                f"{later.said()}.",
                way_out="If the later number replaces the earlier one, mark the earlier as superseded by it.",
                about=about, rows=rows, values=values, score=0.8,
            )  # fmt: skip
        elif earlier.quantifier in FLOORS and later.low is not None and later.low < earlier.low:
            yield Finding(
                code="below_floor",
                sentence=f"{later.said()} goes below what the same claimant held for certain: "
                f"{earlier.said()}.",
                way_out="Check both excerpts: one may count another place or another day, or a misprint.",
                about=about, rows=rows, values=values, score=0.7,
            )  # fmt: skip


def _is_same_count(one: Claim, other: Claim) -> bool:
    """Whether both count the same over the same span. A stock may fall of itself."""
    same = ("claimant", "measure", "people", "unit", "scope", "period_start", "since")
    return one.scope != Scope.STOCK and all(getattr(one, name) == getattr(other, name) for name in same)


def _rounded_down(low: int, later: Claim) -> float:
    return low * (1 - ROUNDING) if later.quantifier == Quantifier.ABOUT else low


def parts_above_wholes(claims: Iterable[Claim], about: Ref) -> Iterator[Finding]:
    """ "12 dead, among them 20 children", or more dead than casualties. Claims of two sources may differ;
    those of one article or one claimant, or recommended side by side, may not."""
    standing = [claim for claim in claims if claim.stands]
    for part in standing:
        for whole in standing:
            if part is whole or not _is_part(part, whole) or not _belong_together(part, whole):
                continue
            if part.low is not None and whole.high is not None and part.low > whole.high:
                yield Finding(
                    code="part_above_whole",
                    sentence=f"{part.said()} is more than the whole that it is a part of: {whole.said()}.",
                    way_out="Correct the number or the people of one of them, or say that they count "
                    "different things.",
                    about=about, rows=(part.ref, whole.ref), values=(part.bounds, whole.bounds), score=0.9,
                )  # fmt: skip


def _is_part(part: Claim, whole: Claim) -> bool:
    if part.unit != whole.unit or part.scope != whole.scope:
        return False
    is_measure_part = WHOLES.get(part.measure) == whole.measure
    is_people_part = whole.people == People.PEOPLE and part.people != People.PEOPLE
    same_measure, same_people = part.measure == whole.measure, part.people == whole.people
    return (
        (is_people_part and (same_measure or is_measure_part)) or (is_measure_part and same_people)
    )  # fmt: skip


def _belong_together(one: Claim, other: Claim) -> bool:
    are_counted = one.role == other.role == FigureRole.RECOMMENDED and one.event is not None
    return (
        one.article == other.article or are_counted or bool(one.claimant and one.claimant == other.claimant)
    )


def above_population(scene: Scene) -> Iterator[Finding]:
    """More people, or homes, than live in the places where it happened. A running total may add the same
    people again; for one place it is worth a look all the same."""
    if not scene.population:
        return
    for claim in scene.claims:
        people = _people(claim)
        if not claim.stands or claim.measure in ARRIVING or people is None or people <= scene.population:
            continue
        yield Finding(
            code="above_population",
            sentence=f"{claim.said()} is more than live there: {scene.place_name or 'the place'} has "
            f"{scene.population:,} people in the gazetteer.",
            way_out="Check the number, its unit and the place: a province's number may stand beside its "
            "capital's name.",
            about=scene.ref, rows=(scene.ref, claim.ref), values=(*claim.bounds, scene.population),
            score=0.6,
        )  # fmt: skip


def _people(claim: Claim) -> int | None:
    """The least number of people that the claim counts; homes count as one each."""
    if claim.low is None:
        return None
    if claim.unit == Unit.HOUSEHOLD and claim.household_size:
        return int(claim.low * claim.household_size)
    return claim.low


def households_beside_persons(claims: Iterable[Claim], about: Ref) -> Iterator[Finding]:
    """The same movement counted in families and in people: never two movements."""
    standing = [c for c in claims if c.stands and c.measure not in HOUSING_MEASURES]
    for households in (c for c in standing if c.unit == Unit.HOUSEHOLD):
        for persons in (c for c in standing if c.unit == Unit.PERSON):
            if (households.measure, households.scope) != (persons.measure, persons.scope):
                continue
            are_counted = households.role == persons.role == FigureRole.RECOMMENDED
            if not are_counted and households.household_size is not None:
                continue
            yield Finding(
                code="households_beside_persons",
                sentence=f"{households.said()} and {persons.said()} may be one movement, told in households "
                f"and in people{_per_household(households, persons)}.",
                way_out="If they are one, keep one of them recommended, make the other corroborating, and "
                "give the households their size.",
                about=about, rows=(households.ref, persons.ref),
                values=(households.bounds, persons.bounds, households.household_size),
                score=0.8 if are_counted else 0.4,
            )  # fmt: skip


def _per_household(households: Claim, persons: Claim) -> str:
    if not households.low or not persons.low:
        return ""
    return f" ({persons.low / households.low:.1f} people a household)"


def same_text(claims: Sequence[Claim], about: Ref) -> Iterator[Finding]:
    """Claims of an article and of its reprint are one claim with two printers, never two sources."""
    for one, other in combinations(sorted((c for c in claims if c.stands), key=lambda c: c.id), 2):
        if one.article == other.article or one.origin != other.origin or not _is_same_number(one, other):
            continue
        rest = [c for c in (one, other) if c.role == FigureRole.CORROBORATING]
        if len(rest) == 1 and rest[0].role_reason:
            continue
        yield Finding(
            code="same_text",
            sentence=f"{one.said()} and {other.said()} come from the same agency text: one claim with two "
            "printers.",
            way_out="Keep one of them, and make the other corroborating: “The same agency text.”",
            about=about, rows=(one.ref, other.ref),
            values=(one.bounds, other.bounds, one.role, other.role), score=0.6,
        )  # fmt: skip


def _is_same_number(one: Claim, other: Claim) -> bool:
    same = ("measure", "people", "unit", "low", "high", "scope")
    return all(getattr(one, name) == getattr(other, name) for name in same)


def counted_twice(scene: Scene, elsewhere: Iterable[tuple[Claim, Ref]]) -> Iterator[Finding]:
    """The same claim of the same agency text, recommended in two events: every total counts it twice."""
    for claim in scene.claims:
        for other, event in elsewhere:
            if (
                claim.origin == other.origin
                and claim.article != other.article  # one article that says it twice counts two things
                and claim.id < other.id
                and claim.role == other.role == FigureRole.RECOMMENDED
                and claim.scope == other.scope == Scope.INCIDENT
                and event.id != scene.id
                and claim.wording == other.wording
                and _is_same_number(claim, other)
            ):
                yield Finding(
                    code="counted_twice",
                    sentence=f"{claim.said()} is recommended here, and from the same agency text in "
                    f"“{event.label}”: {other.said()}. Totals count it twice.",
                    way_out="If both events are one, merge them; otherwise take the figure out of one.",
                    about=scene.ref, rows=(scene.ref, event, claim.ref, other.ref),
                    values=(claim.bounds, other.bounds), score=0.9,
                )  # fmt: skip


def one_text_graded_fair(scene: Scene) -> Iterator[Finding]:
    """ "Fair" asks for two credible sources (Airwars); reprints of one text are one."""
    articles, texts = len(scene.articles), {origin for _article, origin in scene.articles}
    claimants = {claim.claimant for claim in scene.claims if claim.claimant}
    if scene.verification == Verification.FAIR and articles > 1 == len(texts) and len(claimants) < 2:
        yield Finding(
            code="one_text_graded_fair",
            sentence=f"The event is graded fair, which asks for two or more credible sources; its {articles} "
            "articles print one text.",
            way_out="Grade it weak, or add a source of its own.",
            about=scene.ref, rows=(scene.ref,), values=(articles, scene.verification), score=0.5,
        )  # fmt: skip


def total_contains_incidents(
    scene: Scene, total: Claim, incidents: Iterable[tuple[Claim, Scene]]
) -> Iterator[Finding]:
    """A running or period total beside incidents that it contains: same measure, people and claimant, dates
    inside. The area is the caller's to check. Totals never add the two; an editor who knows it sees why."""
    if total.scope not in (Scope.RUNNING_TOTAL, Scope.PERIOD) or not total.claimant or not total.stands:
        return
    days = scene.days()
    start = total.period_start or (days[0] if days else None)
    end = total.period_end or total.printed_on
    inside = [
        (claim, told)
        for claim, told in incidents
        if claim.scope == Scope.INCIDENT
        and claim.role == FigureRole.RECOMMENDED
        and told.id != scene.id
        and (claim.measure, claim.people, claim.unit) == (total.measure, total.people, total.unit)
        and claim.claimant == total.claimant
        and _lies_within(told, start, end)
    ]
    if not inside:
        return
    named = "; ".join(f"{claim.ref.label} in “{told.title}”" for claim, told in inside[:3])
    more = f" and {len(inside) - 3} more" if len(inside) > 3 else ""
    yield Finding(
        code="total_contains_incidents",
        sentence=f"{total.said()} is a {Scope(total.scope).label} and contains incidents that are counted "
        f"already: {named}{more}.",
        way_out="Nothing is added twice as long as it stays a total. Check that it is not one incident's.",
        about=scene.ref,
        rows=(scene.ref, total.ref, *(told.ref for _claim, told in inside[:3])),
        values=(total.bounds, tuple(sorted(claim.bounds[:3] for claim, _told in inside))),
        score=0.3,
    )  # fmt: skip


def _lies_within(scene: Scene, start: object, end: object) -> bool:
    days = scene.days()
    return days is not None and start is not None and start <= days[0] and days[1] <= end  # type: ignore[operator]
