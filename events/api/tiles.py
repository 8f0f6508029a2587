"""Published events as vector tiles (Mapbox Vector Tile 2.1) and what they are, as TileJSON 3.0.

`/tiles/{z}/{x}/{y}.mvt` takes the filters of every route. Layer "events" has points: up to `TOGETHER_UNTIL`
those that lie in one of `CELLS` × `CELLS` cells of the tile are one, with their `count`; above, and where a
cell holds one, each stands by itself. An event is in exactly one tile and one cell, so counts add up. Layer
"areas" has the outlines of what is not known to a point, each once, with the number of events it stands for.

A tile without events is 200 with an empty body, which MapLibre, OpenLayers and Leaflet.VectorGrid read as a
tile of nothing; unlike a 204 it has an ETag, and unlike a 404 it is no error in the console.
"""

from __future__ import annotations

import math
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.gis.db.models import Extent
from django.contrib.gis.geos import Polygon
from django.db import connection, transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from events.api.basemap import CONTENT_TYPE
from events.api.columns import POINT_BYTES
from events.api.errors import NotPublished, answers_errors_in_json
from events.api.geojson import ATTRIBUTION
from events.api.params import EventFilter, parse
from events.api.selection import apply
from events.api.versions import cacheable
from events.embeds.snippet import absolute_url
from events.enums import EventKind
from events.models import Event
from mapsite.language import in_language

MAX_ZOOM = 14
#: Up to this zoom a tile of 512 pixels has clusters, each in a square of 16 pixels.
TOGETHER_UNTIL = 10
CELLS = 32
#: Titles are for labels, for which there is no room before.
TITLES_FROM = 9
AREAS_FROM = 3
#: The latest ones; a tile with more would be heavier than what it is drawn on.
MOST_IN_TILE = 10_000
_MERCATOR_M = 40_075_016.685578488
#: Web Mercator ends here.
_MOST_LATITUDE = 85.0511287798066

_COLUMNS = (
    "id", "title", "kind", "layer__slug", "place_id", "point", "geometry", "precision", "verification",
    "date_precision", "earliest", "latest",
)  # fmt: skip

_EVENTS = """
WITH event AS MATERIALIZED (
    SELECT e.*, ST_X(m) / %(world)s + 0.5 AS x, 0.5 - ST_Y(m) / %(world)s AS y
    FROM (SELECT e.*, ST_Transform(point, 3857) AS m FROM ({events}) e) e
), here AS (
    -- From its left edge to before its right one: on the edge between two an event belongs to one of them.
    SELECT *, x * %(across)s - %(x)s AS u, y * %(across)s - %(y)s AS v FROM event
    WHERE floor(x * %(across)s) = %(x)s AND floor(y * %(across)s) = %(y)s
), cell AS (
    -- Of one event its own values, which the least of one is; of several, what is true of all of them.
    SELECT ST_MakePoint(round(avg(u)::numeric * 4096), round(avg(v)::numeric * 4096)) AS geom,
        count(*) AS count, mode() WITHIN GROUP (ORDER BY kind::text) AS kind, min(earliest) AS earliest,
        max(latest) AS latest, {own}
    FROM here GROUP BY {cell}
), drawn AS (
    SELECT geom, count, (%(groups)s::text[])[array_position(%(kinds)s::text[], kind)] AS "group",
        earliest::text, latest::text, id AS feature, id, CASE WHEN count = 1 THEN kind END AS kind, layer,
        date_precision, precision, verification, CASE WHEN %(titles)s THEN title END AS title
    FROM cell ORDER BY latest DESC NULLS LAST LIMIT %(most)s
)
SELECT ST_AsMVT(drawn, 'events', 4096, 'geom', 'feature') FROM drawn
""".replace(
    "{own}",
    ", ".join(
        f"CASE WHEN count(*) = 1 THEN min({column}) END AS {name}"
        for name, column in (
            ("id", "id"), ("layer", "layer__slug"), ("date_precision", "date_precision"),
            ("precision", "precision"), ("verification", "verification"), ("title", "title"),
        )
    ),
)  # fmt: skip
_AREAS = """
WITH area AS (
    -- Events at one place with one label point share their outline; to compare outlines would take longer.
    SELECT min(id) AS id, count(*) AS count, mode() WITHIN GROUP (ORDER BY kind) AS kind,
        min(precision) AS precision
    FROM ({events}) e WHERE pg_column_size(geometry) > %(point)s
    GROUP BY place_id, ST_X(point), ST_Y(point), pg_column_size(geometry)
), drawn AS (
    SELECT ST_AsMVTGeom(ST_Simplify(ST_Transform(ST_ClipByBox2D(e.geometry, wide), 3857), %(detail)s, true),
            square, 4096, 64, true) AS geom, area.count, area.precision,
        (%(groups)s::text[])[array_position(%(kinds)s::text[], area.kind::text)] AS "group",
        CASE WHEN area.count = 1 THEN area.id END AS id, area.id AS feature
    FROM area JOIN events_event e ON e.id = area.id, (SELECT ST_TileEnvelope(%(z)s, %(x)s, %(y)s) AS square,
        ST_MakeEnvelope({wide}, 4326) AS wide) tile
)
SELECT ST_AsMVT(drawn, 'areas', 4096, 'geom', 'feature') FROM drawn WHERE geom IS NOT NULL
""".replace("{wide}", ", ".join(f"(%(wide)s::float[])[{side}]" for side in (1, 2, 3, 4)))

_FIELDS = {
    "count": "How many events this point stands for; 1 for a single event, which has the fields below.",
    "group": "The branch of the kind, or of the most frequent one: shelling, air_strike …",
    "earliest": "The first day on which it may have happened (year-month-day), or of the first of them.",
    "latest": "The last day, or that of the last of them.",
    "id": "The number of the event: /events/<id>/.",
    "kind": "What happened, as in the parameter kind.",
    "layer": "The layer, as in the parameter layer.",
    "date_precision": "day, week, month, year or unknown.",
    "precision": "How exactly the place is known, as in the parameter precision.",
    "verification": "How well it is attested, as in the parameter verification.",
    "title": f"From zoom {TITLES_FROM}.",
}


@require_safe
@answers_errors_in_json
@cacheable
def event_tile(request: HttpRequest, z: int, x: int, y: int) -> HttpResponse:
    chosen = parse(request.GET)
    size = 1 << min(z, MAX_ZOOM)
    if z > MAX_ZOOM or not (0 <= x < size and 0 <= y < size):
        raise NotPublished("z", f"There is no tile {z}/{x}/{y}. Zooms go from 0 to {MAX_ZOOM}.")
    response = HttpResponse(_tile(chosen, z, x, y), content_type=CONTENT_TYPE)
    response["Access-Control-Allow-Origin"] = "*"
    return response


@require_safe
@answers_errors_in_json
@cacheable
def tiles_json(request: HttpRequest) -> JsonResponse:
    chosen = parse(request.GET)
    extent = apply(chosen, Event.objects.published()).aggregate(extent=Extent("geometry"))["extent"]
    content = {
        "tilejson": "3.0.0",
        "name": settings.SITE_NAME,
        "description": "Published events. Points below the last zooms stand for several events.",
        "attribution": ATTRIBUTION,
        "scheme": "xyz",
        "tiles": [_with_places(absolute_url(request, _address(chosen)))],
        "minzoom": 0,
        "maxzoom": MAX_ZOOM,
        "bounds": [round(degrees, 4) for degrees in extent or (-180, -_MOST_LATITUDE, 180, _MOST_LATITUDE)],
        "vector_layers": [
            {"id": "events", "minzoom": 0, "maxzoom": MAX_ZOOM, "fields": _FIELDS},
            {
                "id": "areas",
                "minzoom": AREAS_FROM,
                "maxzoom": MAX_ZOOM,
                "fields": {name: _FIELDS[name] for name in ("count", "group", "precision", "id")},
            },
        ],
    }
    response = JsonResponse(content, json_dumps_params={"ensure_ascii": False})
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _address(chosen: EventFilter) -> str:
    address = reverse("event-tile", kwargs={"z": 987, "x": 654, "y": 321})
    params = chosen.as_params()
    return in_language(f"{address}?{urlencode(params, safe=',')}" if params else address)


def _with_places(address: str) -> str:
    """With {z}, {x} and {y} to fill in."""
    return address.replace("/987/654/321.mvt", "/{z}/{x}/{y}.mvt")


def _tile(chosen: EventFilter, z: int, x: int, y: int) -> bytes:
    events = apply(chosen, Event.objects.published()).order_by()
    kinds = list(EventKind)
    params = {
        "z": z, "x": x, "y": y, "across": 1 << z, "world": _MERCATOR_M, "most": MOST_IN_TILE,
        "titles": z >= TITLES_FROM, "kinds": [kind.value for kind in kinds],
        "groups": [kind.group.value for kind in kinds], "point": POINT_BYTES,
        # Half a pixel of a tile of 512, in metres of Web Mercator.
        "detail": _MERCATOR_M / 512 / (1 << z) / 2,
        "wide": list(_box(z, x, y, 0.02)),
    }  # fmt: skip
    # A little wider than the tile: what lies in it exactly, the statement decides.
    box = Polygon.from_bbox(_box(z, x, y, 0.001))
    box.srid = 4326
    cell = f"floor(u * {CELLS}), floor(v * {CELLS})" if z <= TOGETHER_UNTIL else "id"
    tile = _ask(_EVENTS.replace("{cell}", cell), events.filter(point__bboverlaps=box), params)
    if z >= AREAS_FROM:
        tile += _ask(_AREAS, events.filter(geometry__bboverlaps=box), params)
    return tile


def _ask(statement: str, events: QuerySet[Event], params: dict[str, Any]) -> bytes:
    sql, values = events.values(*_COLUMNS).query.sql_with_params()
    chosen = connection.ops.compose_sql(sql, values).replace("%", "%%")
    with transaction.atomic(), connection.cursor() as cursor:
        # To compile the statement takes longer than the tile.
        cursor.execute("SET LOCAL jit = off")
        cursor.execute(statement.replace("{events}", chosen), params)
        return bytes(cursor.fetchone()[0] or b"")


def _box(z: int, x: int, y: int, margin: float) -> tuple[float, float, float, float]:
    """West, south, east and north of the tile, wider by a part of it, but not than the world."""
    west, east = (max(-180.0, min(180.0, at / (1 << z) * 360 - 180)) for at in (x - margin, x + 1 + margin))
    south, north = (_latitude(at / (1 << z)) for at in (y + 1 + margin, y - margin))
    return west, south, east, north


def _latitude(y: float) -> float:
    """Of a height in the Web Mercator square, 0 in the north and 1 in the south."""
    return math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * max(0.0, min(1.0, y))))))
