"""Other published events beside one: of its article, its movement, its place, or near it.

An event stands once, under the closest tie; of each tie those nearest in time come first.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.gis.db.models.functions import Distance
from django.db.models import F, Func, IntegerField, QuerySet, Value
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.api.wording import date_text, distance_text
from events.enums import EventKind, KindGroup, MentionRole, Precision
from events.models import Event, EventMention
from mapsite.language import in_language

NEARBY_M = 50_000
#: Of each tie; the page of the place has them all.
MOST = 6
#: Distances between areas mean nothing: only what is known to a town or better has neighbours.
AT_A_POINT = (Precision.EXACT, Precision.SETTLEMENT, Precision.NEAR)

_ENDS = (MentionRole.ORIGIN, MentionRole.DESTINATION)
_DEGREE_M = 111_320
_DAYS_OF_A_MONTH = 30.44
_DAYS_OF_A_YEAR = 365.25


@dataclass(frozen=True, slots=True)
class Tie:
    """Events with what ties them to the one that is shown, in words."""

    key: str
    heading: str
    events: QuerySet[Event]


class DaysApart(Func):
    """Days between two dates, whichever is earlier."""

    template = "abs(%(expressions)s)"
    arg_joiner = " - "
    output_field = IntegerField()


def related_to(event: Event) -> list[dict[str, Any]]:
    """`key`, `heading` and `events` of each tie that there is; at most five queries."""
    told = set()
    groups = []
    for tie in _ties(event):
        rows = _nearest_in_time(tie.events.exclude(pk__in=[event.pk, *told]), event)[:MOST]
        found = list(rows.select_related("place").defer("geometry", "place__geometry", "summary"))
        told |= {row.pk for row in found}
        if found:
            shown = [_row(row, event) for row in found]
            groups.append({"key": tie.key, "heading": tie.heading, "events": shown})
    return groups


def _ties(event: Event) -> Iterator[Tie]:
    published = Event.objects.published()
    links = EventMention.objects.published()
    told = list(links.filter(event=event).values_list("mention__article", "mention__role", "mention__place"))
    # Named one by one: an article, or an end of a movement, has a few mentions among a million.
    of_article = links.filter(mention__article__in={article for article, _role, _place in told})
    yield Tie("article", _("From the same article"), published.filter(pk__in=of_article.values("event")))
    ends = {place for _article, role, place in told if role in _ENDS and place}
    if EventKind(event.kind).group == KindGroup.DISPLACEMENT and ends:
        moved = links.filter(mention__role__in=_ENDS, mention__place__in=ends)
        yield Tie("movement", _("Of the same movement"), published.filter(pk__in=moved.values("event")))
    if event.place_id:
        yield Tie("place", _("At the same place"), published.filter(place=event.place_id))
    if event.point and event.precision in AT_A_POINT:
        yield Tie("nearby", _("Nearby, within 50 km"), _nearby(event, published))


def _nearby(event: Event, published: QuerySet[Event]) -> QuerySet[Event]:
    lon, lat = event.point.coords
    high = NEARBY_M / _DEGREE_M
    wide = min(180.0, high / max(math.cos(math.radians(lat)), 0.01))
    # The rectangle serves the index; it may cross the antimeridian.
    west, east = (lon - wide + 540) % 360 - 180, (lon + wide + 540) % 360 - 180
    box = published.within(west, max(-90, lat - high), east, min(90, lat + high))
    return (
        box.filter(precision__in=AT_A_POINT)
        .annotate(away=Distance("point", event.point))
        .filter(away__lte=NEARBY_M)
    )


def _nearest_in_time(events: QuerySet[Event], event: Event) -> QuerySet[Event]:
    if event.latest is None:
        return events.order_by(F("latest").desc(nulls_last=True), "-pk")
    apart = DaysApart(F("latest"), Value(event.latest))
    return events.annotate(days_apart=apart).order_by(F("days_apart").asc(nulls_last=True), "-pk")


def _row(row: Event, event: Event) -> dict[str, Any]:
    away = getattr(row, "away", None)
    group = EventKind(row.kind).group
    if away is not None:
        # Whole kilometres: both ends are known to their town at best.
        words = [_("%(distance)s away") % {"distance": distance_text(max(1, round(away.km)) * 1000)}]
    else:
        words = [row.place.name if row.place and row.place_id != event.place_id else ""]
    words.append(time_between(event, row))
    return {
        "id": row.pk,
        "title": row.title,
        "url": in_language(row.get_absolute_url()),
        "group": group.value,
        "group_label": str(group.label),
        "date_text": date_text(row.earliest, row.latest, row.date_precision),
        "how": " · ".join(word for word in words if word),
    }


def time_between(event: Event, other: Event) -> str:
    """When the other happened, seen from the event: "3 days later"; empty when a date is not known."""
    if None in (event.earliest, event.latest, other.earliest, other.latest):
        return ""
    if other.earliest <= event.latest and other.latest >= event.earliest:
        return _("at the same time")
    if other.earliest > event.latest:
        return _span_words(event.latest, other.earliest, later=True)
    return _span_words(other.latest, event.earliest, later=False)


def _span_words(start: date, end: date, *, later: bool) -> str:
    days = (end - start).days
    if days < 60:
        number = days
        words = (
            ngettext("%(number)d day later", "%(number)d days later", number)
            if later
            else ngettext("%(number)d day earlier", "%(number)d days earlier", number)
        )
    elif days < 2 * _DAYS_OF_A_YEAR:
        number = round(days / _DAYS_OF_A_MONTH)
        words = (
            ngettext("%(number)d month later", "%(number)d months later", number)
            if later
            else ngettext("%(number)d month earlier", "%(number)d months earlier", number)
        )
    else:
        number = round(days / _DAYS_OF_A_YEAR)
        words = (
            ngettext("%(number)d year later", "%(number)d years later", number)
            if later
            else ngettext("%(number)d year earlier", "%(number)d years earlier", number)
        )
    return words % {"number": number}
