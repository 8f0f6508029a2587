"""The muted map under everything: land, coasts, borders and admin-1 lines, cut from the gazetteer's polygons.

All lines of a level come from the same simplified coverage as its land, so they meet at every zoom.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from events.geocoding import own_data
from events.geocoding.admin1 import Admin1
from events.geocoding.areas import union
from events.geocoding.mesh import Chains, chains

#: Degrees of simplification for zooms 0–3, 4–6 and 7 up: about half a pixel of a 512-pixel tile at zooms 2, 5
#: and 8. Level 2 keeps every vertex that Natural Earth has.
TOLERANCES = (0.08, 0.011, 0.0)
#: Smaller pieces of land are no more than a dot at the zooms of the level, in square degrees.
_SMALLEST = (0.02, 0.0002, 0.0)


@dataclass(frozen=True, slots=True)
class Shape:
    level: int
    kind: str
    country: str
    geometry: shapely.Geometry


def coarse(polygons: NDArray[np.object_]) -> NDArray[np.object_]:
    """The polygons of level 0, which still meet each other exactly."""
    return shapely.coverage_simplify(polygons, TOLERANCES[0])


def shapes(
    areas: list[Admin1], polygons: NDArray[np.object_], edges: Chains, coarsest: NDArray[np.object_]
) -> list[Shape]:
    """All three levels; `edges` are those of `polygons` as they are, `coarsest` those of level 0."""
    disputes = _disputes()
    found: list[Shape] = []
    for level, tolerance in enumerate(TOLERANCES):
        if level == 0:
            coverage = coarsest
        else:
            coverage = shapely.coverage_simplify(polygons, tolerance) if tolerance else polygons
        found += _land(level, areas, coverage)
        found += _lines(level, areas, chains(coverage) if tolerance else edges, disputes)
    return found


def _land(level: int, areas: list[Admin1], polygons: NDArray[np.object_]) -> list[Shape]:
    codes = np.array([area.country for area in areas])
    found = []
    for country in np.unique(codes):
        parts = shapely.get_parts(union(polygons[codes == country]))
        sizes = shapely.area(parts)
        # An island state keeps its largest island at every zoom.
        kept = (sizes >= _SMALLEST[level]) | (sizes == sizes.max())
        # One row a part: a tile then reads the islands it shows, not all of a country's.
        found += [Shape(level, "land", str(country), part) for part in parts[kept]]
    return found


def _lines(level: int, areas: list[Admin1], edges: Chains, disputes: list[Dispute]) -> list[Shape]:
    groups: dict[tuple[str, str], list[shapely.Geometry]] = defaultdict(list)
    sizes = shapely.length(edges.lines)
    for line, size, first, second in zip(edges.lines, sizes, edges.first, edges.second, strict=True):
        one = areas[first]
        if second < 0:
            # A ring round an islet too small to be drawn as land.
            if line.is_closed and shapely.Polygon(line).area < _SMALLEST[level]:
                continue
            groups["coast", one.country].append(line)
        elif size:
            other = areas[second]
            if any(dispute.is_between(one, other) for dispute in disputes):
                kind = "disputed"
            else:
                kind = "admin1" if one.country == other.country else "border"
            groups[kind, min(one.country, other.country)].append(line)
    found = []
    for (kind, country), lines in groups.items():
        merged = shapely.line_merge(shapely.multilinestrings(lines))
        found += [Shape(level, kind, country, part) for part in shapely.get_parts(merged)]
    return found


@dataclass(frozen=True, slots=True)
class Dispute:
    name: str
    one: frozenset[str]
    other: frozenset[str]

    def is_between(self, a: Admin1, b: Admin1) -> bool:
        return (bool(a.selectors & self.one) and self._is_other(b)) or (
            bool(b.selectors & self.one) and self._is_other(a)
        )

    def _is_other(self, area: Admin1) -> bool:
        # Lines within the disputed area itself are ordinary ones.
        return bool(area.selectors & self.other) and not area.selectors & self.one


def _disputes() -> list[Dispute]:
    return [
        Dispute(row["name"], frozenset(own_data.words(row["one"])), frozenset(own_data.words(row["other"])))
        for row in own_data.rows("disputed")
    ]
