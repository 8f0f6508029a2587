"""The names of those whom places come from, as editors know them."""

from __future__ import annotations

_NAMES = {
    "dateline": "Dateline",
    "geoboundaries": "geoBoundaries",
    "geonames": "GeoNames",
    "natural-earth": "Natural Earth",
    "nominatim": "Nominatim",
    "opencage": "OpenCage",
    "own": "Dateline",
    "pelias": "Pelias",
    "photon": "Photon",
    "us-census": "US Census",
}


def provider_name(provider: str) -> str:
    """ "geoBoundaries" for `geoboundaries`; another geocoder is called as the settings call it."""
    return _NAMES.get(provider, provider)
