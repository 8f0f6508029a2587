"""Totals as readers see them: a line for each, and behind it what is counted, what is not, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from events.api.claims import thing_text
from events.api.names import names_in
from events.api.params import EventFilter
from events.api.selection import apply
from events.api.wording import date_text, noun, number_said, scope_text
from events.enums import Measure
from events.models import Event, Figure, Place
from events.totals.answers import TooLong, published_totals
from events.totals.rules import RULES
from events.totals.total import Nature, Total
from events.totals.words import Explanation, explain, number_words, remark
from events.writing import write_number
from mapsite.language import in_language

#: What stands above the list if it is counted; everything else is one step away.
LEADING = (Measure.KILLED, Measure.DISPLACED)
MOST_LEADING = 3
#: Of the figures behind one sentence; the data have them all.
MOST_LISTED = 20
#: Numbers at a date, which do not add up and may be many.
MOST_STOCKS = 30
#: A page waits no longer for its totals and does without.
MOST_MS = 3_000


def shown_totals(chosen: EventFilter) -> dict[str, Any]:
    """`leading` and `others` are what happened, `stocks` what was the case at a date; never added up."""
    query = urlencode(chosen.as_params(), safe=",")
    context: dict[str, Any] = {
        "address": _address("totals", query),
        "data_address": _address("totals-json", query),
        "leading": [], "others": [], "stocks": [], "stocks_left": 0, "is_too_long": False,
    }  # fmt: skip
    try:
        totals = published_totals(counted_events(chosen), measures=chosen.measures, most_ms=MOST_MS)
    except TooLong:
        return {**context, "is_too_long": True}
    flows = [total for total in totals if total.nature == Nature.FLOW]
    stocks = [total for total in totals if total.nature == Nature.STOCK]
    wanted = [total for total in flows if total.counted.number]
    leading = [total for total in wanted if chosen.measures or total.measure in LEADING] or wanted
    leading = leading[:MOST_LEADING]
    listed = _Listed([*flows, *stocks[:MOST_STOCKS]])
    return {
        **context,
        "leading": [listed.line(total) for total in leading],
        "others": [listed.line(total) for total in flows if total not in leading],
        "stocks": [listed.line(total) for total in stocks[:MOST_STOCKS]],
        "stocks_left": len(stocks) - len(stocks[:MOST_STOCKS]),
    }


def counted_events(chosen: EventFilter) -> QuerySet[Event]:
    """The events whose figures are added up under a filter, for everybody who adds.

    Claims are those of published events, of the measures asked for: to ask the events for either again takes
    longer than adding up. A least size is asked of the figures of those measures, so there they are asked.
    """
    asked = chosen if chosen.size else replace(chosen, measures=())
    return apply(asked, Event.objects.all())


def all_rules() -> list[dict[str, str]]:
    return [
        {"id": rule.id, "text": str(rule.sentence), "source": _source(rule.source)} for rule in RULES.values()
    ]


def _address(route: str, query: str) -> str:
    return f"{reverse(route)}?{query}" if query else reverse(route)


class _Listed:
    """Lines of totals, with the figures and places that they name."""

    def __init__(self, totals: Sequence[Total]) -> None:
        self.explained = {id(total): explain(total) for total in totals}
        ids = {pk for told in self.explained.values() for each in told for pk in each.figures[:MOST_LISTED]}
        figures = Figure.objects.published().filter(pk__in=ids).select_related("event", "claimant")
        self.figures = {
            figure.pk: figure for figure in figures.defer("evidence", "event__geometry", "event__summary")
        }
        places = Place.objects.filter(pk__in={total.place for total in totals if total.place})
        called = names_in(get_language() or settings.LANGUAGE_CODE, places.values_list("pk", flat=True))
        self.places = dict(places.values_list("pk", "name")) | called

    def line(self, total: Total) -> dict[str, Any]:
        what = thing_text(total.measure, total.people)
        if total.nature == Nature.STOCK:
            where = self.places.get(total.place or 0)
            what = _("%(what)s, %(where)s") % {"what": what, "where": where or _("place not known")}
        is_sentence = total.nature == Nature.FLOW and (total.low or 0, total.high or 0) != (0, 0)
        if is_sentence:
            what = thing_text(total.measure, total.people, number=number_said(total.low, total.high))
        return {
            "key": f"{total.nature}-{total.measure}-{total.people}-{total.place or 0}",
            "what": what,
            # "More than 600 people killed", but "People killed: none, as stated" and "…: 31 as of 17 June".
            "is_sentence": is_sentence,
            "number": number_words(total),
            "note": remark(total),
            "basis": self._basis(total),
            "explanations": self._explanations(total),
        }

    def _basis(self, total: Total) -> str:
        """What one number rests on: how many claims were added, or the span of the only one."""
        number = total.counted.number
        if total.nature == Nature.STOCK or not number:
            return ""
        only = self.figures.get(total.counted.ids[0]) if number == 1 else None
        span = only and scope_text(only.scope, only.period_start, only.period_end, only.since)
        return span or ngettext("%(number)s claim", "%(number)s claims", number) % {
            "number": write_number(number)
        }

    def _explanations(self, total: Total) -> list[dict[str, Any]]:
        """One after the other; a rule is told once."""
        told = self.explained[id(total)]
        rules = [each.rule for each in told]
        return [self._explanation(each, with_rule=each.rule not in rules[:i]) for i, each in enumerate(told)]

    def _explanation(self, told: Explanation, *, with_rule: bool) -> dict[str, Any]:
        known = (self.figures.get(pk) for pk in told.figures[:MOST_LISTED])
        figures = [_figure(figure) for figure in known if figure]
        return {
            "sentence": told.sentence,
            "why": str(told.why) if with_rule else "",
            "source": _source(told.source),
            "is_left_out": told.reason is not None,
            "figures": figures,
            "more": len(told.figures) - len(figures),
        }


def _source(source: str) -> str:
    """Whose rule it is, for readers."""
    if not source.startswith("own"):
        return source
    return _("Dateline’s own%(rest)s") % {"rest": source.removeprefix("own")}


def _figure(figure: Figure) -> dict[str, str]:
    event = figure.event
    return {
        "wording": figure.wording,
        "noun": noun(
            wording=figure.wording, measure=figure.measure, people=figure.people, unit=figure.unit,
            number=number_said(figure.low, figure.high),
        ),
        "by": figure.claimant.name if figure.claimant else figure.claimant_words,
        "event": event.title,
        "url": in_language(event.get_absolute_url()),
        "when": date_text(event.earliest, event.latest, event.date_precision),
    }  # fmt: skip
