"""Which places of the gazetteer the rows mean, many at once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django.db import connection

from events.enums import PlaceKind
from events.exchange.arrays import numbers, texts
from events.exchange.entries import PlaceRef
from events.exchange.known import Found
from events.folding import fold

#: A gazetteer's and a data set's idea of where a town is differ by less, in metres.
NEAR_M = 30_000
_AREAS = (PlaceKind.ADMIN1, PlaceKind.ADMIN2)
_TOWN = re.compile(r" (?:town|city|village|settlement|municipality|camp)$", re.IGNORECASE)
_AREA = re.compile(
    r" (?:governorate|province|state|district|region|department|oblast|county|prefecture|division|division"
    r"|municipality|wilaya|raion|rayon)$",
    re.IGNORECASE,
)
#: Rows name the same few places again and again.
_KEPT = 150_000

_BY_NAME = """
SELECT DISTINCT ON (q.n) q.n, p.id
FROM unnest(%s::int[], %s::text[], %s::text[], %s::text[], %s::float8[], %s::float8[])
    AS q (n, key, country, kind, lon, lat)
    JOIN events_placename m ON m.key = q.key
    JOIN events_place p ON p.id = m.place_id AND p.kind = q.kind AND (q.country = '' OR p.country = q.country)
WHERE q.kind <> 'settlement' OR q.lon IS NULL OR ST_DistanceSphere(p.point, ST_MakePoint(q.lon, q.lat)) < %s
ORDER BY q.n, ST_DistanceSphere(p.point, ST_MakePoint(coalesce(q.lon, 0), coalesce(q.lat, 0))),
    p.population DESC NULLS LAST, p.id
"""
_AREAS_NAMED = """
SELECT q.n, array_agg(DISTINCT p.id)
FROM unnest(%s::int[], %s::text[], %s::text[], %s::text[]) AS q (n, key, country, kind)
    JOIN events_placename m ON m.key = q.key
    JOIN events_place p ON p.id = m.place_id AND p.kind = q.kind AND (q.country = '' OR p.country = q.country)
GROUP BY q.n
"""
_BY_POINT = """
SELECT DISTINCT ON (q.n) q.n, p.id
FROM unnest(%s::int[], %s::text[], %s::float8[], %s::float8[]) AS q (n, kind, lon, lat)
    JOIN events_place p ON p.kind = q.kind AND p.geometry && ST_SetSRID(ST_MakePoint(q.lon, q.lat), 4326)
        AND ST_Covers(p.geometry, ST_SetSRID(ST_MakePoint(q.lon, q.lat), 4326))
ORDER BY q.n, p.id
"""
_BY_ID = """
SELECT q.n, p.id FROM unnest(%s::int[], %s::text[], %s::text[]) AS q (n, provider, provider_id)
    JOIN events_place p ON p.provider = q.provider AND p.provider_id = q.provider_id
"""
_COUNTRIES = """
SELECT DISTINCT ON (country) country, id FROM events_place WHERE kind = 'country' AND country = ANY(%s)
ORDER BY country, id
"""


class Places:
    """Answers which place a row means."""

    def __init__(self) -> None:
        #: All the areas of a name, country and kind: mostly one, wherever the row says that it lies.
        self._areas: dict[tuple[str, str, PlaceKind], list[int]] = {}

    def look_up(self, refs: Iterable[PlaceRef | None]) -> dict[PlaceRef, int | None]:
        """The id of the place that each means, None where the gazetteer has none."""
        if len(self._areas) > _KEPT:
            self._areas = {}
        new = [ref for ref in dict.fromkeys(refs) if ref is not None]
        if not new:
            return {}
        found: dict[int, int] = {}
        self._by_id(new, found)
        self._countries(new, found)
        self._look_up_areas(new)
        self._by_name(new, found)
        self._by_point(new, found)
        return {ref: found.get(n) for n, ref in enumerate(new)}

    def described(self, ids: Iterable[int]) -> dict[int, Found]:
        """The point of each place, and of areas the outline."""
        wanted = list(ids)
        if not wanted:
            return {}
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT id, ST_AsEWKT(point), CASE WHEN kind IN ('admin1', 'admin2', 'own_area', 'border')"
                " THEN encode(ST_AsEWKB(geometry), 'hex') END FROM events_place WHERE id = ANY(%s)",
                [wanted],
            )
            return {pk: Found(pk, point, outline or "") for pk, point, outline in cursor}

    def _ask(self, sql: str, parameters: list, found: dict[int, Any]) -> None:
        with connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            found |= dict(cursor.fetchall())

    def _by_id(self, new: list[PlaceRef], found: dict[int, int]) -> None:
        asked = [(n, ref.provider, ref.provider_id) for n, ref in enumerate(new) if ref.provider_id]
        if asked:
            ns, providers, ids = zip(*asked, strict=True)
            self._ask(_BY_ID, [numbers(ns), texts(providers), texts(ids)], found)

    def _countries(self, new: list[PlaceRef], found: dict[int, int]) -> None:
        asked = {
            n: ref.country for n, ref in enumerate(new) if ref.kind == PlaceKind.COUNTRY and n not in found
        }
        if asked:
            by_code: dict[str, int] = {}
            with connection.cursor() as cursor:
                cursor.execute(_COUNTRIES, [list(set(asked.values()))])
                by_code |= dict(cursor.fetchall())
            found |= {n: by_code[code] for n, code in asked.items() if code in by_code}

    def _look_up_areas(self, new: list[PlaceRef]) -> None:
        areas = {(ref.name, ref.country, ref.kind): ref for ref in new if ref.kind in _AREAS}
        asked = [(named, ref) for named, ref in areas.items() if named not in self._areas]
        if not asked:
            return
        keys = [
            (n, key, ref.country, ref.kind.value)
            for n, (_named, ref) in enumerate(asked)
            for key in keys_of(ref.name, ref.kind)
        ]
        found: dict[int, list[int]] = {}
        if keys:
            ns, *said = zip(*keys, strict=True)
            self._ask(_AREAS_NAMED, [numbers(ns), *map(texts, said)], found)
        self._areas |= {named: found.get(n, []) for n, (named, _ref) in enumerate(asked)}

    def _by_name(self, new: list[PlaceRef], found: dict[int, int]) -> None:
        asked = []
        for n, ref in enumerate(new):
            if n in found or ref.kind == PlaceKind.COUNTRY or not ref.name:
                continue
            if ref.kind in _AREAS:
                areas = self._areas[ref.name, ref.country, ref.kind]
                if len(areas) == 1:
                    found[n] = areas[0]
                if len(areas) < 2:
                    continue
            asked += [
                (n, key, ref.country, ref.kind.value, ref.lon, ref.lat) for key in keys_of(ref.name, ref.kind)
            ]
        if asked:
            ns, keys, countries, kinds, lons, lats = zip(*asked, strict=True)
            said = map(texts, (keys, countries, kinds))
            self._ask(_BY_NAME, [numbers(ns), *said, numbers(lons), numbers(lats), NEAR_M], found)

    def _by_point(self, new: list[PlaceRef], found: dict[int, int]) -> None:
        """An area whose name is not known is the one around the point."""
        asked = [
            (n, ref.kind.value, ref.lon, ref.lat)
            for n, ref in enumerate(new)
            if n not in found and ref.kind in _AREAS and ref.lon is not None
        ]
        if asked:
            ns, kinds, lons, lats = zip(*asked, strict=True)
            self._ask(_BY_POINT, [numbers(ns), texts(kinds), numbers(lons), numbers(lats)], found)


def keys_of(name: str, kind: PlaceKind) -> list[str]:
    """The keys of a name, and of the name without the word that says of what kind it is."""
    word = _AREA if kind in _AREAS else _TOWN
    return list(dict.fromkeys(key for said in (name, word.sub("", name)) if (key := fold(said))))
