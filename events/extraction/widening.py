"""Widens a name to the span that research collections mark: "Kandahar province" rather than "Kandahar"."""

from __future__ import annotations

import re

from events.extraction.demonyms import is_demonym

#: Words for administrative areas, which belong to an area's official name, in any case; "city" and "village"
#: in lower case describe a place rather than name it. Measured on two collections: news leaves them out,
#: situation reports take them in, and for these words alone both gain.
_OFFICIAL = (
    r"(?i:province|governorate|region|oblast|prefecture|state|district|county|department|sub-?district|raion"
    r"|municipality|commune|woreda|locality|division|LGA|local\sgovernment\sarea)"
)
_CAPITALISED = r"(?:City|Town|Village|Camp|Zone|Islands?|Territory|Area|Hub)"
#: "Idlib province" but "Iraqi state media", "Texas state police".
_NO_AREA = r"(?![-'’]|\s(?i:media|troops|forces|news|television|tv|radio|agency|police|courts?)\b)"
_AFTER = re.compile(rf"\s(?:{_OFFICIAL}|{_CAPITALISED})\b{_NO_AREA}")
_ENDS_SO = re.compile(rf"\b(?:{_OFFICIAL}|{_CAPITALISED})$")
#: "north-west Syria" is used like a name; "northern Syria" only describes.
_COMPASS_BEFORE = re.compile(r"\b(?:north|south)[- ]?(?:east|west)[ \u00a0]$", re.IGNORECASE)


def official_span(text: str, start: int, end: int) -> tuple[int, int]:
    """The span of the name with the generic word behind it, where there is one and the name has none yet."""
    before = text[max(0, start - 12) : start]
    if match := _COMPASS_BEFORE.search(before):
        start -= len(before) - match.start()
    if is_demonym(text[start:end]) or _ENDS_SO.search(text[start:end]):
        return start, end
    match = _AFTER.match(text, end)
    return (start, match.end()) if match else (start, end)
