"""The filter parameters of every public route: read, checked, and applied to a queryset.

    /events.geojson?kind=shelling,air_strike&from=2019-04-30&bbox=35,34,38,37

Lists are separated by commas; a repeated name adds to its list, as the checkboxes of a form send it. An
empty value is as good as none. Everything else that is not understood is refused with a sentence.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import date
from enum import Enum
from typing import Any, TypeVar

from django.http import QueryDict

from events.api.errors import BadParameter, shown
from events.enums import EventKind, KindGroup, Measure, Precision, Verification
from events.models import Layer, Map, Place
from mapsite.language import PARAMETER as LANGUAGE

FILTERS = frozenset(
    {"bbox", "from", "to", "kind", "layer", "measure", "verification", "precision", "place", "q", "map"}
)
#: What a stored map may be filtered by: a map within a map would never end.
MAP_FILTERS = FILTERS - {"map"}

#: A search is a few words; longer ones are pasted articles.
MAX_SEARCH = 200
MAX_SEARCH_WORDS = 12
_SLUG_LENGTH = 80

BBox = tuple[float, float, float, float]
Choice = TypeVar("Choice", bound=Enum)


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
    place: int | None = None
    q: str = ""
    map: str = ""

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
            "verification": [verification.value for verification in self.verifications],
            "precision": [precision.value for precision in self.precisions],
            "place": self.place,
            "bbox": list(self.bbox) if self.bbox else [],
        }
        return {name: value for name, value in values.items() if value}

    def as_params(self) -> dict[str, str]:
        """The same as query parameters, in one canonical order."""
        return {
            name: ",".join(f"{item:.10g}" if isinstance(item, float) else item for item in value)
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


def read_values(values: dict[str, list[str]]) -> EventFilter:
    start = _read_date("from", _single("from", values))
    end = _read_date("to", _single("to", values))
    if start and end and start > end:
        raise BadParameter(
            "from", f'"from" ({start}) is later than "to" ({end}). Exchange the two, or leave one out.'
        )
    kind_names = _listed("kind", values)
    return EventFilter(
        bbox=_read_bbox(_single("bbox", values)),
        start=start,
        end=end,
        kinds=_read_kinds(kind_names),
        kind_names=kind_names,
        layers=_listed("layer", values),
        measures=_read_choices("measure", values, Measure),
        verifications=_read_choices("verification", values, Verification),
        precisions=_read_choices("precision", values, Precision),
        place=_read_place(_single("place", values)),
        q=_read_search(_single("q", values)),
        map=_single("map", values),
    )


def _single(name: str, values: dict[str, list[str]]) -> str:
    given = [text for value in values.get(name, ()) if (text := value.strip())]
    if len(given) > 1:
        raise BadParameter(name, f'"{name}" is given {len(given)} times. Give it once.')
    return given[0] if given else ""


def _listed(name: str, values: dict[str, list[str]]) -> tuple[str, ...]:
    items = (item.strip() for value in values.get(name, ()) for item in value.split(","))
    return tuple(dict.fromkeys(item for item in items if item))


def _read_date(name: str, value: str) -> date | None:
    if not value:
        return None
    try:
        # Python also takes "20190831" and "2019-W35-6"; the documented form is the only one that lasts.
        if len(value) != len("2019-08-31") or value[4] != "-" or value[7] != "-":
            raise ValueError(value)
        return date.fromisoformat(value)
    except ValueError:
        raise BadParameter(
            name, f'"{shown(value)}" is not a date. Use year-month-day, for example 2019-08-31.'
        ) from None


def _read_bbox(value: str) -> BBox | None:
    if not value:
        return None
    way_out = "Use west,south,east,north in degrees, for example 35,34,38,37."
    try:
        numbers = [float(number) for number in value.split(",")]
    except ValueError:
        raise BadParameter("bbox", f'"{shown(value)}" is not a bounding box. {way_out}') from None
    if len(numbers) != 4:
        raise BadParameter(
            "bbox", f'A bounding box has four numbers, "{shown(value)}" has {len(numbers)}. {way_out}'
        )
    if not all(math.isfinite(number) for number in numbers):
        raise BadParameter("bbox", f'"{shown(value)}" holds something that is not a number. {way_out}')
    west, south, east, north = numbers
    for longitude in (west, east):
        if abs(longitude) > 180:
            raise BadParameter("bbox", f"{longitude:g} is not a longitude. Use a number from -180 to 180.")
    for latitude in (south, north):
        if abs(latitude) > 90:
            raise BadParameter("bbox", f"{latitude:g} is not a latitude. Use a number from -90 to 90.")
    if south > north:
        raise BadParameter("bbox", f"South ({south:g}) lies north of north ({north:g}). {way_out}")
    return west, south, east, north


def _unknown(name: str, value: str, known: Iterable[str]) -> BadParameter:
    return BadParameter(name, f'"{shown(value)}" is not a known {name}. Use: {", ".join(known)}.')


def _read_choices(name: str, values: dict[str, list[str]], choices: type[Choice]) -> tuple[Choice, ...]:
    try:
        return tuple(choices(value) for value in _listed(name, values))
    except ValueError:
        known = [choice.value for choice in choices]
        wrong = next(value for value in _listed(name, values) if value not in known)
        raise _unknown(name, wrong, known) from None


def _read_kinds(names: tuple[str, ...]) -> tuple[EventKind, ...]:
    kinds: list[EventKind] = []
    for name in names:
        if name in KindGroup.values:
            kinds += [kind for kind in EventKind if kind.group == name]
        elif name in EventKind.values:
            kinds.append(EventKind(name))
        else:
            raise _unknown("kind", name, [*KindGroup.values, *EventKind.values])
    return tuple(dict.fromkeys(kinds))


def _read_place(value: str) -> int | None:
    if not value:
        return None
    # isdecimal alone would let Arabic-Indic digits pass, and long ones overflow the column.
    if not (value.isascii() and value.isdecimal() and len(value) <= 18):
        raise BadParameter("place", f'"{shown(value)}" is not the id of a place. Use its number.')
    return int(value)


def _read_search(value: str) -> str:
    if len(value) > MAX_SEARCH:
        raise BadParameter(
            "q", f"The search has {len(value)} characters. Use at most {MAX_SEARCH}: a few words are enough."
        )
    if "\x00" in value:
        raise BadParameter("q", "The search holds a character that is no text. Type it again.")
    words = value.split()
    if len(words) > MAX_SEARCH_WORDS:
        raise BadParameter(
            "q", f"The search has {len(words)} words. Use at most {MAX_SEARCH_WORDS}: all of them must occur."
        )
    return " ".join(words)


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


def _check_place(chosen: EventFilter) -> None:
    if chosen.place and not Place.objects.filter(pk=chosen.place).exists():
        raise BadParameter("place", f"There is no place with the id {chosen.place}. Use the id of a place.")


def published_map(slug: str) -> Map | None:
    if "\x00" in slug or len(slug) > _SLUG_LENGTH:
        return None
    return Map.objects.published().filter(slug=slug).first()
