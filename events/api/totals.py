"""`/totals.json`: published figures added up by the rules of `events.totals`, under the filters of the map.

/totals.json?from=2019-04-30&measure=killed&by=month,admin1
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from events.api.errors import BadParameter, answers_errors_in_json, shown
from events.api.params import FILTERS, parse
from events.api.shown_totals import counted_events
from events.api.versions import cacheable
from events.api.wording import day_text
from events.enums import EventKind, People, Verification
from events.models import Layer, Organisation, Place
from events.totals.answers import TooLong, TooManyTotals, published_totals
from events.totals.claims import SEVERAL, SEVERAL_COUNTRIES
from events.totals.rules import RULE_OF, RULES
from events.totals.total import TIMES, Figures, Grouping, Total, Value
from events.totals.words import explain, words
from events.writing import write_date

#: An answer is for a page or a program, not a table of everything: that is what the exports are for.
MOST_TOTALS = 2000
#: Nobody waits longer, and no stranger may keep the database busy.
MOST_MS = 10_000
#: Measures are always apart; people are not unless it is asked for.
_ALWAYS, _PEOPLE = "measure", "people"

_NOT_KNOWN = {
    Grouping.DAY: gettext_lazy("not datable to a day"),
    Grouping.WEEK: gettext_lazy("not datable to a week"),
    Grouping.MONTH: gettext_lazy("not datable to a month"),
    Grouping.YEAR: gettext_lazy("not datable to a year"),
    Grouping.PLACE: gettext_lazy("place not known"),
    Grouping.ADMIN1: gettext_lazy("not known to a province"),
    Grouping.COUNTRY: gettext_lazy("not known to one country"),
    Grouping.CLAIMANT: gettext_lazy("no claimant on record"),
}
_SEVERAL = {
    Grouping.PLACE: gettext_lazy("at more than one place"),
    Grouping.ADMIN1: gettext_lazy("in more than one province"),
    Grouping.COUNTRY: gettext_lazy("in more than one country"),
}
#: Ours is the first day; what is printed is the usual short form.
_CODES = {Grouping.DAY: "%Y-%m-%d", Grouping.WEEK: "%G-W%V", Grouping.MONTH: "%Y-%m", Grouping.YEAR: "%Y"}
_DATES = {Grouping.MONTH: "F Y", Grouping.YEAR: "Y"}


@require_safe
@answers_errors_in_json
@cacheable
def totals_json(request: HttpRequest) -> HttpResponse:
    chosen = parse(request.GET, allow=FILTERS | {"by"})
    by, is_by_people = read_by(request.GET)
    events = counted_events(chosen)
    totals: list[Total] = []
    try:
        for people in People if is_by_people else (People.PEOPLE,):
            totals += published_totals(
                events,
                by=by,
                people=people,
                measures=chosen.measures,
                most=MOST_TOTALS - len(totals),
                most_ms=MOST_MS,
            )
    except TooManyTotals:
        raise BadParameter(
            "by",
            f"These are more than {MOST_TOTALS:,} totals. Use a narrower filter or wider groups.",
        ) from None
    except TooLong:
        raise BadParameter(
            "from", "These are too many figures to add up at once. Use a narrower filter: a time or a place."
        ) from None
    content = {
        "by": [*by, *([_PEOPLE] if is_by_people else [])],
        "totals": _described(totals),
        "rules": [
            {"id": rule.id, "text": str(rule.sentence), "source": rule.source} for rule in RULES.values()
        ],
        "version": request.published_version,
    }
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    response = HttpResponse(body, content_type="application/json")
    response["Access-Control-Allow-Origin"] = "*"
    return response


def read_by(query: QueryDict) -> tuple[list[Grouping], bool]:
    """What the totals are grouped by, in the order given, and whether groups of people are told apart."""
    asked = [item.strip() for value in query.getlist("by") for item in value.split(",")]
    names = list(dict.fromkeys(item for item in asked if item and item != _ALWAYS))
    known = [grouping.value for grouping in Grouping]
    for name in names:
        if name not in (*known, _PEOPLE):
            raise BadParameter(
                "by", f'Totals are not grouped by "{shown(name)}". Use: {", ".join([*known, _PEOPLE])}.'
            )
    by = [Grouping(name) for name in names if name != _PEOPLE]
    if len(times := [grouping for grouping in by if grouping in TIMES]) > 1:
        raise BadParameter("by", f"Totals are by one span of time, not by {' and '.join(times)}. Choose one.")
    return by, _PEOPLE in names


def _described(totals: list[Total]) -> list[dict[str, Any]]:
    names = _names(totals)
    return [
        {
            "group": [
                {"by": by, "value": _code(by, value), "text": _text(by, value, names)}
                for by, value in total.group
            ],
            "measure": total.measure,
            "people": total.people,
            "unit": total.unit,
            "nature": total.nature,
            "low": total.low,
            "high": total.high,
            "text": words(total),
            "as_of": total.as_of.isoformat() if total.as_of else None,
            "place": total.place or None,
            "household_sizes": [float(size) for size in total.household_sizes],
            "counted": _listed(total.counted),
            "left_out": [
                {"reason": reason, "text": str(reason.label), "rule": RULE_OF[reason], **_listed(figures)}
                for reason, figures in total.left_out
            ],
            "explanation": [{"rule": told.rule, "text": told.sentence} for told in explain(total)],
        }
        for total in totals
    ]


def _listed(figures: Figures) -> dict[str, Any]:
    return {"number": figures.number, "figures": list(figures.ids)}


def _code(by: Grouping, value: Value) -> str | int | None:
    if by in _SEVERAL and value in (SEVERAL, SEVERAL_COUNTRIES):
        return "several"
    return value.strftime(_CODES[by]) if isinstance(value, date) else value


Names = dict[Grouping, dict[Any, str]]


def _names(totals: Iterable[Total]) -> Names:
    """What to call the ids in the groups: all of them belong to something published."""
    found: dict[Grouping, set[Value]] = {}
    for total in totals:
        for by, value in total.group:
            found.setdefault(by, set()).add(value)
    places = {*found.get(Grouping.PLACE, ()), *found.get(Grouping.ADMIN1, ())} - {None, SEVERAL}
    of_places = dict(Place.objects.filter(pk__in=places).values_list("pk", "name"))
    claimants = found.get(Grouping.CLAIMANT, set()) - {None}
    layers = Layer.objects.filter(slug__in=found.get(Grouping.LAYER, ()))
    countries = Place.objects.filter(kind="country", country__in=found.get(Grouping.COUNTRY, set()) - {None})
    return {
        Grouping.PLACE: of_places,
        Grouping.ADMIN1: of_places,
        Grouping.COUNTRY: dict(countries.values_list("country", "name")),
        Grouping.CLAIMANT: dict(Organisation.objects.filter(pk__in=claimants).values_list("pk", "name")),
        Grouping.LAYER: dict(layers.values_list("slug", "name")),
        Grouping.KIND: {kind.value: str(kind.label) for kind in EventKind},
        Grouping.VERIFICATION: {grade.value: str(grade.label) for grade in Verification},
    }


def _text(by: Grouping, value: Value, names: Names) -> str:
    if value is None:
        return str(_NOT_KNOWN[by])
    if by in _SEVERAL and value in (SEVERAL, SEVERAL_COUNTRIES):
        return str(_SEVERAL[by])
    if by == Grouping.WEEK and isinstance(value, date):
        return _("week of %(day)s") % {"day": day_text(value)}
    if isinstance(value, date):
        return write_date(value, _DATES[by]) if by in _DATES else day_text(value)
    return names[by].get(value, str(value))
