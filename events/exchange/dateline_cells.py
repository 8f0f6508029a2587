"""Cells of Dateline's rows as what an event is made of."""

from __future__ import annotations

from datetime import date

from events.enums import (
    DatePrecision,
    FigureRole,
    Measure,
    OrganisationKind,
    People,
    Quantifier,
    Scope,
    Unit,
)
from events.exchange.entries import FigureEntry, PlaceRef
from events.exchange.refusals import Wrong
from events.exchange.scheme import Row, cut
from events.exchange.shapes import checked_wkt
from events.exchange.values import choice, day, household_size, whole


def figure_of(row: Row, start: int, end: int, excerpt: tuple[int, int], article: int) -> FigureEntry:
    low, high = whole(row.cell("low"), "low"), whole(row.cell("high"), "high")
    if low is not None and high is not None and low > high:
        raise Wrong(
            f"low is {low} and high is {high}. Swap them or correct one.", column="low", value=str(low)
        )
    told = Quantifier.EXACT if low == high else Quantifier.BETWEEN
    if (low is None) != (high is None):
        told = Quantifier.AT_LEAST if high is None else Quantifier.UP_TO
    quantifier = choice(row.cell("quantifier"), Quantifier, "quantifier", told)
    _check_bounds(quantifier, low, high)
    kind = row.cell("claimant_kind")
    return FigureEntry(
        start, end, *excerpt, measure=choice(row.cell("measure"), Measure, "measure"), low=low, high=high,
        quantifier=quantifier, people=choice(row.cell("people"), People, "people", People.PEOPLE),
        article=article,
        unit=choice(row.cell("unit"), Unit, "unit", Unit.PERSON),
        household_size=household_size(row.cell("household_size"), "household_size"),
        scope=choice(row.cell("scope"), Scope, "scope", Scope.INCIDENT),
        period_start=day(row.cell("period_start"), "period_start"),
        period_end=day(row.cell("period_end"), "period_end"), since=cut(row.cell("since"), 200),
        role=choice(row.cell("figure_role"), FigureRole, "figure_role", FigureRole.RECOMMENDED),
        role_reason=cut(row.cell("role_reason"), 300), claimant=cut(row.cell("claimant"), 200),
        claimant_kind=choice(kind, OrganisationKind, "claimant_kind").value if kind else "",
        claimant_words=cut(row.cell("claimant_words"), 300),
    )  # fmt: skip


def _check_bounds(quantifier: Quantifier, low: int | None, high: int | None) -> None:
    """The rule of `figure_bounds_match_quantifier`."""
    fits = {
        Quantifier.EXACT: low == high,
        Quantifier.ABOUT: low == high,
        Quantifier.AT_LEAST: high is None,
        Quantifier.MORE_THAN: high is None,
        Quantifier.UP_TO: low is None,
        Quantifier.LESS_THAN: low is None,
        Quantifier.BETWEEN: low is not None and high is not None,
    }
    if not fits[quantifier]:
        raise Wrong(
            f"low {low if low is not None else 'empty'} and high {high if high is not None else 'empty'} "
            "do not "
            f"fit “{quantifier.value}”: at_least and more_than have no high, up_to and less_than no low, "
            "between has "
            "both, the others have one number twice.",
            column="quantifier",
            value=quantifier.value,
        )


def days_of(row: Row) -> tuple[date | None, date | None, DatePrecision]:
    earliest, latest = day(row.cell("earliest"), "earliest"), day(row.cell("latest"), "latest")
    earliest, latest = earliest or latest, latest or earliest
    if earliest is None or latest is None:
        return None, None, DatePrecision.UNKNOWN
    if earliest > latest:
        raise Wrong(
            f"latest is {latest}, before earliest, {earliest}. Swap them or correct one.", column="latest",
            value=row.cell("latest"),
        )  # fmt: skip
    known = choice(row.cell("date_precision"), DatePrecision, "date_precision", DatePrecision.DAY)
    if known == DatePrecision.UNKNOWN:
        raise Wrong(
            "The row has dates and says that they are unknown. Clear either.", column="date_precision",
            value="unknown",
        )  # fmt: skip
    return earliest, latest, known


def span_of(row: Row, column: str, base: tuple[int, int], most: int) -> tuple[int, int]:
    """Where the words stand in the article: in the row's excerpt, which begins at `base`."""
    words, excerpt = row.cell(column), row.cell("excerpt")
    at = whole(row.cell(f"{column}_at"), f"{column}_at")
    at = excerpt.find(words) if at is None else at
    if at < 0 or excerpt[at : at + len(words)] != words:
        raise Wrong(
            f"“{cut(words, 80)}” does not stand in the excerpt as it is written. Copy the words from the "
            "excerpt.",
            column=column,
            value=words,
        )
    if len(words) > most:
        raise Wrong(f"“{cut(words, 80)}” is longer than {most} characters. Shorten it.", column=column)
    return base[0] + at, base[0] + at + len(words)


def other_place(row: Row, prefix: str) -> PlaceRef | None:
    name, pk = row.cell(f"{prefix}_place"), row.cell(f"{prefix}_place_provider_id")
    return (
        PlaceRef(name, provider=row.cell(f"{prefix}_place_provider"), provider_id=pk) if name or pk else None
    )


def address_of(row: Row, column: str) -> str:
    said = row.cell(column)
    if said and (not said.startswith(("https://", "http://")) or len(said) > 1000 or " " in said):
        raise Wrong(
            f'"{cut(said, 80)}" is not a web address. Use one that begins with https://',
            column=column,
            value=said,
        )
    return said


def shape_in(row: Row, column: str) -> str:
    return checked_wkt(row.cell(column), column) if row.cell(column) else ""
