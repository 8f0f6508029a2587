"""The filters of the public routes over frozen events.

A filter of the database would follow what was corrected since. Here only what was frozen decides, by the same
rules; a search looks through what the frozen map shows and not through names of places in other languages.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable
from typing import Any

from django.contrib.gis.geos import GEOSGeometry, MultiPolygon, Polygon

from events.api.choices import Choice, listed
from events.api.paging import Page
from events.api.params import BBox, EventFilter
from events.api.selection import fold
from events.enums import EventKind, FigureRole, Verification
from events.models import EventMention, Figure, Mention, Organisation, Outlet, Place

Feature = dict[str, Any]
#: Of each event, by its id as a text: the ids of what a filter may name and a feature does not.
Index = dict[str, dict[str, list[int]]]
#: The claimants and outlets of an index, by their ids as texts.
Names = dict[str, dict[str, str]]


def index_of(features: list[Feature]) -> Index:
    """The places that each event lies in, its claimants and its outlets, as long as they are known."""
    ids = [feature["id"] for feature in features]
    index: Index = {str(pk): {"places": [], "claimants": [], "outlets": []} for pk in ids}
    parents = _parents_of({place["id"] for each in features if (place := each["properties"]["place"])})
    for feature in features:
        if place := feature["properties"]["place"]:
            index[str(feature["id"])]["places"] = parents[place["id"]]
    claims = Figure.objects.published().filter(event__in=ids)
    unnamed = set(Outlet.objects.filter(is_unnamed=True).values_list("pk", flat=True))
    for event, claimant, outlet in claims.values_list("event", "claimant", "article__outlet").order_by("pk"):
        _add(index[str(event)]["claimants"], claimant)
        if outlet not in unnamed:
            _add(index[str(event)]["outlets"], outlet)
    told = EventMention.objects.filter(event__in=ids, mention__in=Mention.objects.published())
    for event, outlet in told.values_list("event", "mention__article__outlet").order_by("pk"):
        if outlet not in unnamed:
            _add(index[str(event)]["outlets"], outlet)
    return index


def _add(ids: list[int], pk: int | None) -> None:
    if pk is not None and pk not in ids:
        ids.append(pk)


def names_of(index: Index) -> Names:
    """What the claimants and outlets of an index are called now."""
    wanted = {name: {pk for ids in index.values() for pk in ids[name]} for name in _SOURCES}
    rows = {name: model.objects.filter(pk__in=wanted[name]) for name, model in _SOURCES.items()}
    return {
        name: {str(pk): called for pk, called in found.values_list("pk", "name").order_by("pk")}
        for name, found in rows.items()
    }


_SOURCES: dict[str, Any] = {"claimants": Organisation, "outlets": Outlet}


def choices_in(features: list[Feature], index: Index, names: Names) -> dict[str, list[Choice]]:
    """`claimants` and `outlets` of what still stands of the features, as a live map offers them."""
    counts: dict[str, Counter[int]] = {name: Counter() for name in _SOURCES}
    for feature in features:
        told = feature["properties"]
        shown = {
            "claimants": {figure["claimant"] for figure in told["figures"]},
            "outlets": {source["outlet"] for source in told["sources"]},
        }
        for name, pks in index[str(feature["id"])].items():
            if name in counts:
                counts[name].update(pk for pk in pks if names[name].get(str(pk)) in shown[name])
    return {
        name: listed(counts[name], {int(pk): called for pk, called in names[name].items()}) for name in counts
    }


def _parents_of(places: set[int]) -> dict[int, list[int]]:
    """Each place with all that it lies in, itself first."""
    parent: dict[int, int | None] = {}
    wanted = set(places)
    while wanted:
        parent |= dict(Place.objects.filter(pk__in=wanted).values_list("pk", "parent"))
        wanted = {pk for pk in parent.values() if pk is not None} - parent.keys()
    lines: dict[int, list[int]] = defaultdict(list)
    for place in places:
        at: int | None = place
        while at is not None and at not in lines[place]:
            lines[place].append(at)
            at = parent.get(at)
    return lines


def chosen_from(features: list[Feature], index: Index, chosen: EventFilter) -> list[Feature]:
    """The features that fulfil every part of the filter; its map is the frozen one and no part of it."""
    tests = _tests(chosen)
    return [
        feature
        for feature in features
        if all(test(feature["properties"], feature, index[str(feature["id"])]) for test in tests)
    ]


_Test = Callable[[dict[str, Any], Feature, dict[str, list[int]]], bool]


def _tests(chosen: EventFilter) -> list[_Test]:
    tests: list[_Test] = []
    if chosen.ids:
        tests.append(lambda _t, feature, _i: feature["id"] in chosen.ids)
    if chosen.start or chosen.end:
        first = chosen.start.isoformat() if chosen.start else ""
        last = chosen.end.isoformat() if chosen.end else "9999"
        tests.append(
            lambda told, _f, _i: bool(told["latest"]) and told["latest"] >= first and told["earliest"] <= last
        )
    lists = {
        "kind": chosen.kinds, "layer": chosen.layers, "verification": chosen.verifications,
        "precision": chosen.precisions,
    }  # fmt: skip
    for name, values in lists.items():
        if values:
            tests.append(lambda told, _f, _i, name=name, values=values: told[name] in values)
    if chosen.measures or chosen.size:
        tests.append(lambda told, _f, _i: any(_counts(figure, chosen) for figure in told["figures"]))
    ids = {
        "places": (chosen.place,) if chosen.place else (),
        "claimants": chosen.claimants,
        "outlets": chosen.outlets,
    }
    for name, wanted in ids.items():
        if wanted:
            tests.append(
                lambda _t, _f, found, name=name, wanted=wanted: not set(wanted).isdisjoint(found[name])
            )
    if chosen.bbox:
        area = _area(chosen.bbox)
        tests.append(lambda _t, feature, _i: _touches(feature, area))
    if words := fold(chosen.q).split():
        tests.append(lambda told, _f, _i: all(word in _shown_text(told) for word in words))
    return tests


def _counts(figure: dict[str, Any], chosen: EventFilter) -> bool:
    is_measure = not chosen.measures or figure["measure"] in chosen.measures
    return is_measure and (not chosen.size or (figure["low"] or 0) >= chosen.size)


def _area(bbox: BBox) -> Polygon | MultiPolygon:
    west, south, east, north = bbox
    if west <= east:
        return Polygon.from_bbox(bbox)
    return MultiPolygon(
        Polygon.from_bbox((west, south, 180, north)), Polygon.from_bbox((-180, south, east, north))
    )


def _touches(feature: Feature, area: Polygon | MultiPolygon) -> bool:
    if feature["geometry"] is None:
        return False
    geometry = GEOSGeometry(json.dumps(feature["geometry"]))
    geometry.srid = None
    return geometry.intersects(area)


def _shown_text(told: dict[str, Any]) -> str:
    parts = [told["title"], told["summary"], told["place_text"], (told["place"] or {}).get("name")]
    parts += [figure["claimant"] or figure["claimant_words"] for figure in told["figures"]]
    parts += [passage["text"] for passage in told["excerpts"]]
    return fold(" ".join(part for part in parts if part))


def cut(features: list[Feature], page: Page) -> list[Feature]:
    """The features of a page of the list, in its order; what has no place or number comes last either way."""
    key = _SORT_KEYS[page.by]
    known = [feature for feature in features if key(feature["properties"]) is not None]
    unknown = [feature for feature in features if key(feature["properties"]) is None]
    # Sorting is stable, turned round too: ties stay in reading order.
    known.sort(key=lambda feature: key(feature["properties"]), reverse=page.sort.startswith("-"))
    start = (page.number - 1) * page.per_page
    return [*known, *unknown][start : start + page.per_page]


def _largest(told: dict[str, Any]) -> int | None:
    numbers = [low if (low := figure["low"]) is not None else figure["high"] for figure in told["figures"]]
    return max((number for number in numbers if number is not None), default=None)


def _first_claimant(told: dict[str, Any]) -> str | None:
    claimed = [figure for figure in told["figures"] if figure["role"] == FigureRole.RECOMMENDED]
    names = [figure["claimant"] or figure["claimant_words"] for figure in claimed or told["figures"]]
    return min(filter(None, names), default=None)


_SORT_KEYS: dict[str, Callable[[dict[str, Any]], Any]] = {
    "date": lambda told: told["latest"],
    "size": _largest,
    "place": lambda told: told["place"]["name"] if told["place"] else None,
    "kind": lambda told: EventKind.values.index(told["kind"]),
    "verification": lambda told: Verification.values.index(told["verification"]),
    "claimant": _first_claimant,
    "outlet": lambda told: min((source["outlet"] for source in told["sources"]), default=None),
}
