"""The filter parameters of every public route: read, checked, and applied to a queryset.

    /events.geojson?kind=shelling,air_strike&from=2019-04-30&bbox=35,34,38,37

Lists are separated by commas; a repeated name adds to its list, as the checkboxes of a form send it. An
empty value is as good as none. Everything else that is not understood is refused with a sentence.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict

from events.api.errors import BadParameter, shown
from events.api.values import (
    BBox,
    Values,
    listed,
    read_bbox,
    read_choices,
    read_date,
    read_ids,
    read_kinds,
    read_place,
    read_search,
    read_size,
    single,
)
from events.enums import EventKind, Measure, Precision, Verification
from events.models import Article, Figure, Layer, Map, Place
from mapsite.language import PARAMETER as LANGUAGE

FILTERS = frozenset(
    {
        "bbox", "from", "to", "kind", "layer", "measure", "size", "verification", "precision", "claimant",
        "outlet", "place", "q", "map",
    }
)  # fmt: skip
#: What a stored map may be filtered by: a map within a map would never end.
MAP_FILTERS = FILTERS - {"map"}

_SLUG_LENGTH = 80


@dataclass(frozen=True, slots=True)
class EventFilter:
    """Which events are asked for. Empty means no restriction; lists are alternatives, fields add up."""

    bbox: BBox | None = None
    start: date | None = None
    end: date | None = None
    kinds: tuple[EventKind, ...] = ()
    kind_names: tuple[str, ...] = ()
    """The kinds as they were asked for, groups included: what goes back into a query string."""
    layers: tuple[str, ...] = ()
    measures: tuple[Measure, ...] = ()
    verifications: tuple[Verification, ...] = ()
    precisions: tuple[Precision, ...] = ()
    claimants: tuple[int, ...] = ()
    outlets: tuple[int, ...] = ()
    size: int | None = None
    """The least number that a figure (of the measures, where some are asked for) has for certain."""
    place: int | None = None
    q: str = ""
    map: str = ""
    ids: tuple[int, ...] = ()
    """Events by their number: no filter of readers, and taken by /events.geojson alone."""

    @property
    def is_empty(self) -> bool:
        return not any(getattr(self, field.name) for field in fields(self))

    def without_dates(self) -> EventFilter:
        return replace(self, start=None, end=None)

    def as_config(self) -> dict[str, Any]:
        """The filter under the names of its parameters, lists as lists; what is empty is left out."""
        values = {
            "map": self.map,
            "q": self.q,
            "from": self.start.isoformat() if self.start else "",
            "to": self.end.isoformat() if self.end else "",
            "kind": list(self.kind_names),
            "layer": list(self.layers),
            "measure": [measure.value for measure in self.measures],
            "size": self.size,
            "verification": [verification.value for verification in self.verifications],
            "precision": [precision.value for precision in self.precisions],
            "claimant": list(self.claimants),
            "outlet": list(self.outlets),
            "place": self.place,
            "bbox": list(self.bbox) if self.bbox else [],
            "id": list(self.ids),
        }
        return {name: value for name, value in values.items() if value}

    def as_params(self) -> dict[str, str]:
        """The same as query parameters, in one canonical order."""
        return {
            name: ",".join(f"{item:.10g}" if isinstance(item, float) else str(item) for item in value)
            if isinstance(value, list)
            else str(value)
            for name, value in self.as_config().items()
        }


def parse(query: QueryDict, *, allow: frozenset[str] = FILTERS, strict: bool = True) -> EventFilter:
    """The filter in a query string, its layers, place and map known to exist for readers.

    `strict` refuses unknown names, as data routes do; pages also carry the state of the screen.
    """
    if strict and (unknown := sorted(set(query) - allow - {LANGUAGE})):
        way_out = f"Use: {', '.join(sorted(allow))}." if allow else "This address takes none."
        raise BadParameter(unknown[0], f'"{shown(unknown[0])}" is not a parameter here. {way_out}')
    chosen = read_values({name: query.getlist(name) for name in query if name in allow})
    _check_known(chosen)
    return chosen


def clean_filters(stored: Any) -> dict[str, str]:
    """The filters of a map as an editor has typed them, checked; what is kept in `Map.filters`.

    >>> clean_filters({"from": "2019-04-01", "kind": ["shelling", "air_strike"]})
    {"from": "2019-04-01", "kind": "shelling,air_strike"}
    """
    if not isinstance(stored, dict):
        raise BadParameter("filters", 'The filters must be an object such as {"from": "2019-04-01"}.')
    for name in stored:
        if name not in MAP_FILTERS:
            known = ", ".join(sorted(MAP_FILTERS))
            raise BadParameter(str(name), f'"{shown(name)}" is not a filter of a map. Use: {known}.')
    chosen = read_stored(stored)
    unknown = [slug for slug in chosen.layers if not Layer.objects.filter(slug=slug).exists()]
    if unknown:
        raise BadParameter("layer", f'There is no layer "{unknown[0]}". Use the slug of a layer.')
    _check_place(chosen)
    return chosen.as_params()


def read_stored(stored: dict[str, Any]) -> EventFilter:
    """The filter kept in `Map.filters`. A layer may have lost its last event since: that is no mistake."""
    values = {}
    for name, value in stored.items():
        items = value if isinstance(value, list) else [value]
        values[name] = [str(item) for item in items if item is not None]
    return read_values(values)


def read_values(values: Values) -> EventFilter:
    start = read_date("from", single("from", values))
    end = read_date("to", single("to", values))
    if start and end and start > end:
        raise BadParameter(
            "from", f'"from" ({start}) is later than "to" ({end}). Exchange the two, or leave one out.'
        )
    kind_names = listed("kind", values)
    return EventFilter(
        bbox=read_bbox(single("bbox", values)),
        start=start,
        end=end,
        kinds=read_kinds(kind_names),
        kind_names=kind_names,
        layers=listed("layer", values),
        measures=read_choices("measure", values, Measure),
        verifications=read_choices("verification", values, Verification),
        precisions=read_choices("precision", values, Precision),
        claimants=read_ids("claimant", values, "an organisation"),
        outlets=read_ids("outlet", values, "an outlet"),
        size=read_size(single("size", values)),
        place=read_place(single("place", values)),
        q=read_search(single("q", values)),
        map=single("map", values),
        ids=read_ids("id", values, "an event"),
    )


def _check_known(chosen: EventFilter) -> None:
    """A layer or map that readers cannot see is unknown to them, in the same words as one that never was."""
    known = dict.fromkeys(Layer.objects.published().values_list("slug", flat=True)) if chosen.layers else {}
    for slug in chosen.layers:
        if slug not in known:
            way_out = f"Use: {', '.join(known)}." if known else "No layer is published yet."
            raise BadParameter("layer", f'There is no layer "{shown(slug)}". {way_out}')
    if chosen.map and not published_map(chosen.map):
        raise BadParameter(
            "map", f'There is no published map "{shown(chosen.map)}". Use the slug in the address of a map.'
        )
    _check_place(chosen)
    _check_sources(chosen)


def _check_sources(chosen: EventFilter) -> None:
    """Whoever claims nothing that is published is unknown too, and so is an outlet without an article."""
    if chosen.claimants:
        claiming = Figure.objects.published().filter(claimant__in=chosen.claimants)
        _check_ids("claimant", chosen.claimants, claiming.values_list("claimant", flat=True))
    if chosen.outlets:
        printing = Article.objects.published().filter(outlet__in=chosen.outlets, outlet__is_unnamed=False)
        _check_ids("outlet", chosen.outlets, printing.values_list("outlet", flat=True))


def _check_ids(name: str, asked: tuple[int, ...], published: QuerySet[Any]) -> None:
    known = set(published.order_by().distinct())
    for pk in asked:
        if pk not in known:
            raise BadParameter(name, f"There is no {name} with the id {pk}. Use one of a published event.")


def _check_place(chosen: EventFilter) -> None:
    if chosen.place and not Place.objects.filter(pk=chosen.place).exists():
        raise BadParameter("place", f"There is no place with the id {chosen.place}. Use the id of a place.")


def published_map(slug: str) -> Map | None:
    if "\x00" in slug or len(slug) > _SLUG_LENGTH:
        return None
    return Map.objects.published().filter(slug=slug).first()
