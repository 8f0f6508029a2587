"""What a picture says beside the map: counts, dates, filters in words, notes."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.api.geojson import ATTRIBUTION
from events.api.params import EventFilter
from events.api.wording import date_text, day_text
from events.enums import DatePrecision, EventKind, KindGroup
from events.images.amounts import count
from events.images.choosing import Chosen
from events.models import Event, Layer, Place


def told(chosen: Chosen) -> list[str]:
    """ "74 events from 29 articles" and "28 April 2019 – 11 February 2025" """
    if not chosen.spots:
        return [_("No event fits this selection.")]
    number = len(chosen.spots)
    events = ngettext("%(number)s event", "%(number)s events", number) % {"number": count(number)}
    articles = ngettext("%(number)s article", "%(number)s articles", chosen.articles) % {
        "number": count(chosen.articles)
    }
    line = _("%(events)s from %(articles)s") % {"events": events, "articles": articles}
    span = span_text(chosen.first, chosen.last)
    return [line, span] if span else [line]


def span_text(first: date | None, last: date | None) -> str:
    return date_text(first, last, DatePrecision.DAY) if first and last else ""


def filters_text(chosen: EventFilter) -> str:
    """What was chosen, in words; nothing for all events."""
    parts = [_kind_label(name) for name in chosen.kind_names]
    if chosen.layers:
        parts += Layer.objects.published().filter(slug__in=chosen.layers).values_list("name", flat=True)
    for choices in (chosen.measures, chosen.verifications, chosen.precisions):
        parts += [str(choice.label) for choice in choices]
    if chosen.place:
        # A place that an editor has entered is named once readers see something there.
        known = ~Q(dataset="") | Q(pk__in=Event.objects.published().values("place"))
        parts += Place.objects.filter(known, pk=chosen.place).values_list("name", flat=True)
    if chosen.q:
        parts.append(_("“%(words)s”") % {"words": chosen.q})
    if chosen.start and chosen.end:
        parts.append(span_text(chosen.start, chosen.end))
    elif chosen.start:
        parts.append(_("since %(day)s") % {"day": day_text(chosen.start)})
    elif chosen.end:
        parts.append(_("until %(day)s") % {"day": day_text(chosen.end)})
    return " · ".join(parts)


def _kind_label(name: str) -> str:
    return str(KindGroup(name).label if name in KindGroup.values else EventKind(name).label)


def notes(chosen: Chosen, *, outside: int) -> list[str]:
    """What the map cannot show, said."""
    said = []
    if chosen.unplaced:
        said.append(
            ngettext(
                "%(number)s event has no place on the map: it is known only to the country.",
                "%(number)s events have no place on the map: they are known only to the country.",
                chosen.unplaced,
            )
            % {"number": count(chosen.unplaced)}
        )
    if outside:
        said.append(
            ngettext(
                "%(number)s event lies outside of this picture.",
                "%(number)s events lie outside of this picture.",
                outside,
            )
            % {"number": count(outside)}
        )
    return said


def demonstration() -> str:
    return _("Demonstration data, written to try Dateline out. Not reporting.")


def sources() -> str:
    return str(ATTRIBUTION)


def imprint(day: date | None, *, has_owner: bool) -> str:
    """Whose map it is and of which day; today's unless it says another."""
    as_of = _("as of %(day)s") % {"day": day_text(day or timezone.localdate())}
    owner = settings.SITE_OWNER if has_owner else ""
    return " · ".join(part for part in (settings.SITE_NAME, owner, as_of) if part)


def eyebrow() -> str:
    return " · ".join(part for part in (settings.SITE_NAME, settings.SITE_OWNER) if part)
