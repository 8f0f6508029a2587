"""The chain of geocoders from the environment. docs/geocoders.md says what each provider's terms ask for."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

OURS = {"NAME": "gazetteer", "BACKEND": "events.geocoding.gazetteer.GazetteerGeocoder"}
ODBL = "ODbL, © OpenStreetMap contributors"

Environment = Mapping[str, str]


def geocoders(environ: Environment, *, user_agent: str) -> list[dict[str, Any]]:
    """Ours, then each outside provider whose variable is set, in the order in which they are asked.

    An entry has NAME, TITLE, BACKEND (the dotted path of a geopy geocoder), OPTIONS (its arguments), LICENCE
    (stored with each place), INTERVAL_S and CACHE_DAYS.
    """
    agent = {"user_agent": user_agent}
    chain: list[dict[str, Any]] = [OURS]
    if url := environ.get("NOMINATIM_URL"):
        options = {**_server("NOMINATIM_URL", url), **agent}
        chain.append(_entry("nominatim", "events.geocoding.nominatim.Nominatim", options, ODBL))
    if url := environ.get("PHOTON_URL"):
        options = {**_server("PHOTON_URL", url), **agent}
        chain.append(_entry("photon", "geopy.geocoders.Photon", options, ODBL))
    if url := environ.get("PELIAS_URL"):
        options = {**_server("PELIAS_URL", url), **agent}
        if key := environ.get("PELIAS_KEY"):
            options["api_key"] = key
        licence = environ.get("PELIAS_LICENCE", "OpenStreetMap, OpenAddresses, Who's On First, GeoNames")
        chain.append(_entry("pelias", "geopy.geocoders.Pelias", options, licence))
    if username := environ.get("GEONAMES_USERNAME"):
        # "geonames" is the provider of the gazetteer's own rows, of which `load_gazetteer` removes old ones.
        options = {"username": username, "scheme": "https", "domain": "secure.geonames.org", **agent}
        entry = _entry("geonames-web", "geopy.geocoders.GeoNames", options, "CC BY 4.0, GeoNames")
        chain.append({**entry, "TITLE": "GeoNames"})
    if key := environ.get("OPENCAGE_KEY"):
        options = {"api_key": key, **agent}
        chain.append({**_entry("opencage", "geopy.geocoders.OpenCage", options, ODBL), "TITLE": "OpenCage"})
    chain += _more(environ.get("MORE_GEOCODERS", ""))
    return [_with_limits(entry, environ) for entry in chain]


def _entry(name: str, backend: str, options: dict[str, Any], licence: str) -> dict[str, Any]:
    return {"NAME": name, "BACKEND": backend, "OPTIONS": options, "LICENCE": licence}


def _server(name: str, url: str) -> dict[str, str]:
    """geopy's scheme and domain: "nominatim.example.org", or with http:// and a path."""
    parts = urlsplit(url if "://" in url else f"https://{url}")
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
        raise ImproperlyConfigured(f'{name} is "{url}". Use an address such as https://geocoder.example.org.')
    return {"scheme": parts.scheme, "domain": f"{parts.netloc}{parts.path}".rstrip("/")}


def _more(value: str) -> list[dict[str, Any]]:
    if not value.strip():
        return []
    example = '[{"NAME": "earth", "BACKEND": "geopy.geocoders.GeocodeEarth", "OPTIONS": {"api_key": "…"}}]'
    try:
        entries = json.loads(value)
    except ValueError as error:
        raise ImproperlyConfigured(
            f"MORE_GEOCODERS is no JSON ({error}). Use, for example: {example}"
        ) from error
    if not isinstance(entries, list) or not all(
        isinstance(entry, dict) and entry.get("NAME") and entry.get("BACKEND") for entry in entries
    ):
        raise ImproperlyConfigured(
            f"MORE_GEOCODERS must be a list of entries with NAME and BACKEND. Use, for example: {example}"
        )
    return entries


def _with_limits(entry: dict[str, Any], environ: Environment) -> dict[str, Any]:
    """With NOMINATIM_INTERVAL_S, OPENCAGE_CACHE_DAYS and the like, for each provider by its name."""
    prefix = entry["NAME"].upper().replace("-", "_").removesuffix("_WEB")
    limits = {}
    for setting in ("INTERVAL_S", "CACHE_DAYS"):
        value = environ.get(f"{prefix}_{setting}", "").strip() or entry.get(setting)
        if value is not None:
            limits[setting] = _number(f"{prefix}_{setting}", str(value))
    return {**entry, **limits}


def _number(name: str, value: str) -> float:
    try:
        count = float(value)
    except ValueError:
        count = math.nan
    if not (math.isfinite(count) and count >= 0):
        raise ImproperlyConfigured(f'{name} is "{value}". Use a number that is not negative.')
    return count
