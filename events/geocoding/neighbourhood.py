"""Which places of one article lie together: the same province, or a day's drive.

Every name may mean many places. Each of them is asked how many of the article's other names could lie close
by, each counted as far as it is believed, so that many weak hints from one region outweigh one from afar.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence

from events.enums import PlaceKind
from events.geocoding.context import distance_km
from events.geocoding.factors import (
    NEIGHBOUR_KM,
    NEIGHBOUR_LIMIT_KM,
    SAME_PROVINCE,
    SHARPNESS,
    WEIGHTS,
)
from events.geocoding.options import Option
from events.records import PlaceRecord, Toponym

#: Degrees; two cells to each side always cover the limit up to 60° north and south.
_CELL = 2.5
#: Names beyond these say no more about where an article plays.
_NAMES = 60
_BELIEVED = 0.04
_HEARD = 0.15
_HOLDS = 0.5

_Cell = tuple[int, int]
_Believed = tuple[PlaceRecord, float]


def add_neighbourhood(toponyms: Sequence[Toponym], options: Sequence[list[Option]]) -> None:
    """Places of one article lie near each other more often than not."""
    first: dict[str, int] = {}
    words: dict[str, str] = {}
    for i, toponym in enumerate(toponyms):
        name = toponym.names[0].casefold()
        # Of several mentions of a name the most telling one speaks for all.
        if options[i] and (name not in first or _lead(options[i]) > _lead(options[first[name]])):
            first[name] = i
            words[name] = toponym.quote
    believed = {name: _believed(options[i]) for name, i in list(first.items())[:_NAMES]}
    cells, members = _indexed(believed)
    heard: dict[tuple[str, int], tuple[float, str]] = {}
    for i, toponym in enumerate(toponyms):
        name = toponym.names[0].casefold()
        provinces = {
            option.record.id: option.record for option in options[i] if option.record.kind is PlaceKind.ADMIN1
        }
        for option in options[i]:
            if option.record.kind is PlaceKind.COUNTRY:
                continue
            key = (name, option.record.id)
            if key not in heard:
                heard[key] = _support(option.record, name, cells, members, words)
                if capital_of := provinces.get(option.record.admin1_id or 0):
                    # What speaks for Aswan the province speaks for Aswan the city.
                    heard[key] = max(heard[key], _support(capital_of, name, cells, members, words))
            loudness, reason = heard[key]
            option.near = loudness
            if option.record.id in provinces and loudness > _HOLDS and _has_country(options[i]):
                option.add(
                    WEIGHTS.holds, "the article's other places lie in it, not in the country of its name"
                )
            if loudness > _HEARD:
                option.add(WEIGHTS.near * (1 - math.exp(-loudness)), reason)


def _has_country(options: Sequence[Option]) -> bool:
    return any(option.record.kind is PlaceKind.COUNTRY for option in options)


def _lead(options: Sequence[Option]) -> float:
    scores = sorted((option.score for option in options), reverse=True)
    return scores[0] - scores[1] if len(scores) > 1 else 1.0


def _believed(options: Sequence[Option]) -> list[_Believed]:
    """The places that a name may mean, each with the share of belief that falls on it so far."""
    top = max(option.score for option in options)
    weights = [math.exp(SHARPNESS * (option.score - top)) for option in options]
    whole = sum(weights)
    return [
        (option.record, weight / whole)
        for option, weight in zip(options, weights, strict=True)
        if weight / whole >= _BELIEVED and option.record.kind is not PlaceKind.COUNTRY
    ]


def _indexed(
    believed: Mapping[str, Sequence[_Believed]],
) -> tuple[
    dict[_Cell, list[tuple[str, PlaceRecord, float]]], dict[int, list[tuple[str, PlaceRecord, float]]]
]:
    """The believed places by cell of the globe, and by province."""
    cells: dict[_Cell, list[tuple[str, PlaceRecord, float]]] = defaultdict(list)
    members: dict[int, list[tuple[str, PlaceRecord, float]]] = defaultdict(list)
    for name, places in believed.items():
        for record, share in places:
            province = province_of(record)
            if province is not None:
                members[province].append((name, record, share))
            if record.kind is not PlaceKind.ADMIN1:
                cells[_cell(record)].append((name, record, share))
    return cells, members


def province_of(record: PlaceRecord) -> int | None:
    """The id of the admin-1 area that a place is or lies in."""
    return record.id if record.kind is PlaceKind.ADMIN1 else record.admin1_id


def _cell(record: PlaceRecord) -> _Cell:
    return math.floor(record.lat / _CELL), math.floor(record.lon / _CELL)


def _support(
    record: PlaceRecord,
    name: str,
    cells: Mapping[_Cell, Sequence[tuple[str, PlaceRecord, float]]],
    members: Mapping[int, Sequence[tuple[str, PlaceRecord, float]]],
    words: Mapping[str, str],
) -> tuple[float, str]:
    """How loud the article's other names speak for a place, and the reason in words."""
    voices: dict[str, float] = {}
    province = province_of(record)
    if province is not None:
        for other, place, share in members.get(province, ()):
            if other != name:
                is_area = PlaceKind.ADMIN1 in (place.kind, record.kind)
                voices[other] = max(voices.get(other, 0.0), share * (1.0 if is_area else SAME_PROVINCE))
    if record.kind is not PlaceKind.ADMIN1:
        row, column = _cell(record)
        for near in ((row + y, column + x) for y in (-1, 0, 1) for x in (-2, -1, 0, 1, 2)):
            for other, place, share in cells.get(near, ()):
                if other == name or share <= voices.get(other, 0.0):
                    continue
                away = distance_km(record, place)
                if away < NEIGHBOUR_LIMIT_KM:
                    voices[other] = max(voices.get(other, 0.0), share * math.exp(-away / NEIGHBOUR_KM))
    if not voices:
        return 0.0, ""
    loudest = sorted(voices, key=lambda other: (-voices[other], other))
    named = " and ".join(words[other] for other in loudest[:2] if voices[other] > _HEARD)
    return sum(voices.values()), f"close to {named or words[loudest[0]]}, which the article names too"
