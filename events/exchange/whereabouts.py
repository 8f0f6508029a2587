"""Where countries and their provinces lie, and coordinates that are the other way round."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

import shapely
from django.db import connection
from shapely.geometry.base import BaseGeometry

from events.countries import country_names
from events.enums import PlaceKind
from events.exchange.places import keys_of
from events.exchange.refusals import Wrong

#: West, south, east, north in degrees.
Frame = tuple[float, float, float, float]

#: Borders bend, islands and ships lie off: so far outside its frame, in degrees, a place may still be a
#: country's.
_MARGIN = 3.0
#: So far beyond a border, in degrees, a place may still be what a data set calls this side: outlines are
#: drawn coarsely, and towns and fighting reach across them.
_BORDER = 0.25
#: Data sets that begin in 1989 call a state by one name whatever it has lost since.
_FORMERLY = {
    "RU": frozenset("AM AZ BY EE GE KG KZ LT LV MD TJ TM UA UZ".split()),
    "RS": frozenset("BA HR ME MK SI XK".split()),
    "CZ": frozenset({"SK"}), "ET": frozenset({"ER"}), "ID": frozenset({"TL"}), "SD": frozenset({"SS"}),
    "MA": frozenset({"EH"}), "ZA": frozenset({"NA"}), "IL": frozenset({"PS", "SY"}), "PS": frozenset({"IL"}),
}  # fmt: skip

#: Provinces that lie within the margin of their country when swapped: of the others a frame tells it.
_PROVINCES = """
WITH country AS MATERIALIZED (
    SELECT country AS code, ST_Expand(ST_Extent(geometry), %s)::geometry AS frame FROM events_place
    WHERE kind = 'country' AND geometry IS NOT NULL GROUP BY country
), province AS MATERIALIZED (
    SELECT p.id, p.country, p.geometry FROM events_place p JOIN country c ON c.code = p.country
    WHERE p.kind = 'admin1' AND p.geometry IS NOT NULL
        AND ST_FlipCoordinates(ST_Envelope(p.geometry)) && c.frame
)
SELECT country, ARRAY(SELECT DISTINCT key FROM events_placename WHERE place_id = province.id),
    ST_AsBinary(geometry)
FROM province
"""


@dataclass(frozen=True, slots=True)
class Territory:
    """A country: its outline, and its provinces by the keys of their names; None where two have one name."""

    outline: BaseGeometry
    provinces: dict[str, BaseGeometry | None] = field(default_factory=dict)
    frame: Frame = field(init=False)
    """That of the outline with its margin, kept: GEOS takes longer to tell it than to ask for the rest."""

    def __post_init__(self) -> None:
        west, south, east, north = self.outline.bounds
        frame = (west - _MARGIN, south - _MARGIN, east + _MARGIN, north + _MARGIN)
        object.__setattr__(self, "frame", frame)

    def is_near(self, lon: float, lat: float) -> bool:
        west, south, east, north = self.frame
        return west <= lon <= east and south <= lat <= north

    def province(self, name: str) -> BaseGeometry | None:
        return next((area for key in _keys(name) if (area := self.provinces.get(key)) is not None), None)


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Countries by their codes."""

    territories: Mapping[str, Territory] = field(default_factory=dict)

    def check(self, lon: float, lat: float, country: str, column: str, province: str = "") -> None:
        """Raises Wrong when the two are the other way round.

        They are when they lie far from the country, and swapped near it; or beyond the border of the country,
        in another one, or of the province, and swapped within it. A point at sea may lie off any coast.
        """
        territory = self.territories.get(country)
        if territory is None or not territory.is_near(lat, lon):
            return
        if not territory.is_near(lon, lat):
            raise _swapped(lon, lat, f"far from {country_names()[country]}", column)
        area = territory.province(province) if province else None
        if area is not None:
            if shapely.contains_xy(area, lon, lat):
                return
            if _lies_in_when_swapped(area, lon, lat):
                raise _swapped(lon, lat, f"outside {province}, {country_names()[country]}", column)
        if shapely.contains_xy(territory.outline, lon, lat):
            return
        if _lies_in_when_swapped(territory.outline, lon, lat):
            other = self._country_at(lon, lat)
            if other and other not in _FORMERLY.get(country, ()):
                where = f"in {country_names()[other]}, outside {country_names()[country]}"
                raise _swapped(lon, lat, where, column)

    def _country_at(self, lon: float, lat: float) -> str:
        return next(
            (
                code
                for code, territory in self.territories.items()
                if territory.is_near(lon, lat) and shapely.contains_xy(territory.outline, lon, lat)
            ),
            "",
        )


def known_whereabouts() -> Whereabouts:
    """What the gazetteer knows."""
    outlines: dict[str, list[BaseGeometry]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT country, ST_AsBinary(geometry) FROM events_place"
            " WHERE kind = 'country' AND geometry IS NOT NULL"
        )
        for country, outline in cursor:
            outlines.setdefault(country, []).append(shapely.from_wkb(bytes(outline)))
        territories = {country: Territory(_prepared(shapes)) for country, shapes in outlines.items()}
        cursor.execute(_PROVINCES, [_MARGIN])
        for country, keys, outline in cursor:
            area, provinces = _prepared([shapely.from_wkb(bytes(outline))]), territories[country].provinces
            for key in keys:
                provinces[key] = None if key in provinces else area
    return Whereabouts(territories)


@lru_cache(maxsize=4096)
def _keys(name: str) -> list[str]:
    return keys_of(name, PlaceKind.ADMIN1)


def _prepared(shapes: list[BaseGeometry]) -> BaseGeometry:
    """One outline of all, to be asked often."""
    shape = shapes[0] if len(shapes) == 1 else shapely.union_all(shapes)
    shapely.prepare(shape)
    return shape


def _lies_in_when_swapped(outline: BaseGeometry, lon: float, lat: float) -> bool:
    """Whether a point outside lies far enough outside, and swapped inside."""
    return bool(shapely.contains_xy(outline, lat, lon)) and not shapely.dwithin(
        outline, shapely.Point(lon, lat), _BORDER
    )


def _swapped(lon: float, lat: float, where: str, column: str) -> Wrong:
    return Wrong(
        f"Latitude {lat:g} and longitude {lon:g} lie {where}; the other way round, latitude {lon:g} and "
        f"longitude {lat:g}, they lie in it. Swap the two, or choose the columns anew.",
        column=column,
        value=f"{lat:g}, {lon:g}",
    )
