"""Claims of one thing side by side: the recommended first, a reprinted text once, and how a toll went.

Rows in, plain data out; the words of a claim are in `wording`, the drawing of a toll in `history`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from events.api.history import Point, has_history, history_of, short_day
from events.api.selection import fold
from events.api.wording import day_text, noun
from events.enums import FigureRole, Measure, People, Unit
from events.models import Article, Figure

#: The role that a reprint of a recommended claim has.
_SILENT = FigureRole.CORROBORATING


@dataclass(slots=True)
class Claim:
    """A figure, and the reprints of its text that make the same claim: one claim with several printers."""

    figure: Figure
    articles: list[Article]

    @property
    def claimant(self) -> str:
        return self.figure.claimant.name if self.figure.claimant else self.figure.claimant_words

    @property
    def printed_on(self) -> date:
        return self.articles[0].published_on

    @property
    def day(self) -> date:
        """The day that the number speaks of: as of when it was counted, or else when it was printed."""
        return self.figure.period_end or self.printed_on

    def sort_key(self) -> tuple[object, ...]:
        is_beside = self.figure.role != FigureRole.RECOMMENDED
        return is_beside, fold(self.claimant), self.day, self.printed_on, self.figure.pk


def things_of(
    figures: Iterable[Figure], articles: Mapping[int, Article], origins: Mapping[int, int]
) -> list[list[Claim]]:
    """The claims of each measure and people, deaths first; `origins` has the article that one reprints."""
    things: dict[tuple[str, str], dict[tuple[object, ...], Claim]] = {}
    # The recommended figure speaks for its reprints, or else the one printed first.
    ranked = sorted(
        figures,
        key=lambda figure: (
            figure.role != FigureRole.RECOMMENDED,
            articles[figure.article_id].published_on,
            figure.pk,
        ),
    )
    for figure in ranked:
        claims = things.setdefault((figure.measure, figure.people), {})
        article = articles[figure.article_id]
        same = _same_claim(figure, origins)
        told = claims.get(same)
        # What one article says twice is two claims, and what an editor set apart stays apart.
        if told and article not in told.articles and figure.role in (told.figure.role, _SILENT):
            told.articles.append(article)
        elif told:
            claims[*same, figure.pk] = Claim(figure, [article])
        else:
            claims[same] = Claim(figure, [article])
    measures, people = list(Measure), list(People)
    order = sorted(things, key=lambda thing: (measures.index(thing[0]), people.index(thing[1])))
    return [sorted(things[thing].values(), key=Claim.sort_key) for thing in order]


def _same_claim(figure: Figure, origins: Mapping[int, int]) -> tuple[object, ...]:
    return (
        origins.get(figure.article_id, figure.article_id), figure.claimant_id, figure.unit,
        figure.household_size, figure.quantifier, figure.low, figure.high, figure.scope, figure.period_start,
        figure.period_end, figure.wording if figure.low is figure.high is None else "",
    )  # fmt: skip


def thing_dict(claims: Sequence[Claim], order: Mapping[int, int]) -> dict[str, Any]:
    """`order` has the place of each article among the sources, `day` is that of `Claim`."""
    first = claims[0].figure
    return {
        "measure": first.measure,
        "people": first.people,
        "text": thing_text(first.measure, first.people),
        "has_history": has_history(
            claim.day
            for claim in claims
            if claim.figure.unit == first.unit and (claim.figure.low, claim.figure.high) != (None, None)
        ),
        "claims": [
            {
                "figure": claim.figure.pk,
                "printers": [order[article.pk] for article in claim.articles],
                "day": claim.day.isoformat(),
                "day_text": day_text(claim.day),
            }
            for claim in claims
        ],
    }


def thing_text(measure: str, people: str, *, number: int | None = None) -> str:
    """What is counted, whoever counts it: "civilians killed"; after a number as that asks for."""
    unit = Unit.HOME if measure in (Measure.HOMES_DESTROYED, Measure.HOMES_DAMAGED) else Unit.PERSON
    return noun(wording="", measure=measure, people=people, unit=unit, number=number)


def role_text(role: str, reason: str) -> str:
    """Why the figure has its role, to stand after the name of the role, which it does not repeat."""
    label = str(FigureRole(role).label)
    if reason.casefold().startswith(label.casefold()):
        return reason[len(label) :].lstrip(" :–-")
    return reason


def with_rows(properties: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The things of a feature with the figures and sources that they speak of, for a page."""
    figures = {figure["id"]: figure for figure in properties["figures"]}
    sources = properties["sources"]
    things = []
    for thing in properties["claims"]:
        claims = [
            {
                **claim,
                **figures[claim["figure"]],
                "by": figures[claim["figure"]]["claimant"] or figures[claim["figure"]]["claimant_words"],
                "printers": [sources[number] for number in claim["printers"]],
            }
            for claim in thing["claims"]
        ]
        things.append({**thing, "claims": claims, "history": _history(thing["text"], claims)})
    return things


def _history(what: str, claims: Sequence[Mapping[str, Any]]) -> dict[str, Any] | None:
    """How a toll went, drawn and as rows; None for fewer than three days with a number.

    Only one unit is drawn, that of the claim that stands first: households are not people.
    """
    drawn = [claim for claim in claims if claim["unit"] == claims[0]["unit"]]
    chart = history_of(
        Point(
            claim["id"], date.fromisoformat(claim["day"]), claim["low"], claim["high"], claim["by"],
            claim["role"], claim["quantifier"],
        )
        for claim in drawn
    )  # fmt: skip
    if chart is None:
        return None
    # In the table also what no chart can show: "dozens", and households.
    rows = sorted(claims, key=lambda claim: (claim["day"], claim["id"]))
    first, last = rows[0], rows[-1]
    alternative = _(
        "Chart of %(number)d claims of %(what)s, from %(first)s on %(first_day)s to %(last)s on "
        "%(last_day)s. The table after it has each of them."
    ) % {
        "number": len(chart.marks), "what": what, "first": first["wording"], "first_day": first["day_text"],
        "last": last["wording"], "last_day": last["day_text"],
    }  # fmt: skip
    dated = [{**claim, "day_short": short_day(date.fromisoformat(claim["day"]))} for claim in rows]
    return {"chart": chart, "alternative": alternative, "rows": dated}
