"""The values of filter parameters: read from text, or refused with a sentence that says the way out."""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import date
from enum import Enum
from typing import TypeVar

from events.api.errors import BadParameter, shown
from events.enums import EventKind, KindGroup

#: A search is a few words; longer ones are pasted articles.
MAX_SEARCH = 200
MAX_SEARCH_WORDS = 12
#: More digits overflow a column of ids, or of people.
MOST_DIGITS = 18
#: Ids of one parameter: as many events as a page of a list has.
MOST_IDS = 100

BBox = tuple[float, float, float, float]
Values = dict[str, list[str]]
Choice = TypeVar("Choice", bound=Enum)


def single(name: str, values: Values) -> str:
    given = [text for value in values.get(name, ()) if (text := value.strip())]
    if len(given) > 1:
        raise BadParameter(name, f'"{name}" is given {len(given)} times. Give it once.')
    return given[0] if given else ""


def listed(name: str, values: Values) -> tuple[str, ...]:
    items = (item.strip() for value in values.get(name, ()) for item in value.split(","))
    return tuple(dict.fromkeys(item for item in items if item))


def read_date(name: str, value: str) -> date | None:
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


def read_bbox(value: str) -> BBox | None:
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


def read_choices(name: str, values: Values, choices: type[Choice]) -> tuple[Choice, ...]:
    try:
        return tuple(choices(value) for value in listed(name, values))
    except ValueError:
        known = [choice.value for choice in choices]
        wrong = next(value for value in listed(name, values) if value not in known)
        raise _unknown(name, wrong, known) from None


def read_kinds(names: tuple[str, ...]) -> tuple[EventKind, ...]:
    kinds: list[EventKind] = []
    for name in names:
        if name in KindGroup.values:
            kinds += [kind for kind in EventKind if kind.group == name]
        elif name in EventKind.values:
            kinds.append(EventKind(name))
        else:
            raise _unknown("kind", name, [*KindGroup.values, *EventKind.values])
    return tuple(dict.fromkeys(kinds))


def _is_number(value: str) -> bool:
    # isdecimal alone would let Arabic-Indic digits pass.
    return value.isascii() and value.isdecimal() and len(value) <= MOST_DIGITS


def read_place(value: str) -> int | None:
    if not value:
        return None
    if not _is_number(value):
        raise BadParameter("place", f'"{shown(value)}" is not the id of a place. Use its number.')
    return int(value)


def read_ids(name: str, values: Values, of: str) -> tuple[int, ...]:
    given = listed(name, values)
    if len(given) > MOST_IDS:
        raise BadParameter(name, f'"{name}" names {len(given)} ids. Use at most {MOST_IDS}.')
    for value in given:
        if not _is_number(value):
            raise BadParameter(name, f'"{shown(value)}" is not the id of {of}. Use its number.')
    return tuple(dict.fromkeys(int(value) for value in given))


def read_size(value: str) -> int | None:
    if not value:
        return None
    if not _is_number(value) or int(value) == 0:
        raise BadParameter("size", f'"{shown(value)}" is not a size. Use a whole number above 0.')
    return int(value)


def read_search(value: str) -> str:
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
