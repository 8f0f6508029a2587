"""What lies under the events: land, coasts, borders and names, from the shapes that the map's tiles are cut
from. PostGIS cuts, projects and writes them as path data; nothing here fetches a tile."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache

import shapely
from django.db import connection
from shapely.geometry.base import BaseGeometry

from events.api.names import call_in_language, water_in
from events.geocoding import own_data
from events.images.frame import WORLD_M, Frame
from events.models import Place


@dataclass(frozen=True, slots=True)
class Ground:
    """Path data in pixels of the map, all shapes of a kind in one."""

    paths: dict[str, str]
    """By "focus" (the country in focus), "land", "admin1", "coast", "border" and "disputed"."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name on the map; `rank` 0 is the most important of its kind."""

    text: str
    kind: str
    """country, water or settlement"""
    rank: int
    x: float
    y: float
    is_told: bool = False
    """Whether something happened there: such a town may stand closer to others."""


#: Cut before it is projected, simplified where it is projected: pixels are what counts.
_IN_PIXELS = """ST_Simplify(ST_TransScale(ST_Transform(ST_ClipByBox2D({shape},
    ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, 4326)), 3857),
    %(dx)s, %(dy)s, %(scale)s, %(scale)s), {detail})"""

_SHAPES = f"""
WITH cut AS (
    SELECT kind, country, {_IN_PIXELS.format(shape="geometry", detail="0.35")} AS shape
    FROM events_basemapshape
    WHERE level = %(level)s AND kind = ANY(%(kinds)s)
      AND geometry && ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, 4326)
)
SELECT CASE WHEN kind = 'land' AND country = %(focus)s THEN 'focus' ELSE kind END,
       string_agg(ST_AsSVG(shape, 1, 1), '')
FROM cut
WHERE NOT ST_IsEmpty(shape) AND (kind <> 'land' OR ST_Area(shape) >= 0.3)
GROUP BY 1
"""  # noqa: S608 -- made of constants

_ROWS = "(SELECT id, geometry FROM events_event WHERE id = ANY(%(ids)s)) AS event"
_SHAPES_GIVEN = """(SELECT id, ST_SetSRID(ST_GeomFromGeoJSON(shape), 4326) AS geometry
    FROM unnest(%(ids)s::bigint[], %(shapes)s::text[]) AS given (id, shape)) AS event"""

_AREAS = f"""
WITH drawn AS (
    -- A collection is drawn part by part: its lines as lines, its areas as areas.
    SELECT array_agg(id) AS events, dimension, ST_CollectionExtract(geometry, dimension + 1) AS part
    FROM {{events}}, (VALUES (1), (2)) AS parts (dimension)
    WHERE geometry && ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, 4326)
    GROUP BY geometry, dimension
),
cut AS (
    SELECT events, dimension, {_IN_PIXELS.format(shape="part", detail="0.4")} AS shape
    FROM drawn WHERE NOT ST_IsEmpty(part)
)
SELECT events, dimension, ST_Area(shape), ST_AsSVG(shape, 1, 1), ST_AsBinary(ST_Scale(shape, 1, -1)) FROM cut
WHERE NOT ST_IsEmpty(shape)
"""  # noqa: S608 -- made of constants


def _placing(frame: Frame) -> list[dict[str, float]]:
    """How each part of the frame gets from degrees into pixels."""
    scale = frame.world_px / WORLD_M
    return [
        {
            "west": west, "south": south, "east": east, "north": north,
            # ST_TransScale moves first; ST_AsSVG turns y upside down.
            "dx": WORLD_M / 2 + (world - frame.left) * WORLD_M,
            "dy": -(WORLD_M / 2 - frame.top * WORLD_M),
            "scale": scale,
        }
        for (west, south, east, north), world in frame.parts()
    ]  # fmt: skip


@lru_cache(maxsize=48)
def ground_of(frame: Frame, focus: str, version: str) -> Ground:
    """`version` is the gazetteer's: the same frame is drawn once for light and dark, small and large."""
    zoom = frame.zoom
    level = 0 if zoom <= 3 else 1 if zoom <= 6 else 2
    kinds = ["land", "coast", "border", "disputed", *(["admin1"] if zoom >= 3.7 else [])]
    paths: dict[str, list[str]] = defaultdict(list)
    with connection.cursor() as cursor:
        for part in _placing(frame):
            cursor.execute(_SHAPES, {**part, "level": level, "kinds": kinds, "focus": focus})
            for kind, path in cursor.fetchall():
                paths[kind].append(path)
    return Ground({kind: "".join(found) for kind, found in paths.items()})


@dataclass(frozen=True, slots=True)
class Area:
    """One outline and all events that have it: ten events in a province hatch it once."""

    events: list[int]
    is_line: bool
    size: float
    """Square pixels."""
    path: str
    shape: BaseGeometry
    """The same in pixels, y downward."""


def areas_of(events: Mapping[int, str], frame: Frame) -> list[Area]:
    """The areas and lines of published events, the largest first. `events` has their ids, with the shape as
    GeoJSON where it is not that of the row."""
    areas: list[Area] = []
    if not events:
        return areas
    with connection.cursor() as cursor:
        for part in _placing(frame):
            source = _SHAPES_GIVEN if any(events.values()) else _ROWS
            asked = {"ids": list(events), "shapes": list(events.values())}
            cursor.execute(_AREAS.format(events=source), {**part, **asked})
            areas += [
                Area(sorted(ids), dimension == 1, size, path, shapely.from_wkb(bytes(shape)))
                for ids, dimension, size, path, shape in cursor.fetchall()
                if path
            ]
    return sorted(areas, key=lambda area: (-area.size, area.events))


_NAMES = """
WITH size AS (
    SELECT country, sum(ST_Area(geometry)) AS area
    FROM events_basemapshape WHERE level = 0 AND kind = 'land' GROUP BY country
),
box AS (SELECT ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, 4326) AS box),
country AS (
    SELECT p.id, p.name, p.country, p.point, size.area::float AS weight,
           p.point && ST_Expand(box, -%(air)s) AS is_in
    FROM events_place p JOIN size ON size.country = p.country, box
    WHERE p.kind = 'country' AND size.area >= %(least_area)s
),
seen AS (
    -- Of a country that reaches into the picture from outside the largest piece that is seen.
    SELECT DISTINCT ON (country) id, name, shape, weight
    FROM (
        SELECT c.id, c.name, country, weight, (ST_Dump(ST_ClipByBox2D(geometry, box))).geom AS shape
        FROM events_basemapshape s JOIN country c USING (country), box
        WHERE NOT is_in AND level = 0 AND s.kind = 'land'
          -- Compared without the spatial index, which holds all levels and is slower for half the world.
          AND ST_XMax(geometry) > %(west)s AND ST_XMin(geometry) < %(east)s
          AND ST_YMax(geometry) > %(south)s AND ST_YMin(geometry) < %(north)s
    ) piece, box
    WHERE ST_Area(shape) >= 0.03 * ST_Area(box)
    ORDER BY country, ST_Area(shape) DESC
),
found AS (
    SELECT id, name, point, 'country' AS kind, weight FROM country WHERE is_in
    UNION ALL
    SELECT id, name, ST_PointOnSurface(shape), 'country', weight FROM seen
    UNION ALL
    (SELECT p.id, p.name, p.point, 'settlement', p.population::float
     FROM events_place p, box
     WHERE p.kind = 'settlement' AND p.population >= 1000 AND p.population >= %(population)s
       AND {in_box}
     ORDER BY p.population DESC, p.id LIMIT 70)
    UNION ALL
    SELECT p.id, p.name, p.point, 'settlement', coalesce(p.population, 0)::float
    FROM events_place p, box
    WHERE p.id = ANY(%(told)s) AND p.kind = 'settlement' AND p.point && box
)
SELECT DISTINCT ON (kind, weight, id) id, name, kind, weight, ST_X(point), ST_Y(point)
FROM found
ORDER BY kind, weight DESC, id
"""

_BY_SIZE = "ST_X(p.point) BETWEEN %(west)s AND %(east)s AND ST_Y(p.point) BETWEEN %(south)s AND %(north)s"
_BY_PLACE_FROM = 4.5
#: Least population of a named town by zoom; each step of zoom shows a quarter of the area.
_POPULATION = (10**12, 10**12, 10_000_000, 4_000_000, 1_200_000, 250_000, 40_000, 8_000, 1_000)
#: Square degrees of the smallest country named, by zoom.
_COUNTRY_AREA = (250.0, 90.0, 30.0, 8.0, 1.5, 0.2, 0.0)


def names_of(frame: Frame, told: Collection[int], language: str) -> list[Name]:
    """Names in the frame, the most important first: countries, seas, towns. `told` are the places of the
    events; those that are towns are named before larger ones where nothing happened."""
    zoom = max(0, frame.zoom)
    shown = set(told)
    rows: list[tuple] = []
    with connection.cursor() as cursor:
        for part in _placing(frame):
            # Few towns are that large: looked up by their size rather than by where they are.
            in_box = _BY_SIZE if zoom < _BY_PLACE_FROM else "p.point && box"
            cursor.execute(_NAMES.format(in_box=in_box), {
                **part, "told": list(told), "air": 0.04 * (part["east"] - part["west"]),
                "population": _POPULATION[min(round(zoom), len(_POPULATION) - 1)],
                "least_area": _COUNTRY_AREA[min(math.floor(zoom), len(_COUNTRY_AREA) - 1)],
            })  # fmt: skip
            rows += cursor.fetchall()
    places = Place.objects.filter(pk__in=[row[0] for row in rows]).defer("geometry")
    called = dict(call_in_language(places))
    names = [
        Name(called.get(place, text), kind, _rank(kind, weight), *frame.pixel(lon, lat), place in shown)
        for place, text, kind, weight, lon, lat in rows
    ]
    names += _waters(frame, zoom, language)
    order = {"country": 0, "settlement": 2, "water": 1}
    seen = [name for name in names if frame.holds(name.x, name.y)]
    return sorted(seen, key=lambda name: (order[name.kind], not name.is_told, name.rank, name.text))


def _rank(kind: str, weight: float) -> int:
    if kind == "country":
        return 0 if weight > 400 else 1 if weight > 60 else 2 if weight > 10 else 3
    return 0 if weight > 2_000_000 else 1 if weight > 500_000 else 2 if weight > 100_000 else 3


def _waters(frame: Frame, zoom: float, language: str) -> list[Name]:
    names = []
    for row in own_data.rows("waters"):
        if int(row["rank"]) > zoom + 1:
            continue
        at = frame.pixel(float(row["lon"]), float(row["lat"]))
        names.append(Name(water_in(language, row["name"]), "water", int(row["rank"]), *at))
    return names
