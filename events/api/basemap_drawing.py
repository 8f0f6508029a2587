"""What a tile of the background map holds, drawn by PostGIS from the gazetteer's shapes and names."""

from __future__ import annotations

import hashlib
import json
from functools import cache

from django.conf import settings
from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.utils.translation import override

from events.api.names import call_in_language, water_in
from events.geocoding import own_data
from events.models import Place

MAX_ZOOM = 8
#: Labels a tile may carry; more never fit on 512 pixels.
_LABELS = 25
#: Steps across a tile of 512 pixels, and the bend of a line that is left out: a third of the bytes less than
#: with twice as many and half a pixel, and no difference to be seen.
_EXTENT = 2048
_DETAIL_PX = 1.0

_LABELLED = """
WITH tile AS (
    SELECT ST_TileEnvelope(%(z)s, %(x)s, %(y)s) AS square,
           ST_Transform(ST_TileEnvelope(%(z)s, %(x)s, %(y)s), 4326) AS box,
           -- Within the world: beyond 180 degrees a margin would begin on the other side, without any land.
           ST_Transform(ST_Intersection(ST_TileEnvelope(%(z)s, %(x)s, %(y)s, margin => 0.02),
                                        ST_TileEnvelope(0, 0, 0)), 4326) AS wide
),
shape AS (
    -- Cut before it is projected: a tile of Kamchatka must not project all of Russia.
    SELECT s.kind, s.country,
           ST_Simplify(ST_Transform(ST_ClipByBox2D(s.geometry, wide), 3857), %(detail)s, true) AS cut
    FROM events_basemapshape s, tile
    WHERE s.level = %(level)s AND s.geometry && wide AND (s.kind <> 'admin1' OR %(admin1)s)
),
drawn AS (
    SELECT kind, country, ST_AsMVTGeom(cut, square, %(extent)s, %(extent)s / 64, true) AS geom
    FROM shape, tile
    WHERE kind <> 'land' OR ST_Area(cut) >= %(smallest)s
),
size AS (
    SELECT country, sum(ST_Area(geometry)) AS area
    FROM events_basemapshape WHERE level = 0 AND kind = 'land' GROUP BY country
),
country AS (
    SELECT p.id, p.name, 'country' AS kind, p.country, p.point, 0 AS first, size.area AS weight,
           CASE WHEN area > 400 THEN 0 WHEN area > 90 THEN 1 WHEN area > 40 THEN 2 WHEN area > 16 THEN 3
                WHEN area > 5 THEN 4 WHEN area > 1 THEN 5 WHEN area > 0.2 THEN 6 ELSE 7 END AS rank
    FROM events_place p LEFT JOIN size ON size.country = p.country, tile
    WHERE p.kind = 'country' AND p.point && box
),
water AS (
    SELECT NULL::bigint AS id, w.name, 'water' AS kind, '' AS country,
           ST_SetSRID(ST_MakePoint(lon, lat), 4326) AS point, 1 AS first, 0.0::float AS weight, w.rank
    FROM unnest(%(waters)s::text[], %(water_lons)s::float[], %(water_lats)s::float[], %(water_ranks)s::int[])
        AS w (name, lon, lat, rank), tile
    WHERE w.name <> '' AND ST_MakePoint(lon, lat) && ST_SetSRID(box, 0)
),
town AS (
    -- The largest of each sixth by sixth of the tile: labels that near would cover each other.
    SELECT DISTINCT ON (floor(ST_X(at) * 6), floor(ST_Y(at) * 6))
           id, name, 'settlement' AS kind, country, point, 2 AS first, population::float AS weight,
           CASE WHEN population > 10000000 THEN 0 WHEN population > 5000000 THEN 1
                WHEN population > 2000000 THEN 2 WHEN population > 1000000 THEN 3
                WHEN population > 500000 THEN 4 WHEN population > 200000 THEN 5
                WHEN population > 100000 THEN 6 WHEN population > 50000 THEN 7
                WHEN population > 20000 THEN 8 WHEN population > 5000 THEN 9 ELSE 10 END AS rank
    FROM (
        SELECT p.*, ST_MakePoint(
            (ST_X(p.point) - ST_XMin(box)) / (ST_XMax(box) - ST_XMin(box)),
            (ST_Y(p.point) - ST_YMin(box)) / (ST_YMax(box) - ST_YMin(box))
        ) AS at
        FROM events_place p, tile
        WHERE p.kind = 'settlement' AND p.population >= 1000 AND p.population >= %(population)s
          AND p.point && box
    ) p
    ORDER BY floor(ST_X(at) * 6), floor(ST_Y(at) * 6), population DESC, id
),
province AS (
    SELECT p.id, p.name, 'admin1' AS kind, p.country, p.point, 3 AS first, 0.0::float AS weight, 8 AS rank
    FROM events_place p, tile
    WHERE p.kind = 'admin1' AND %(admin1_labels)s AND p.point && box
    ORDER BY ST_Area(Box2D(p.geometry)) DESC, p.id
    LIMIT 8
),
chosen AS (
    SELECT * FROM (
        SELECT * FROM country WHERE rank <= %(country_rank)s
        UNION ALL SELECT * FROM water WHERE rank <= %(water_rank)s
        UNION ALL SELECT * FROM town
        UNION ALL SELECT * FROM province
    ) every
    ORDER BY first, weight DESC, name
    LIMIT %(labels)s
)
"""
_TILE = """,
label AS (
    -- On the edge between two tiles a label belongs to one of them.
    SELECT coalesce(%(names)s::jsonb ->> id::text, name) AS name, kind, rank, country,
           ST_AsMVTGeom(ST_Transform(point, 3857), square, %(extent)s, 0, true) AS geom
    FROM chosen, tile
    WHERE abs(ST_Y(point)) < 85 AND ST_X(point) < ST_XMax(box) AND ST_Y(point) > ST_YMin(box)
)
SELECT (SELECT ST_AsMVT(t, 'land', %(extent)s) FROM
           (SELECT country, geom FROM drawn WHERE kind = 'land' AND geom IS NOT NULL) t)
    || (SELECT ST_AsMVT(t, 'admin1', %(extent)s) FROM
           (SELECT country, geom FROM drawn WHERE kind = 'admin1' AND geom IS NOT NULL) t)
    || (SELECT ST_AsMVT(t, 'coast', %(extent)s) FROM
           (SELECT geom FROM drawn WHERE kind = 'coast' AND geom IS NOT NULL) t)
    || (SELECT ST_AsMVT(t, 'border', %(extent)s) FROM
           (SELECT kind = 'disputed' AS disputed, geom FROM drawn
            WHERE kind IN ('border', 'disputed') AND geom IS NOT NULL) t)
    || (SELECT ST_AsMVT(t, 'label', %(extent)s) FROM (SELECT * FROM label WHERE geom IS NOT NULL) t)
"""


#: Least population of labelled settlements by zoom; at 7 and 8 the 25 largest of the tile decide.
_POPULATION = {
    0: None,
    1: None,
    2: None,
    3: 5_000_000,
    4: 1_500_000,
    5: 300_000,
    6: 60_000,
    7: 8_000,
    8: 1_000,
}


#: Least important country still labelled, by zoom; the ranks go by area.
_COUNTRY_RANK = (0, 1, 3, 5, 6, 9, 9, 9, 9)


@cache
def _waters(language: str) -> dict[str, list[object]]:
    rows = own_data.rows("waters")
    return {
        "waters": [water_in(language, row["name"]) for row in rows],
        "water_lons": [float(row["lon"]) for row in rows],
        "water_lats": [float(row["lat"]) for row in rows],
        "water_ranks": [int(row["rank"]) for row in rows],
    }


def render(z: int, x: int, y: int, language: str = settings.LANGUAGE_CODE) -> bytes:
    """The tile with its layers land, admin1, coast, border and label, its names in the language."""
    level = 0 if z <= 3 else 1 if z <= 6 else 2
    params = {
        "z": z, "x": x, "y": y, "level": level, "labels": _LABELS, "extent": _EXTENT,
        # In Web Mercator metres; the level's own simplification is coarser at its last zoom.
        "detail": 40_075_016.7 / 512 / (1 << z) * _DETAIL_PX,
        # Smaller land is not drawn: a quarter of a pixel.
        "smallest": (40_075_016.7 / 512 / (1 << z)) ** 2 / 4,
        "population": _POPULATION[z] or 10**12,
        "admin1": z >= 4, "admin1_labels": z >= 6,
        "country_rank": _COUNTRY_RANK[z],
        "water_rank": z,
        **_waters(language),
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_LABELLED + _TILE, {**params, "names": _names(cursor, params, language)})
        return bytes(cursor.fetchone()[0] or b"")


def _names(cursor: CursorWrapper, params: dict[str, object], language: str) -> str:
    """What the labelled places are called in the language, as a JSON object by their ids."""
    if language == settings.LANGUAGE_CODE:
        return "{}"
    cursor.execute(_LABELLED + "SELECT id FROM chosen WHERE id IS NOT NULL", params)
    places = Place.objects.filter(pk__in=[pk for (pk,) in cursor.fetchall()]).defer("geometry")
    with override(language):
        return json.dumps(dict(call_in_language(places)))


@cache
def drawing() -> str:
    """Changes when the same gazetteer would be drawn differently."""
    waters = [_waters(code) for code, _name in settings.LANGUAGES]
    drawn_by = (_LABELLED, _TILE, _EXTENT, _DETAIL_PX, _LABELS, _POPULATION, _COUNTRY_RANK, waters)
    return hashlib.sha256(repr(drawn_by).encode()).hexdigest()[:6]
