"""What a desk's request may hold, read and checked one value at a time.

Each function takes the arguments of an act and the name of one of them; what it cannot use it refuses with
a sentence and the name of the field.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import Any, TypeVar
from uuid import UUID

from django.contrib.gis.gdal import GDALException
from django.contrib.gis.geos import GEOSException, GEOSGeometry

Choice = TypeVar("Choice", bound=Enum)

#: Vertices of one drawing; a hand makes a few dozen.
MAX_VERTICES = 5_000
#: PostgreSQL's bigint. No count of people comes near it, ids may.
LARGEST = 2**63 - 1
DRAWABLE = ("Point", "LineString", "Polygon")


class BadInput(ValueError):
    """A value that cannot be used. The message is a sentence for the editor."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


def shown(value: Any) -> str:
    """A value as a sentence quotes it: never longer than a line."""
    text = str(value)
    return text if len(text) <= 60 else f"{text[:57]}…"


def request_id(value: Any) -> UUID:
    try:
        return UUID(value)
    except (ValueError, AttributeError, TypeError):
        raise BadInput("request_id", f"“{shown(value)}” is not a request id. Send a UUID.") from None


def whole(args: Mapping[str, Any], name: str) -> int:
    value = args.get(name)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= LARGEST:
        raise BadInput(name, f"“{shown(value)}” is not a whole number of 0 or more for {_words(name)}.")
    return value


def whole_or_none(args: Mapping[str, Any], name: str) -> int | None:
    return None if args.get(name) in (None, "") else whole(args, name)


def words(args: Mapping[str, Any], name: str, *, longest: int, default: str = "") -> str:
    value = args.get(name, default)
    if not isinstance(value, str) or "\x00" in value:
        raise BadInput(name, f"{_words(name).capitalize()} is not text. Type it again.")
    value = value.strip()
    if len(value) > longest:
        raise BadInput(
            name,
            f"{_words(name).capitalize()} has {len(value)} characters; at most {longest} are kept. "
            "Shorten it.",
        )
    return value


def truth(args: Mapping[str, Any], name: str) -> bool:
    value = args.get(name, False)
    if not isinstance(value, bool):
        raise BadInput(name, f"“{shown(value)}” is neither yes nor no for {_words(name)}.")
    return value


def choice(args: Mapping[str, Any], name: str, choices: type[Choice]) -> Choice:
    value = args.get(name)
    try:
        return choices(value)
    except ValueError:
        known = ", ".join(str(item.value) for item in choices)
        raise BadInput(name, f"“{shown(value)}” is not a known {_words(name)}. Use: {known}.") from None


def choice_or_none(args: Mapping[str, Any], name: str, choices: type[Choice]) -> Choice | None:
    return None if args.get(name) in (None, "") else choice(args, name, choices)


def day_or_none(args: Mapping[str, Any], name: str) -> date | None:
    value = args.get(name)
    if value in (None, ""):
        return None
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise BadInput(
            name, f"“{shown(value)}” is not a date. Use year-month-day, for example 2019-08-31."
        ) from None


def metres_or_none(args: Mapping[str, Any], name: str) -> float | None:
    value = args.get(name)
    if value in (None, ""):
        return None
    is_number = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    if not is_number or not 0 < value <= 20_000_000:
        raise BadInput(name, f"“{shown(value)}” is not a distance. Use metres above 0, for example 12000.")
    return float(value)


def size_or_none(args: Mapping[str, Any], name: str) -> Decimal | None:
    value = args.get(name)
    if value in (None, ""):
        return None
    try:
        size = Decimal(str(value))
    except InvalidOperation:
        size = Decimal(-1)
    if not size.is_finite() or not 0 < size < 1000:
        raise BadInput(name, f"“{shown(value)}” is not a household size. Use a number such as 5.5.")
    return size.quantize(Decimal("0.1"))


def ids(args: Mapping[str, Any], name: str) -> list[int]:
    value = args.get(name, [])
    if not isinstance(value, list) or any(
        isinstance(item, bool) or not isinstance(item, int) or not 0 < item <= LARGEST for item in value
    ):
        raise BadInput(name, f"{_words(name).capitalize()} must be a list of numbers.")
    return list(dict.fromkeys(value))


def mapping(args: Mapping[str, Any], name: str) -> dict[str, Any]:
    value = args.get(name, {})
    if not isinstance(value, dict):
        raise BadInput(name, f"{_words(name).capitalize()} must be an object with named values.")
    return value


def drawing(args: Mapping[str, Any], name: str = "geometry") -> GEOSGeometry:
    """A point, line or polygon in GeoJSON, longitude first, two numbers a position (WGS 84)."""
    value = mapping(args, name)
    kind = value.get("type")
    if kind not in DRAWABLE:
        raise BadInput(name, f"“{shown(kind)}” cannot be drawn here. Draw a point, a line or an area.")
    positions = _positions(value.get("coordinates"))
    if not positions or len(positions) > MAX_VERTICES:
        raise BadInput(
            name, f"The drawing has {len(positions)} corners. Use at least one and at most {MAX_VERTICES:,}."
        )
    for lon, lat in positions:
        if not (-180 <= lon <= 180 and -90 <= lat <= 90):
            raise BadInput(
                name,
                f"{lon:g}, {lat:g} lies outside the world. Longitudes go from -180 to 180, latitudes from "
                "-90 to 90.",
            )
    try:
        geometry = GEOSGeometry(json.dumps({"type": kind, "coordinates": value["coordinates"]}), srid=4326)
    except (GEOSException, GDALException, ValueError, TypeError) as error:
        raise BadInput(name, "The drawing is not a complete shape. Draw it again.") from error
    if geometry.empty or not geometry.valid:
        raise BadInput(name, f"The drawing is not a valid shape ({geometry.valid_reason}). Draw it again.")
    return geometry


def _positions(value: Any) -> list[tuple[float, float]]:
    """Every position of nested coordinates; raises BadInput for anything that is not two numbers."""
    found: list[tuple[float, float]] = []
    waiting = [(value, 0)]
    while waiting:
        item, depth = waiting.pop()
        if isinstance(item, list) and item and all(isinstance(part, list) for part in item) and depth < 3:
            waiting.extend((part, depth + 1) for part in item)
        elif (
            isinstance(item, list)
            and len(item) == 2
            and all(isinstance(n, int | float) and not isinstance(n, bool) and math.isfinite(n) for n in item)
        ):
            found.append((item[0], item[1]))
        else:
            raise BadInput("geometry", "The drawing holds a corner that is not a longitude and a latitude.")
    return found


def _words(name: str) -> str:
    """The name of a field as a sentence says it."""
    return {"low": "the low number", "high": "the high number", "title": "the title", "note": "the note"}.get(
        name, name.replace("_", " ")
    )
