"""Roads that are called by their two ends: "the Gao–Kidal road", "the Goma-Bukavu highway"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from events.enums import Relation
from events.extraction.demonyms import is_demonym
from events.extraction.sightings import Sighting

_NAME = r"[A-Z][\w'’]{1,30}(?: [A-Z][\w'’]{1,30})?"
_ROAD = re.compile(
    r"(?:\b(?:on|along|near|across|off)\s+)?(?:\b[Tt]he\s+)?(?:\b(?:main|old|new|busy|coastal|desert|strategic|vital)\s+)?"
    rf"\b(?P<first>(?!The\b|An?\b){_NAME})\s?[-–—‐‑]\s?(?P<second>{_NAME})\s+"
    r"(?:roads?|highway|motorway|expressway|route|railway|railroad|axis|corridor|track)\b"
)
#: "The North-South corridor", "the East-West highway" run everywhere.
_NO_ENDS = frozenset("north south east west trans inter".split())
#: Nothing but towns have roads between them.
_LIKELIHOOD = 0.8
_REASON = "the text names the road between two places"


def spot_roads(text: str) -> Iterator[Sighting]:
    """Both ends of such a road, related to each other as in "the road between Gao and Kidal"."""
    for match in _ROAD.finditer(text):
        first, second = match["first"], match["second"]
        if any(name.lower() in _NO_ENDS or is_demonym(name) for name in (first, second)):
            continue
        for part, other in (("first", second), ("second", first)):
            start, end = match.span(part)
            sighting = Sighting(
                start=start,
                end=end,
                quote=match[part],
                names=(match[part],),
                other_names=(other,),
                relation=Relation.BETWEEN,
                likelihood=_LIKELIHOOD,
                evidence=[_REASON],
            )
            sighting.widen(*match.span())
            yield sighting
