"""What is known of a place: its names, where it is, and what is published of it and of the places inside it.

Only a place with a published event has a page. The gazetteer holds a quarter of a million others, of which
there is nothing to say, and some that editors have entered for what is not published yet.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import get_language, get_language_info, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from events.api.bootstrap import with_query, words_and_choices
from events.api.geojson import features_of, is_demonstration
from events.api.linked_data import place_thing
from events.api.params import EventFilter
from events.api.selection import apply, in_reading_order
from events.api.shown_totals import shown_totals
from events.api.wording import text_direction
from events.enums import NameKind, PlaceKind
from events.models import Event, Place, PlaceName
from mapsite.language import in_language

#: Of the events and of the places inside, on one page; the map has all of them.
MOST_EVENTS = 50
MOST_INSIDE = 100
#: Other spellings in no known language; GeoNames has dozens of some cities.
MOST_SPELLINGS = 24
#: Kinds of places, for readers.
_KINDS = {
    PlaceKind.SETTLEMENT: gettext_lazy("town or village"),
    PlaceKind.ADMIN1: gettext_lazy("province"),
    PlaceKind.ADMIN2: gettext_lazy("district"),
    PlaceKind.COUNTRY: gettext_lazy("country"),
    PlaceKind.BORDER: gettext_lazy("border"),
    PlaceKind.NATURAL: gettext_lazy("landscape or water"),
    PlaceKind.OWN_AREA: gettext_lazy("area drawn by the editors"),
}
#: From a place to its country: settlement, admin-2, admin-1, country.
_LEVELS = ("place", "place__parent", "place__parent__parent", "place__parent__parent__parent")


def place_page_context(pk: int, *, url: str) -> dict[str, Any] | None:
    """The context of a place's page at the permanent address `url`; None when nothing is published of it."""
    place = Place.objects.filter(pk=pk).select_related("parent__parent__parent").first()
    chosen = EventFilter(place=pk)
    events = apply(chosen, Event.objects.published())
    if place is None or not _is_told(place, events):
        return None
    number = events.count()
    names = names_of(place)
    features = features_of(in_reading_order(events)[:MOST_EVENTS], with_geometry=False)
    parents = _parents(place)
    return {
        "title": names["shown"],
        "canonical_url": url,
        "place": place,
        "kind": str(_KINDS[PlaceKind(place.kind)]),
        "names": names,
        "parents": [{"name": parent.name, "url": place_url(parent.pk)} for parent in parents],
        "coordinates": coordinates(place),
        "inside": _inside(place, events),
        "features": features,
        "number": number,
        "map_url": in_language(f"{reverse('home')}?place={pk}"),
        "data_url": f"{reverse('events-geojson')}?place={pk}",
        "totals": shown_totals(chosen),
        "is_demonstration": is_demonstration(features),
        "config": _config(place),
        "meta": {
            "description": _description(names["shown"], parents, number),
            "type": "website",
            "linked_data": place_thing(place, url=url, names=names, parents=parents),
        },
    }


def _is_told(place: Place, events: QuerySet[Event]) -> bool:
    """Whether an event is published of it. What editors have entered is not shown because an event happens to
    lie inside of it: its name may tell what they are working on."""
    if not place.dataset:
        of_it = Q()
        for level in _LEVELS:
            of_it |= Q(**{level: place.pk})
        events = events.filter(of_it)
    return events.exists()


def place_url(pk: int) -> str:
    return in_language(reverse("place", args=[pk]))


def names_of(place: Place) -> dict[str, Any]:
    """`shown` in the reader's language where there is one; names in others; spellings in none."""
    # "Syrian" is matched in articles (language "en-x-adj") and is no name of Syria.
    rows = list(place.names.exclude(language__contains="-x-").order_by("pk"))
    by_language: dict[str, PlaceName] = {}
    for name in rows:
        if name.language and (name.language not in by_language or name.kind == NameKind.MAIN):
            by_language[name.language] = name
    own = by_language.get(get_language() or "")
    shown = own.name if own else place.name
    spellings = [name.name for name in rows if not name.language and name.name not in (shown, place.name)]
    spellings = list(dict.fromkeys(spellings))
    return {
        "shown": shown,
        "languages": [
            {
                "name": name.name,
                "code": code,
                "direction": text_direction(code),
                "language": _language_name(code),
            }
            for code, name in sorted(by_language.items())
            if name.name != shown
        ],
        "spellings": spellings[:MOST_SPELLINGS],
        "more": len(spellings[MOST_SPELLINGS:]),
    }


def _language_name(code: str) -> str:
    try:
        return str(get_language_info(code)["name_local"])
    except KeyError:
        # Django knows Chinese by its two scripts alone, the gazetteer as one language too.
        return "中文" if code == "zh" else code


def coordinates(place: Place) -> str:
    """ "35.864° N, 36.806° E", as exact as a town is known; an area has no such point."""
    if place.kind != PlaceKind.SETTLEMENT:
        return ""
    lon, lat = place.point.coords
    north = _("%(degrees)s° N") if lat >= 0 else _("%(degrees)s° S")
    east = _("%(degrees)s° E") if lon >= 0 else _("%(degrees)s° W")
    return ", ".join((north % {"degrees": f"{abs(lat):.3f}"}, east % {"degrees": f"{abs(lon):.3f}"}))


def _parents(place: Place) -> list[Place]:
    """From the country down to what the place is directly in."""
    found: list[Place] = []
    parent = place.parent
    while parent is not None and len(found) < len(_LEVELS):
        found.insert(0, parent)
        parent = parent.parent
    return found


def _inside(place: Place, events: QuerySet[Event]) -> dict[str, Any]:
    """The places one step inside that have events, with how many, and the events of the place itself."""
    counts: Counter[int] = Counter()
    own = 0
    for *chain, number in events.order_by().values_list(*_LEVELS).annotate(number=Count("pk")):
        # What only lies in the outline, and is no part of the place by its entry, stands by itself.
        step = chain.index(place.pk) if place.pk in chain else 1
        if step == 0:
            own += number
        elif chain[step - 1]:
            counts[chain[step - 1]] += number
    names = dict(Place.objects.filter(pk__in=counts).values_list("pk", "name"))
    rows = [
        {"name": names[pk], "url": place_url(pk), "number": number}
        for pk, number in sorted(counts.items(), key=lambda row: (-row[1], names[row[0]]))
    ]
    return {"places": rows[:MOST_INSIDE], "more": len(rows[MOST_INSIDE:]), "own": own}


def _config(place: Place) -> dict[str, Any]:
    extent = place.geometry.extent if place.geometry else None
    return {
        **words_and_choices(),
        "mode": "place",
        # Light where they are many: a country may have tens of thousands.
        "data_url": with_query(reverse("events-json"), {"place": str(place.pk)}),
        "selected": None,
        "extent": [round(degrees, 3) for degrees in extent] if extent else None,
    }


def _description(name: str, parents: Iterable[Place], number: int) -> str:
    where = ", ".join([name, *(parent.name for parent in reversed(list(parents)))])
    return ngettext(
        "%(number)d published event in %(place)s, each with its figures, whose claims they are and the "
        "sources.",
        "%(number)d published events in %(place)s, each with its figures, whose claims they are and the "
        "sources.",
        number,
    ) % {"number": number, "place": where}
