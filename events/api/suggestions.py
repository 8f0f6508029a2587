"""`/search.json?q=sara`: what the words in a search field may stand for, each with the filter that it sets.

    {"q": "sara", "places": [{"label": "Saraqib", "detail": "Settlement, Idlib", "param": "place",
     "value": "12", "count": 9}], "claimants": [], "outlets": [], "kinds": []}

Only what published events have is suggested, and `count` says how many; with `map`, those of that map. The
last word may be unfinished. Places stand under their name in the reader's language.
"""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db.models import Count, F, Q
from django.http import HttpRequest, JsonResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from events.api.choices import Choice, choices_of
from events.api.errors import answers_errors_in_json
from events.api.names import names_in
from events.api.params import EventFilter, parse
from events.api.searching import named, places_named, places_spelt_like, tsquery, words_of
from events.api.selection import apply
from events.api.versions import cacheable
from events.enums import EventKind, KindGroup, PlaceKind
from events.models import Event, Organisation, Outlet, Place

MOST = 8
#: One letter begins too many names.
_LEAST_LETTERS = 2
#: A place may lie in a district of a province of a country, and once deeper.
_LEVELS_ABOVE = 4


@require_safe
@answers_errors_in_json
@cacheable
def search_json(request: HttpRequest) -> JsonResponse:
    chosen = parse(request.GET, allow=frozenset(("q", "map")))
    words = words_of(chosen.q) if chosen.q else ()
    version = request.published_version
    is_asked = sum(map(len, words)) >= _LEAST_LETTERS
    found = _suggestions(words, chosen.map, version) if is_asked else {}
    content = {"q": chosen.q, **{name: found.get(name, []) for name in _SORTS}}
    response = JsonResponse(content, json_dumps_params={"ensure_ascii": False})
    response["Access-Control-Allow-Origin"] = "*"
    return response


_SORTS = ("places", "claimants", "outlets", "kinds")


def _suggestions(words: tuple[str, ...], of_map: str, version: str) -> dict[str, list[Choice]]:
    *first, last = words
    query = " & ".join([*(tsquery(word) for word in first), tsquery(last, is_prefix=True)])
    claimants, outlets = choices_of(of_map, version)
    return {
        "places": _places(words, query, _events_by_place(of_map, version)),
        "claimants": _sources(
            claimants, "claimant", set(named(Organisation, query).values_list("pk", flat=True))
        ),
        "outlets": _sources(outlets, "outlet", set(named(Outlet, query).values_list("pk", flat=True))),
        "kinds": _kinds(words, _events_by_kind(of_map, version)),
    }


def _sources(choices: list[Choice], param: str, found: set[int]) -> list[Choice]:
    return [
        {
            "label": choice["label"],
            "detail": "",
            "param": param,
            "value": str(choice["value"]),
            "count": choice["count"],
        }
        for choice in choices
        if choice["value"] in found
    ][:MOST]


def _kinds(words: tuple[str, ...], counts: dict[str, int]) -> list[Choice]:
    """Branches first, then the kinds in them, by their names in the reader's language."""
    of_group: Counter[KindGroup] = Counter()
    for kind in EventKind:
        of_group[kind.group] += counts.get(kind, 0)
    choices = [(group.value, str(group.label), of_group[group], "") for group in KindGroup]
    choices += [
        (kind.value, str(kind.label), counts.get(kind, 0), str(kind.group.label)) for kind in EventKind
    ]
    return [
        {"label": label, "detail": detail, "param": "kind", "value": value, "count": count}
        for value, label, count, detail in choices
        if count and all(any(part.startswith(word) for part in words_of(label)) for word in words)
    ][:MOST]


def _places(words: tuple[str, ...], query: str, counts: dict[int, int]) -> list[Choice]:
    """The places with the most events first: an area has those of all that lies in it."""
    is_found = Q(pk__in=places_named(query)) | Q(pk__in=places_spelt_like(" ".join(words)))
    named_so = Place.objects.filter(is_found).values_list("pk", "kind")
    ranks = {pk: (-counts[pk], kind == PlaceKind.SETTLEMENT, pk) for pk, kind in named_so if pk in counts}
    best = sorted(ranks, key=ranks.__getitem__)[:MOST]
    found = Place.objects.filter(pk__in=best).select_related("parent").defer("geometry", "parent__geometry")
    places = found.in_bulk()
    above = {place.parent_id for place in places.values() if place.parent_id}
    names = names_in(get_language() or settings.LANGUAGE_CODE, {*best, *above})
    return [
        {
            "label": names.get(pk, places[pk].name),
            "detail": ", ".join(part for part in _where(places[pk], names) if part),
            "param": "place",
            "value": str(pk),
            "count": counts[pk],
        }
        for pk in best
    ]


def _where(place: Place, names: dict[int, str]) -> tuple[str, str]:
    above = place.parent
    return str(place.get_kind_display()), names.get(above.pk, above.name) if above else ""


@lru_cache(maxsize=16)
def _events_by_place(of_map: str, version: str) -> dict[int, int]:
    """How many events each place has, areas with all that lies in them; counted once for each state."""
    rows = apply(EventFilter(map=of_map), Event.objects.published()).filter(place__isnull=False).order_by()
    counts = Counter(dict(rows.values("place").annotate(count=Count("pk")).values_list("place", "count")))
    at = dict(counts)
    for _level in range(_LEVELS_ABOVE):
        above = dict(
            Place.objects.filter(pk__in=at, parent__isnull=False)
            .exclude(parent=F("pk"))
            .values_list("pk", "parent")
        )
        higher: Counter[int] = Counter()
        for place, parent in above.items():
            higher[parent] += at[place]
        counts.update(higher)
        at = dict(higher)
    return dict(counts)


@lru_cache(maxsize=16)
def _events_by_kind(of_map: str, version: str) -> dict[str, int]:
    rows = apply(EventFilter(map=of_map), Event.objects.published()).order_by()
    counted: Any = rows.values("kind").annotate(count=Count("pk"))
    return dict(counted.values_list("kind", "count"))
