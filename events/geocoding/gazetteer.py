"""Look-ups in the gazetteer: exact names of a whole article at once, and the search of "Find place"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, transaction
from geopy.adapters import BaseSyncAdapter
from geopy.exc import GeocoderQueryError
from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.location import Location
from geopy.point import Point

from events.enums import PlaceKind
from events.folding import fold
from events.geocoding.admin1 import short_form
from events.geocoding.geonames import without_article
from events.geocoding.variants import CONSONANTS_SQL, is_variant, may_vary, with_variants
from events.records import PlaceRecord

#: How alike a misspelt name must be (trigrams in common, 0–1); below, answers turn to nonsense.
_SIMILAR = 0.45
#: Farther from the nearest settlement a point is in no place.
_REVERSE_M = 50_000

_FIELDS = """
    p.id, p.name, p.kind, ST_X(p.point), ST_Y(p.point), p.country,
    CASE parent.kind WHEN 'admin1' THEN parent.id WHEN 'admin2' THEN parent.parent_id END, p.population
"""
# A country, then areas that bear the name as their own, then by population. An area that is only also called
# so ("Mosul" for Nineveh) stands among the towns as if it had fifty thousand people, so that no limit cuts it
# off; a district, which often bears the name of its town, comes after the towns.
_BEST_FIRST = """
    CASE WHEN p.kind = 'country' THEN 0
        WHEN p.kind IN ('settlement', 'admin2') OR n.kind = 'alternate' THEN 2 ELSE 1 END,
    coalesce(p.population, CASE WHEN p.kind IN ('settlement', 'admin2') THEN 0 ELSE 50000 END) DESC,
    (n.kind = 'alternate'), (p.kind = 'admin2'), p.id
"""
# The inner rows are cut before the join with the parents: "San José" has six hundred.
_LOOKUP = f"""
    SELECT n.key, n.name, n.kind, {_FIELDS}
    FROM unnest(%s::text[]) AS wanted (key)
    CROSS JOIN LATERAL (
        SELECT n.key, n.name, n.kind, n.place_id
        FROM events_placename n JOIN events_place p ON p.id = n.place_id
        WHERE n.key = wanted.key
        ORDER BY {_BEST_FIRST}
        LIMIT %s
    ) n
    JOIN events_place p ON p.id = n.place_id
    LEFT JOIN events_place parent ON parent.id = p.parent_id
    ORDER BY n.key, {_BEST_FIRST}
"""  # noqa: S608 -- constants only


def lookup(names: Iterable[str], *, limit_each: int = 40) -> dict[str, tuple[PlaceRecord, ...]]:
    """The places that bear each of `names`, best known first; an empty tuple for a name unknown to us.

    One query for all. Spelling counts only as far as `fold` keeps it; a name with the Arabic article is also
    looked up without it, after those that bear it, and one with a hyphen that nothing bears as one word:
    Pétion-Ville, Pétionville.
    """
    keys = {name: fold(name) for name in names}
    short = {key: without_article(key) for key in keys.values()}
    joined = {name: fold(name.replace("-", "")) for name in keys if "-" in name}
    found = _by_key({*keys.values(), *short.values(), *joined.values()} - {""}, limit_each)
    return {
        name: _merged(found.get(key, ()), found.get(short[key], ())) or found.get(joined.get(name, ""), ())
        for name, key in keys.items()
    }


_VARIANTS = f"""
    SELECT wanted.key, n.key, n.name, {_FIELDS}
    FROM unnest(%s::text[]) AS wanted (key)
    CROSS JOIN LATERAL (
        SELECT n.key, n.name, n.place_id FROM events_placename n
        WHERE {CONSONANTS_SQL.format(key="n.key")} = {CONSONANTS_SQL.format(key="wanted.key")}
    ) n
    JOIN events_place p ON p.id = n.place_id AND p.country = ANY (%s) AND p.kind <> 'border'
    LEFT JOIN events_place parent ON parent.id = p.parent_id
    ORDER BY wanted.key, p.kind = 'settlement', p.population DESC NULLS LAST, p.id
"""  # noqa: S608 -- constants only


def lookup_variants(names: Iterable[str], countries: Sequence[str]) -> dict[str, tuple[PlaceRecord, ...]]:
    """Places of `countries` that bear another spelling of a name: al-Hudaydah for "Hodeidah".

    Only names that have some are in the answer; none in a script other than Latin, and none too short to
    be told from other names.
    """
    keys = {name: fold(name) for name in names if may_vary(name)}
    countries = with_variants(countries)
    if not keys or not countries:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_VARIANTS, [sorted(set(keys.values())), countries])
        rows = cursor.fetchall()
    found: dict[str, dict[int, PlaceRecord]] = {}
    for wanted, key, name, *place in rows:
        # Names that begin small are letters of other scripts spelt out by machines: "ni ya la".
        if key != wanted and not name[:1].islower() and is_variant(wanted, key):
            found.setdefault(wanted, {}).setdefault(place[0], _record(place, name, "variant"))
    return {name: tuple(found[key].values()) for name, key in keys.items() if key in found}


def _merged(exact: tuple[PlaceRecord, ...], short: tuple[PlaceRecord, ...]) -> tuple[PlaceRecord, ...]:
    known = {record.id for record in exact}
    return (*exact, *(record for record in short if record.id not in known))


def _by_key(keys: set[str], limit_each: int) -> dict[str, tuple[PlaceRecord, ...]]:
    if not keys:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_LOOKUP, [sorted(keys), limit_each])
        rows = cursor.fetchall()
    found: dict[str, dict[int, PlaceRecord]] = {}
    for key, name, name_kind, *place in rows:
        found.setdefault(key, {}).setdefault(place[0], _record(place, name, name_kind))
    return {key: tuple(records.values()) for key, records in found.items()}


def _record(place: Sequence[Any], matched_name: str = "", matched_kind: str = "main") -> PlaceRecord:
    id, name, kind, lon, lat, country, admin1_id, population = place
    return PlaceRecord(
        id=id, name=name, kind=PlaceKind(kind), lon=lon, lat=lat, country=country, admin1_id=admin1_id,
        population=population, matched_name=matched_name, matched_kind=matched_kind,
    )  # fmt: skip


_SEARCH = """
    SELECT DISTINCT ON (p.id) n.name, n.kind, similarity(n.key, %(key)s) AS alike,
        p.id, p.kind AS place_kind, p.population
    FROM events_placename n JOIN events_place p ON p.id = n.place_id
    WHERE {condition} AND (%(country)s = '' OR p.country = %(country)s)
      AND (%(within)s::bigint[] IS NULL OR p.parent_id = ANY(%(within)s::bigint[]))
    ORDER BY p.id, (n.kind = 'alternate')
"""
_EXACT, _PREFIX, _ALIKE = "n.key = %(key)s", "n.key LIKE %(prefix)s", "n.key %% %(key)s"


def search(query: str, *, limit: int = 10, country: str = "") -> list[PlaceRecord]:
    """Places for what a person typed: those of that name, then names that begin so, then similar ones.

    "Idlib, Syria" and "Springfield, Illinois" look in what follows the comma; when nothing is there, the
    query is taken as one name.
    """
    head, comma, tail = query.rpartition(",")
    if comma and fold(head) and fold(tail):
        for country_code, within in _containers(tail):
            found = _search(fold(head), limit=limit, country=country or country_code, within=within)
            if found:
                return found
    if bare := short_form(query):
        # "Homs Governorate" is stored as "Homs".
        provinces = [record for record in lookup([bare])[bare] if record.kind is PlaceKind.ADMIN1]
        provinces = [record for record in provinces if not country or record.country == country]
        if provinces:
            return provinces[:limit]
    return _search(fold(query), limit=limit, country=country, within=None)


def _containers(name: str) -> list[tuple[str, list[int] | None]]:
    """What "…, Syria" or "…, Idlib" may restrict a search to: a country's code or ids of provinces."""
    records = lookup([name])[name]
    countries = [(record.country, None) for record in records if record.kind is PlaceKind.COUNTRY]
    provinces = [record.id for record in records if record.kind is PlaceKind.ADMIN1]
    return [*countries[:1], *([("", provinces)] if provinces else [])]


def _search(key: str, *, limit: int, country: str, within: list[int] | None) -> list[PlaceRecord]:
    if not key:
        return []
    found: dict[int, PlaceRecord] = {}
    values = {
        "key": key, "country": country, "within": within,
        "prefix": key.replace("\\", "").replace("%", "").replace("_", "") + "%",
    }  # fmt: skip
    # The later steps cost more and answer worse, so each runs only while places are missing.
    for condition in (_EXACT, _PREFIX, _ALIKE):
        if len(found) >= limit or (condition is not _EXACT and len(key) < 3):
            break
        for name, name_kind, *place in _found(
            condition, {**values, "by_likeness": condition is _ALIKE, "limit": limit}
        ):
            found.setdefault(place[0], _record(place, name, name_kind))
    return list(found.values())[:limit]


def _found(condition: str, values: dict[str, Any]) -> list[Sequence[Any]]:
    order = """
        CASE WHEN %(by_likeness)s THEN -round(alike::numeric, 2) ELSE 0 END,
        CASE WHEN %(by_likeness)s OR place_kind = 'country' THEN 0
            WHEN place_kind IN ('settlement', 'admin2') THEN 2 ELSE 1 END,
        population DESC NULLS LAST, (place_kind = 'admin2'), id
    """
    # Parents are joined to the few rows that are shown: "san" begins twenty thousand names.
    statement = f"""
        SELECT n.name, n.kind, {_FIELDS}
        FROM (
            SELECT *, row_number() OVER (ORDER BY {order}) AS at
            FROM ({_SEARCH.format(condition=condition)}) every ORDER BY at LIMIT %(limit)s
        ) n
        JOIN events_place p ON p.id = n.id
        LEFT JOIN events_place parent ON parent.id = p.parent_id
        ORDER BY n.at
    """  # noqa: S608 -- constants only
    with transaction.atomic(), connection.cursor() as cursor:
        if condition is _ALIKE:
            cursor.execute("SELECT set_config('pg_trgm.similarity_threshold', %s, true)", [str(_SIMILAR)])
        cursor.execute(statement, values)
        return cursor.fetchall()


_NEAREST = f"""
    SELECT {_FIELDS}, ST_DistanceSphere(p.point, here) AS away
    FROM ST_SetSRID(ST_MakePoint(%s, %s), 4326) AS here
    CROSS JOIN LATERAL (
        SELECT * FROM events_place WHERE kind = 'settlement' ORDER BY point <-> here LIMIT %s
    ) p
    LEFT JOIN events_place parent ON parent.id = p.parent_id
    ORDER BY away
"""  # noqa: S608 -- constants only


def nearest(lon: float, lat: float, *, limit: int = 1) -> list[PlaceRecord]:
    """The settlements nearest to a point, none farther than 50 km."""
    with connection.cursor() as cursor:
        cursor.execute(_NEAREST, [lon, lat, limit])
        return [_record(place) for *place, away in cursor.fetchall() if away <= _REVERSE_M]


class _NoNetwork(BaseSyncAdapter):
    """The gazetteer is a table; geopy's default would set up an HTTPS client for it."""

    def get_json(self, url: str, *, timeout: float, headers: dict[str, str]) -> Any:
        raise GeocoderQueryError(f"The gazetteer asks nobody, so it cannot fetch {url}.")

    get_text = get_json


class GazetteerGeocoder(Geocoder):
    """The gazetteer as a geopy geocoder: offline, no key, no limits."""

    def __init__(self, **options: Any) -> None:
        super().__init__(adapter_factory=_NoNetwork, **options)

    def geocode(
        self, query: str, *, exactly_one: bool = True, limit: int = 10, country: str = "",
        timeout: float | None = DEFAULT_SENTINEL,
    ) -> Location | list[Location] | None:  # fmt: skip
        return self._answer(search(query, limit=1 if exactly_one else limit, country=country), exactly_one)

    def reverse(
        self, query: Any, *, exactly_one: bool = True, limit: int = 10,
        timeout: float | None = DEFAULT_SENTINEL,
    ) -> Location | list[Location] | None:  # fmt: skip
        point = Point(query)
        records = nearest(point.longitude, point.latitude, limit=1 if exactly_one else limit)
        return self._answer(records, exactly_one)

    @staticmethod
    def _answer(records: list[PlaceRecord], exactly_one: bool) -> Location | list[Location] | None:
        found = [
            Location(record.name, (record.lat, record.lon), {"record": record}) for record in records
        ]  # fmt: skip
        if exactly_one:
            return found[0] if found else None
        return found or None
