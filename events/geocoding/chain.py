"""The chain of geocoders that "Find place" asks: ours first, then whichever the settings name.

A provider that fails is told apart from one that knows no such place, in a sentence for the editor. No answer
is ever put at (0, 0), which is how several services write "not found".
"""

from __future__ import annotations

import inspect
import logging
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.gis.gdal import GDALException
from django.contrib.gis.geos import GEOSException, GEOSGeometry
from django.utils.module_loading import import_string
from geopy import exc
from geopy.adapters import AdapterHTTPError, URLLibAdapter
from geopy.geocoders.base import Geocoder
from geopy.location import Location

from events.enums import PlaceKind, Precision
from events.folding import fold
from events.geocoding.providers import describe
from events.geocoding.relations import locate
from events.models import Place
from events.records import PlaceRecord

_log = logging.getLogger(__name__)
#: Results of one name nearer to each other than this are one place, in degrees.
_SAME = 0.02


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """A search result. `geometry` is the area or line of a place that has one; `place_id` is set for ours."""

    name: str
    kind: str
    country: str
    lon: float
    lat: float
    geometry: GEOSGeometry | None
    precision: Precision
    provider: str
    provider_id: str
    licence: str
    place_id: int | None
    label: str


@dataclass(frozen=True, slots=True)
class Found:
    """`errors` holds a sentence for each provider that could not answer; "no such place" is no error."""

    results: tuple[FoundPlace, ...]
    errors: tuple[str, ...] = ()


class WrongAnswer(Exception):
    """A provider answered, but not with places."""


def find_places(query: str, *, limit: int = 8) -> Found:
    """What each geocoder of `settings.GEOCODERS` knows under `query`, ours first, at most `limit` in all."""
    answers: list[list[FoundPlace]] = []
    errors: list[str] = []
    for config in settings.GEOCODERS:
        try:
            answers.append(_asked(config, query, limit))
        except (exc.GeopyError, WrongAnswer) as error:
            _log.warning("Geocoder %s, asked for %r: %r", config["NAME"], query, error)
            errors.append(_sentence(config["NAME"], error))
    return Found(tuple(_shared_out(answers, limit)), tuple(errors))


def _asked(config: Mapping[str, Any], query: str, limit: int) -> list[FoundPlace]:
    geocoder = _geocoder(config)
    wishes = {
        "exactly_one": False, "limit": limit, "language": "en", "addressdetails": True, "geometry": "geojson",
    }  # fmt: skip
    accepted = inspect.signature(geocoder.geocode).parameters
    try:
        locations = geocoder.geocode(query, **{k: v for k, v in wishes.items() if k in accepted})
    except exc.GeopyError:
        raise
    except (KeyError, IndexError, TypeError, ValueError, AttributeError) as error:
        # geopy reads what it expects; an error page in JSON or a changed format fails in its parser.
        raise WrongAnswer(repr(error)) from error
    ours, others = _parted(locations or [])
    if ours:
        return _from_gazetteer(ours)
    found = [place for place in (_from_provider(location, config) for location in others) if place]
    if others and not found:
        raise WrongAnswer(f"{len(others)} results, none with coordinates in the world")
    return found[:limit]


def _geocoder(config: Mapping[str, Any]) -> Geocoder:
    backend = import_string(config["BACKEND"])
    options = {"timeout": settings.GEOCODER_TIMEOUT_S, **config.get("OPTIONS", {})}
    if "adapter_factory" in inspect.signature(backend).parameters:
        # geopy's adapter over requests, chosen wherever requests is installed, tries each call three times.
        options.setdefault("adapter_factory", URLLibAdapter)
    geocoder: Geocoder = backend(**options)
    geocoder.headers.setdefault("Referer", settings.SITE_URL or "http://localhost/")
    if geocoder.headers.get("User-Agent", "").startswith("geopy/"):
        geocoder.headers["User-Agent"] = (
            f"Dateline/{settings.VERSION} ({settings.SITE_URL or settings.SITE_NAME})"
        )
    return geocoder


def _parted(locations: Iterable[Location]) -> tuple[list[PlaceRecord], list[Location]]:
    ours, others = [], []
    for location in locations:
        record = location.raw.get("record") if isinstance(location.raw, dict) else None
        if isinstance(record, PlaceRecord):
            ours.append(record)
        else:
            others.append(location)
    return ours, others


def _from_gazetteer(records: list[PlaceRecord]) -> list[FoundPlace]:
    places = Place.objects.select_related("parent").in_bulk([record.id for record in records])
    countries = dict(Place.objects.filter(kind=PlaceKind.COUNTRY).values_list("country", "name"))
    return [_described(places[record.id], countries) for record in records if record.id in places]


def _described(place: Place, countries: Mapping[str, str]) -> FoundPlace:
    located = locate(place)
    parts = [place.name, place.get_kind_display().lower()]
    if place.parent is not None and place.parent.kind == PlaceKind.ADMIN1:
        parts.append(place.parent.name)
    if place.kind != PlaceKind.COUNTRY and place.country in countries:
        parts.append(countries[place.country])
    return FoundPlace(
        name=place.name, kind=place.kind, country=place.country, lon=place.point.x, lat=place.point.y,
        geometry=place.geometry, precision=located.precision, provider=place.provider,
        provider_id=place.provider_id, licence=place.licence, place_id=place.pk, label=_joined(parts),
    )  # fmt: skip


def _joined(parts: list[str]) -> str:
    kind = parts.pop(1)
    if parts[0].lower().endswith(kind):
        return ", ".join(parts)
    kind = "admin-1" if kind == "admin-1" else kind
    return ", ".join([parts[0], kind, *parts[1:]])


def _from_provider(location: Location, config: Mapping[str, Any]) -> FoundPlace | None:
    lon, lat = location.longitude, location.latitude
    if not _is_in_world(lon, lat):
        return None
    raw = location.raw if isinstance(location.raw, dict) else {}
    described = describe(raw)
    address = str(location.address or "").strip()
    name = described.name or address.partition(",")[0].strip()
    if not name:
        return None
    return FoundPlace(
        name=name[:200],
        kind=described.kind,
        country=described.country,
        lon=round(lon, 6),
        lat=round(lat, 6),
        geometry=_geometry(described.geojson),
        precision=described.precision,
        provider=str(config["NAME"])[:40],
        provider_id=described.id[:80],
        licence=str(config.get("LICENCE") or raw.get("licence") or "")[:100],
        place_id=None,
        label=address or name,
    )


def _is_in_world(lon: float, lat: float) -> bool:
    if not (math.isfinite(lon) and math.isfinite(lat)) or (abs(lon) < 1e-6 and abs(lat) < 1e-6):
        return False
    return -180 <= lon <= 180 and -90 <= lat <= 90


def _geometry(geojson: str) -> GEOSGeometry | None:
    """An area or line in the world; a point or nonsense is none, the result's own point stays."""
    if not geojson:
        return None
    try:
        shape = GEOSGeometry(geojson, srid=4326)
    except (ValueError, GEOSException, GDALException):
        return None
    west, south, east, north = shape.extent if not shape.empty else (0, 0, 0, 0)
    if shape.empty or shape.dims == 0 or not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        return None
    return shape if shape.valid else shape.make_valid()


def _shared_out(answers: list[list[FoundPlace]], limit: int) -> list[FoundPlace]:
    """The first provider's results and, however many it has, up to half the list from the others."""
    if not answers:
        return []
    first = answers[0]
    others: list[FoundPlace] = []
    for place in (place for answer in answers[1:] for place in answer):
        if not any(_is_same(place, known) for known in (*first, *others)):
            others.append(place)
    kept = max(limit - len(others), (limit + 1) // 2)
    return [*first[:kept], *others][:limit]


def _is_same(one: FoundPlace, other: FoundPlace) -> bool:
    near = abs(one.lon - other.lon) < _SAME and abs(one.lat - other.lat) < _SAME
    return near and one.kind == other.kind and fold(one.name) == fold(other.name)


def _sentence(name: str, error: Exception) -> str:
    who = name.capitalize()
    status = error.__cause__.status_code if isinstance(error.__cause__, AdapterHTTPError) else None
    retry_after = getattr(error, "retry_after", None)
    if isinstance(error, WrongAnswer | exc.GeocoderParseError):
        return f"{who} answered with something that cannot be read. What it knows is not shown."
    # By status and not by geopy's classes, which take a 503 for a time-out and a 509 for nothing.
    if status in _LIMITED or isinstance(error, exc.GeocoderQuotaExceeded):
        if retry_after:
            return f"{who} takes no more questions for now; it will again in {retry_after} seconds."
        return f"{who} takes no more questions for now: its limit is reached. Try again later."
    if status in _REFUSED or isinstance(
        error, exc.GeocoderAuthenticationFailure | exc.GeocoderInsufficientPrivileges
    ):
        return f"{who} refused to answer. Check its key and its terms of use in the settings."
    if status is not None and 400 <= status < 500:
        return f"{who} does not understand this search. Write the name in another way."
    if status is not None:
        return f"{who} has failed and could not answer (HTTP {status}). Try again later."
    if isinstance(error, exc.GeocoderTimedOut):
        return f"{who} did not answer within {settings.GEOCODER_TIMEOUT_S} seconds. Try again later."
    return f"{who} cannot be reached. Try again later."


_LIMITED = {402, 429, 509}
_REFUSED = {401, 403, 407}
