"""The background map's vector tiles, rendered by PostGIS and kept on disk.

A tile's address holds the version of the gazetteer that it was drawn from, so a tile never changes and may be
kept by browsers and a CDN for ever.
"""

from __future__ import annotations

import logging
import os
import shutil
import tempfile
import time
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse

from events.geocoding import loading, own_data

MAX_ZOOM = 8
ATTRIBUTION = "Natural Earth · GeoNames · geoBoundaries"
CONTENT_TYPE = "application/vnd.mapbox-vector-tile"
_IMMUTABLE = "public, max-age=31536000, immutable"
_VERSION_TTL_S = 30
#: Labels a tile may carry; more never fit on 512 pixels.
_LABELS = 25
_log = logging.getLogger(__name__)
_known_version: tuple[float, str] = (0.0, "")


def version() -> str:
    """What stands in the tiles' addresses; "none" before the gazetteer is loaded."""
    global _known_version
    asked, known = _known_version
    if not known or time.monotonic() - asked > _VERSION_TTL_S:
        known = loading.loaded_stamp() or "none"
        _known_version = (time.monotonic(), "" if known == "none" else known)
    return known


def url_template() -> str:
    """The tiles' address with {z}, {x} and {y} to fill in, as Leaflet and TileJSON write it."""
    address = reverse("basemap-tile", kwargs={"version": version(), "z": 987, "x": 654, "y": 321})
    return address.replace("987", "{z}").replace("654", "{x}").replace("321", "{y}")


def tile(request: HttpRequest, version: str, z: int, x: int, y: int) -> HttpResponse:
    """One tile: layers land, admin1, coast, border and label."""
    size = 1 << min(z, MAX_ZOOM)
    if z > MAX_ZOOM or not (0 <= x < size and 0 <= y < size):
        sentence = f"There is no background tile {z}/{x}/{y}. Zooms go from 0 to {MAX_ZOOM}."
        return _opened(JsonResponse({"error": sentence, "field": "z"}, status=404))
    current = globals()["version"]()
    response = HttpResponse(stored_tile(current, z, x, y), content_type=CONTENT_TYPE)
    # A page that was open while the gazetteer was reloaded gets the present tile, but must not keep it.
    response["Cache-Control"] = _IMMUTABLE if version == current else "no-store"
    return _opened(response)


def _opened(response: HttpResponse) -> HttpResponse:
    response["Access-Control-Allow-Origin"] = "*"
    return response


def stored_tile(version: str, z: int, x: int, y: int) -> bytes:
    """The tile from the disk, rendered first where it is missing."""
    file = folder(version) / str(z) / str(x) / f"{y}.mvt"
    try:
        return file.read_bytes()
    except OSError:
        data = render(z, x, y)
        if version != "none":
            _store(file, data)
        return data


def folder(version: str) -> Path:
    return Path(settings.LOCAL_DIR) / "basemap" / version


def _store(file: Path, data: bytes) -> None:
    # Written aside and renamed, so that another process never reads half a tile. A full or read-only disk
    # costs speed, not the map.
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=file.parent)
        with os.fdopen(handle, "wb") as out:
            out.write(data)
        Path(name).replace(file)
    except OSError as error:
        _log.warning("The background tile %s could not be kept: %s", file, error)


def prerender() -> int:
    """Draw zooms 0 to 2, so that the first reader of a new gazetteer waits for nothing."""
    current, count = loading.loaded_stamp(), 0
    _forget_other_versions(current)
    for z in range(3):
        for x in range(1 << z):
            for y in range(1 << z):
                stored_tile(current, z, x, y)
                count += 1
    return count


_TILE = """
WITH tile AS (
    SELECT ST_TileEnvelope(%(z)s, %(x)s, %(y)s) AS square,
           ST_Transform(ST_TileEnvelope(%(z)s, %(x)s, %(y)s), 4326) AS box,
           ST_Transform(ST_TileEnvelope(%(z)s, %(x)s, %(y)s, margin => 0.02), 4326) AS wide
),
shape AS (
    -- Cut before it is projected: a tile of Kamchatka must not project all of Russia.
    SELECT s.kind, s.country,
           ST_Simplify(ST_Transform(ST_ClipByBox2D(s.geometry, wide), 3857), %(detail)s, true) AS cut
    FROM events_basemapshape s, tile
    WHERE s.level = %(level)s AND s.geometry && wide AND (s.kind <> 'admin1' OR %(admin1)s)
),
drawn AS (
    SELECT kind, country, ST_AsMVTGeom(cut, square, 4096, 64, true) AS geom
    FROM shape, tile
    WHERE kind <> 'land' OR ST_Area(cut) >= %(smallest)s
),
size AS (
    SELECT country, sum(ST_Area(geometry)) AS area
    FROM events_basemapshape WHERE level = 0 AND kind = 'land' GROUP BY country
),
country AS (
    SELECT p.name, 'country' AS kind, p.country, p.point, 0 AS first, size.area AS weight,
           CASE WHEN area > 400 THEN 0 WHEN area > 90 THEN 1 WHEN area > 40 THEN 2 WHEN area > 16 THEN 3
                WHEN area > 5 THEN 4 WHEN area > 1 THEN 5 WHEN area > 0.2 THEN 6 ELSE 7 END AS rank
    FROM events_place p LEFT JOIN size ON size.country = p.country, tile
    WHERE p.kind = 'country' AND p.point && box
),
water AS (
    SELECT w.name, 'water' AS kind, '' AS country, ST_SetSRID(ST_MakePoint(lon, lat), 4326) AS point,
           1 AS first, 0.0::float AS weight, w.rank
    FROM unnest(%(waters)s::text[], %(water_lons)s::float[], %(water_lats)s::float[], %(water_ranks)s::int[])
        AS w (name, lon, lat, rank), tile
    WHERE ST_MakePoint(lon, lat) && ST_SetSRID(box, 0)
),
town AS (
    -- The largest of each sixth by sixth of the tile: labels that near would cover each other.
    SELECT DISTINCT ON (floor(ST_X(at) * 6), floor(ST_Y(at) * 6))
           name, 'settlement' AS kind, country, point, 2 AS first, population::float AS weight,
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
    SELECT p.name, 'admin1' AS kind, p.country, p.point, 3 AS first, 0.0::float AS weight, 8 AS rank
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
),
label AS (
    -- On the edge between two tiles a label belongs to one of them.
    SELECT name, kind, rank, country, ST_AsMVTGeom(ST_Transform(point, 3857), square, 4096, 0, true) AS geom
    FROM chosen, tile
    WHERE abs(ST_Y(point)) < 85 AND ST_X(point) < ST_XMax(box) AND ST_Y(point) > ST_YMin(box)
)
SELECT (SELECT ST_AsMVT(t, 'land') FROM
           (SELECT country, geom FROM drawn WHERE kind = 'land' AND geom IS NOT NULL) t)
    || (SELECT ST_AsMVT(t, 'admin1') FROM
           (SELECT country, geom FROM drawn WHERE kind = 'admin1' AND geom IS NOT NULL) t)
    || (SELECT ST_AsMVT(t, 'coast') FROM (SELECT geom FROM drawn WHERE kind = 'coast' AND geom IS NOT NULL) t)
    || (SELECT ST_AsMVT(t, 'border') FROM
           (SELECT kind = 'disputed' AS disputed, geom FROM drawn
            WHERE kind IN ('border', 'disputed') AND geom IS NOT NULL) t)
    || (SELECT ST_AsMVT(t, 'label') FROM (SELECT * FROM label WHERE geom IS NOT NULL) t)
"""


def _forget_other_versions(current: str) -> None:
    """Delete the tiles of versions gone by; with several databases on one disk they are drawn again."""
    for old in folder(current).parent.glob("*"):
        if old.name != current:
            shutil.rmtree(old, ignore_errors=True)


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
def _waters() -> dict[str, list[object]]:
    rows = own_data.rows("waters")
    return {
        "waters": [row["name"] for row in rows],
        "water_lons": [float(row["lon"]) for row in rows],
        "water_lats": [float(row["lat"]) for row in rows],
        "water_ranks": [int(row["rank"]) for row in rows],
    }


def render(z: int, x: int, y: int) -> bytes:
    level = 0 if z <= 3 else 1 if z <= 6 else 2
    with connection.cursor() as cursor:
        cursor.execute(
            _TILE,
            {
                "z": z, "x": x, "y": y, "level": level, "labels": _LABELS,
                # Half a pixel of the tile, in Web Mercator metres; the level's own simplification is coarser
                # at its last zoom.
                "detail": 40_075_016.7 / 512 / (1 << z) / 2,
                # Smaller land is not drawn: a quarter of a pixel.
                "smallest": (40_075_016.7 / 512 / (1 << z)) ** 2 / 4,
                "population": _POPULATION[z] or 10**12,
                "admin1": z >= 4, "admin1_labels": z >= 6,
                "country_rank": _COUNTRY_RANK[z],
                "water_rank": z,
                **_waters(),
            },
        )  # fmt: skip
        return bytes(cursor.fetchone()[0] or b"")
