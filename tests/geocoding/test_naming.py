from __future__ import annotations

import pytest

from events.geocoding import admin1, counties, districts, geonames, own_data
from events.geocoding.naming import provider_name


def test_source_has_its_name() -> None:
    assert provider_name("geoboundaries") == "geoBoundaries"
    assert provider_name("our-own-server") == "our-own-server"


@pytest.mark.parametrize(
    "part", [admin1, counties, districts, geonames, own_data], ids=lambda part: part.PROVIDER
)
def test_every_source_of_the_gazetteer_has_a_name(part: object) -> None:
    assert provider_name(part.PROVIDER) != part.PROVIDER
