"""The chain that the environment's variables make."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

from events.geocoding.asking import Provider
from mapsite.geocoders import geocoders

FULL = {
    "NOMINATIM_URL": "https://nominatim.example.org", "PHOTON_URL": "photon.example.org:2322",
    "PELIAS_URL": "http://pelias.example.org/geo/", "PELIAS_KEY": "p", "GEONAMES_USERNAME": "herald",
    "OPENCAGE_KEY": "o",
    "MORE_GEOCODERS": '[{"NAME": "arcgis", "BACKEND": "geopy.geocoders.ArcGIS", "CACHE_DAYS": 0}]',
}  # fmt: skip


def made(environ: dict[str, str]) -> list[dict[str, Any]]:
    return geocoders(environ, user_agent="Dateline/1 (test)")


def test_without_variables_ours_is_alone() -> None:
    assert made({}) == [{"NAME": "gazetteer", "BACKEND": "events.geocoding.gazetteer.GazetteerGeocoder"}]


def test_every_provider_can_be_named_and_made() -> None:
    chain = made(FULL)

    assert [entry["NAME"] for entry in chain] == [
        "gazetteer", "nominatim", "photon", "pelias", "geonames-web", "opencage", "arcgis",
    ]  # fmt: skip
    for entry in chain:
        import_string(entry["BACKEND"])(**entry.get("OPTIONS", {}))
    assert [entry["OPTIONS"].get("domain") for entry in chain[1:4]] == [
        "nominatim.example.org", "photon.example.org:2322", "pelias.example.org/geo",
    ]  # fmt: skip
    assert [entry["OPTIONS"]["scheme"] for entry in chain[1:4]] == ["https", "https", "http"]
    assert all(entry.get("LICENCE") for entry in chain[1:6])


def test_limits_are_set_by_provider() -> None:
    limits = {"NOMINATIM_INTERVAL_S": "0", "GEONAMES_CACHE_DAYS": "7", "ARCGIS_INTERVAL_S": "0.5"}

    chain = {entry["NAME"]: Provider.of(entry) for entry in made({**FULL, **limits})}

    assert (chain["nominatim"].interval_s, chain["nominatim"].cache_days) == (0, 30)
    assert (chain["photon"].interval_s, chain["geonames-web"].cache_days) == (1, 7)
    assert (chain["arcgis"].interval_s, chain["arcgis"].cache_days) == (0.5, 0)
    assert chain["geonames-web"].title == "GeoNames"


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        (
            "NOMINATIM_INTERVAL_S",
            "often",
            'NOMINATIM_INTERVAL_S is "often". Use a number that is not negative.',
        ),
        ("OPENCAGE_CACHE_DAYS", "-1", 'OPENCAGE_CACHE_DAYS is "-1". Use a number that is not negative.'),
        ("PHOTON_URL", "file:///etc", 'PHOTON_URL is "file:///etc". Use an address such as'),
        (
            "MORE_GEOCODERS",
            '[{"NAME": "x", "BACKEND": "y", "INTERVAL_S": "z"}]',
            'X_INTERVAL_S is "z". Use a number that is not negative.',
        ),
        ("MORE_GEOCODERS", "arcgis", "MORE_GEOCODERS is no JSON"),
        (
            "MORE_GEOCODERS",
            '[{"NAME": "x"}]',
            "MORE_GEOCODERS must be a list of entries with NAME and BACKEND",
        ),
    ],
)
def test_wrong_values_are_said(name: str, value: str, sentence: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="^" + re.escape(sentence)):
        made({**FULL, name: value})


def test_a_key_cannot_be_read_from_what_is_stored_of_it() -> None:
    one, other = (Provider.of(made({"OPENCAGE_KEY": key})[1]).source for key in ("secret", "other"))

    assert one != other
    assert "secret" not in one
