"""Our own places: informal regions, provinces that Natural Earth lacks, waters, landmarks, camps, quarters.

They come from the tables in `data/`. Each outline is an approximation, and a place without one has a point.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from events.folding import fold
from events.geocoding import own_data
from events.geocoding.admin1 import Admin1
from events.geocoding.areas import Reference, Row, label_point, names, union

#: Degrees of simplification of informal regions, at least; a longer edge is drawn with about so many corners.
_FUZZY, _CORNERS = 0.01, 4000.0
#: From so many provinces on an area is put together from the coarse ones.
_MANY = 60
_KM_PER_DEGREE = 111.2
#: How the ids of `provinces.csv` begin.
OWN_PROVINCE = "admin1:"


@dataclass(frozen=True, slots=True)
class Pieces:
    """What own areas are put together from: Natural Earth's provinces, the same with few corners for what
    spans half a continent, and the districts."""

    areas: list[Admin1]
    polygons: NDArray[np.object_]
    coarse: NDArray[np.object_]
    districts: list[Row]

    def of(self, table: str, row: dict[str, str]) -> list[shapely.Geometry]:
        """The outlines of a row's members: countries, provinces, or districts written "CD/Irumu"."""
        numbers: list[int] = []
        shapes: list[shapely.Geometry] = []
        separated = row["members"] if "/" in row["members"] else row["members"].replace(" ", "|")
        for wanted in own_data.words(separated):
            found = [k for k, area in enumerate(self.areas) if wanted in area.selectors]
            country, _, district = wanted.partition("/")
            named = [r for r in self.districts if r.country == country and fold(r.name) == fold(district)]
            if not found and not named:
                raise ValueError(f'{table}.csv: "{row["name"]}" has the unknown member "{wanted}".')
            numbers += found
            shapes += [district_row.geometry for district_row in named]
        source = self.coarse if len(numbers) > _MANY else self.polygons
        return [*source[numbers], *shapes]


def own_areas(pieces: Pieces, parents: dict[str, Reference]) -> list[Row]:
    """Informal regions: unions of provinces, countries and districts, boxes, or circles about a point."""
    rows = []
    for row in own_data.rows("areas"):
        shape = _outline(row, pieces)
        rows.append(
            Row(
                provider=own_data.PROVIDER,
                provider_id=f"area:{fold(row['name'])}",
                name=row["name"],
                kind=row["kind"] or "own_area",
                country=row["country"],
                point=(float(row["lon"]), float(row["lat"])) if row["lon"] else label_point(shape),
                geometry=shape,
                licence=own_data.LICENCE,
                parent=parents.get(row["country"]),
                names=names(([row["name"]], "en", "main"), (own_data.words(row["aliases"]), "", "own")),
            )
        )
    return rows


def own_provinces(pieces: Pieces, parents: dict[str, Reference]) -> list[Row]:
    """Provinces that Natural Earth does not have yet, put together from districts."""
    if not pieces.districts:
        return []
    rows = []
    for row in own_data.rows("provinces"):
        shape = union(np.array(pieces.of("provinces", row), dtype=object))
        centre = shape.centroid
        rows.append(
            Row(
                provider=own_data.PROVIDER,
                provider_id=f"{OWN_PROVINCE}{row['country']}:{fold(row['name'])}",
                name=row["name"],
                kind="admin1",
                country=row["country"],
                point=(centre.x, centre.y) if shape.contains(centre) else label_point(shape),
                geometry=shape,
                licence="CC BY 3.0 IGO and CC BY 4.0, geoBoundaries; grouping Dateline",
                parent=parents.get(row["country"]),
                names=names(([row["name"]], "en", "main"), (own_data.words(row["aliases"]), "", "own")),
            )
        )
    return rows


def _outline(row: dict[str, str], pieces: Pieces) -> shapely.Geometry:
    if row["radius_km"]:
        return circle(float(row["lon"]), float(row["lat"]), float(row["radius_km"]))
    shape = union(np.array(pieces.of("areas", row), dtype=object))
    if row["bbox"]:
        shape = shapely.intersection(shape, shapely.box(*(float(edge) for edge in row["bbox"].split())))
    # An informal region has no sharp edge, and forty thousand corners would only slow every map.
    parts = [
        part
        for part in shapely.get_parts(shape.simplify(max(_FUZZY, shape.length / _CORNERS)))
        if part.geom_type == "Polygon"
    ]
    if not parts:
        raise ValueError(f'areas.csv: "{row["name"]}" has no area within its bbox "{row["bbox"]}".')
    return parts[0] if len(parts) == 1 else shapely.multipolygons(parts)


def circle(lon: float, lat: float, radius_km: float) -> shapely.Polygon:
    """About a point, round on the ground; good to a hundredth between 75° south and north."""
    round_one = shapely.buffer(shapely.Point(0, 0), radius_km / _KM_PER_DEGREE, quad_segs=12)
    stretched = shapely.transform(
        round_one, lambda xy: xy * (1 / math.cos(math.radians(lat)), 1) + (lon, lat)
    )
    return shapely.set_precision(stretched, 1e-4)


def waters() -> list[Row]:
    return [
        Row(
            provider=own_data.PROVIDER,
            provider_id=f"water:{fold(row['name'])}",
            name=row["name"],
            kind="natural",
            country="",
            point=(float(row["lon"]), float(row["lat"])),
            geometry=None,
            licence=own_data.LICENCE,
            names=names(([row["name"]], "en", "main"), (own_data.words(row["aliases"]), "", "own")),
        )
        for row in own_data.rows("waters")
    ]


def landmarks() -> list[Row]:
    """Rivers, lakes, mountains, camps, quarters, villages: a point each, and its country where it has one."""
    rows = []
    for table, prefix in (("features", "feature"), ("localities", "locality")):
        for row in own_data.rows(table):
            rows.append(
                Row(
                    provider=own_data.PROVIDER,
                    provider_id=f"{prefix}:{row['country']}:{fold(row['name'])}",
                    name=row["name"],
                    kind=row.get("kind") or "natural",
                    country=row["country"],
                    point=(float(row["lon"]), float(row["lat"])),
                    geometry=None,
                    licence=own_data.LICENCE,
                    population=int(row["population"]) if row.get("population") else None,
                    names=names(([row["name"]], "en", "main"), (own_data.words(row["aliases"]), "", "own")),
                )
            )
    return rows
