"""Reads how the text places things relative to a name: part of it, near it, 20 km south of it, its border."""

from __future__ import annotations

import re

from events.enums import PlaceKind, Relation
from events.extraction.grammar import AREAS_OF, COMPASS, DIRECTION, FILL, HEAD_WORDS, TO_NAME
from events.extraction.placewords import direction_of
from events.extraction.sightings import Sighting

_SURE_BY_DISTANCE, _SURE_BY_COUNTRYSIDE, _LIKELY_BY_SIDE = 0.85, 0.8, 0.6
_NUMBER_WORDS = {
    word: number
    for number, word in enumerate(
        """one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
        seventeen eighteen nineteen""".split(),
        1,
    )
} | {w: 10 * n for n, w in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)} | {
    "hundred": 100, "a hundred": 100,
}  # fmt: skip
_NUMBER = rf"(?:\d[\d,. ]*\d|\d|(?:{'|'.join(_NUMBER_WORDS)})(?:-(?:{'|'.join(_NUMBER_WORDS)}))?)"
_UNIT_M = {"k": 1000.0, "mi": 1609.344, "m": 1.0}

_BY_DISTANCE = re.compile(
    rf"(?:\b(?:some|about|around|roughly|just|only|nearly|almost|less than|more than|over)\s+)?"
    rf"\b(?P<number>{_NUMBER})[\s-]*(?P<unit>km|kms|kilomet(?:er|re)s?|miles?|mi|met(?:er|re)s?|m)\b\s*"
    rf"(?:away\s+)?(?:(?:to\s+the\s+|to\s+|due\s+)?(?P<direction>{DIRECTION})\s+(?:of|from)|from|outside|off)\s+"
    rf"(?:the\s+(?:centre|center|edge|outskirts)\s+of\s+)?{TO_NAME}",
    re.IGNORECASE,
)
_PART = re.compile(
    rf"\b(?i:in\s+|from\s+|to\s+|across\s+)?(?i:the)\s+(?:far\s+|extreme\s+)?(?:(?P<adjective>{DIRECTION})\s+"
    rf"(?:parts?|areas?|districts?|half|tip|corner|regions?|fringes?|end|sector|edges?|sides?)"
    rf"|(?P<noun>{COMPASS}|centre|center|heart))\s+of\s+{TO_NAME}"
)
_ADJECTIVE = re.compile(
    rf"\b(?P<direction>{DIRECTION})\s+(?:[a-z]+-(?:held|controlled|run)\s+)?(?:(?:{HEAD_WORDS})\s+of\s+)?$",
    re.IGNORECASE,
)
_SIDE_OF = re.compile(rf"\b(?:(?:just|to\s+the)\s+)?(?P<direction>(?i:{DIRECTION}))\s+of\s+{TO_NAME}")
_NEAR = re.compile(
    rf"\b(?:(?:in|at|from)\s+)?(?:(?:a\s+|the\s+|two\s+|three\s+|several\s+)?(?:villages?|hills|areas?|settlements|towns)\s+)?"
    rf"(?:near|close\s+to|just\s+outside|outside(?:\s+of)?|around|above|not\s+far\s+from"
    rf"|in\s+the\s+vicinity\s+of|on\s+the\s+(?:edges?|approaches)\s+(?:of|to)|at\s+the\s+gates\s+of|next\s+to"
    rf"|adjacent\s+to|within\s+reach\s+of|a\s+few\s+(?:kilomet(?:er|re)s|miles|metres|km)\s+(?:away\s+)?from)"
    rf"\s+{TO_NAME}",
    re.IGNORECASE,
)
_COUNTRYSIDE_BEFORE = re.compile(
    rf"\b(?:(?:in|on|from)\s+)?(?:the\s+)?(?:(?P<direction>{DIRECTION})\s+)?"
    rf"(?P<kind>countrysides?|rural\s+(?:areas|parts)|hinterland|outskirts|suburbs?|farmland)\s+(?:of|around|in)\s+{TO_NAME}",
    re.IGNORECASE,
)
_RURAL = re.compile(r"\brural\s+(?:parts\s+of\s+)?$", re.IGNORECASE)
_COUNTRYSIDE_AFTER = re.compile(
    rf"^(?:['’]s?)?\s+(?:(?P<direction>{DIRECTION})\s+)?(?P<kind>countrysides?|hinterland|outskirts|suburbs)\b"
)
_BORDER_BEFORE = re.compile(
    rf"\b(?:(?:near|along|on|at|across|over)\s+)?(?:the\s+|its\s+|their\s+)?"
    rf"(?:border|frontier|boundary)s?(?:\s+(?:crossing|region|area|line))?\s+(?:with|of|to|into|in)\s+{FILL}$"
    rf"|\bbordering\s+(?:on\s+)?{FILL}$",
    re.IGNORECASE,
)
_BORDER_BETWEEN = re.compile(
    rf"\b(?:(?:near|along|on|at|across|over)\s+)?(?:the\s+)?(?:border|frontier|boundary)s?\s+"
    rf"(?:that\s+)?(?:between|dividing|separating|of)\s+{FILL}$",
    re.IGNORECASE,
)
_BORDER_AFTER = re.compile(r"^(?:['’]s?)?\s+(?:\w+\s+)?(?:border|frontier)\b(?:\s+(?P<with>with|to)\s+$)?")


def distance_in_metres(number: str, unit: str) -> float | None:
    """ "Some 20 km", "sixty kilometres", "1,500 m" in metres; None when the number cannot be read."""
    words = number.lower().split("-")
    if all(word in _NUMBER_WORDS for word in words):
        value = float(sum(_NUMBER_WORDS[word] for word in words))
    else:
        try:
            value = float(re.sub(r",(?=\d{3})|\s", "", number).replace(",", "."))
        except ValueError:
            return None
    unit = unit.lower()
    metres = value * _UNIT_M["k" if unit.startswith("k") else "mi" if unit.startswith("mi") else "m"]
    # Half the way around the globe is the farthest that anything can be from anything.
    return metres if 0 < metres <= 20_040_000 else None


def read_relation(sighting: Sighting) -> None:
    """Fills relation, direction, distance and phrase of one name from the words around it."""
    before = sighting.before
    for reader in (_read_border, _read_distance, _read_countryside, _read_part, _read_near):
        if reader(sighting, before):
            return


def took(sighting: Sighting, match: re.Match[str], relation: Relation, reason: str, *, shared: bool) -> bool:
    sighting.relation = relation
    sighting.is_shared = shared
    words = sighting.before[match.start() :]
    start = sighting.start - len(words) + (len(words) - len(words.lstrip()))
    sighting.widen(start, sighting.end)
    sighting.note(reason)
    return True


def _after(sighting: Sighting, match: re.Match[str], relation: Relation, reason: str) -> bool:
    sighting.relation = relation
    sighting.widen(sighting.start, sighting.end + match.end())
    sighting.note(reason)
    return True


def _read_border(sighting: Sighting, before: str) -> bool:
    if "border" in before or "frontier" in before or "boundary" in before:
        match = _BORDER_BEFORE.search(before)
        if match:
            return took(sighting, match, Relation.BORDER, _border_reason(match), shared=False)
        match = _BORDER_BETWEEN.search(before)
        if match:
            return took(sighting, match, Relation.BORDER, _border_reason(match), shared=True)
    match = _BORDER_AFTER.match(sighting.after)
    if match and not sighting.after[match.end() :].startswith((" guard", " police", " force")):
        return _after(sighting, match, Relation.BORDER, "the words name its border")
    return False


def _border_reason(match: re.Match[str]) -> str:
    is_near = re.search(r"\bnear\b", match.group(), re.IGNORECASE)
    return "the text says near its border" if is_near else "the words name its border"


def _read_distance(sighting: Sighting, before: str) -> bool:
    if not any(unit in before for unit in ("km", "ilomet", "mile", "metre", "meter", " m ")):
        return False
    match = _BY_DISTANCE.search(before)
    if not match:
        return False
    metres = distance_in_metres(match["number"], match["unit"])
    if metres is None:
        return False
    sighting.distance_m = metres
    # Distances are measured from places.
    sighting.likelihood = max(sighting.likelihood, _SURE_BY_DISTANCE)
    if not match["direction"]:
        return took(sighting, match, Relation.NEAR, "the text gives the distance from it", shared=False)
    sighting.direction = direction_of(match["direction"])
    return took(
        sighting, match, Relation.OFFSET, "the text gives distance and direction from it", shared=False
    )


def _read_countryside(sighting: Sighting, before: str) -> bool:
    match = _COUNTRYSIDE_BEFORE.search(before)
    if match:
        _countryside_kind(sighting, match["kind"], match["direction"])
        return took(sighting, match, Relation.COUNTRYSIDE, f"the text says “{match['kind']}”", shared=True)
    match = _COUNTRYSIDE_AFTER.match(sighting.after)
    if match:
        _countryside_kind(sighting, match["kind"], match["direction"])
        adjective = _ADJECTIVE.search(before)
        if adjective and not sighting.direction:
            sighting.direction = direction_of(adjective["direction"])
            took(sighting, adjective, Relation.COUNTRYSIDE, "a direction stands before it", shared=False)
        return _after(sighting, match, Relation.COUNTRYSIDE, f"the text says “{match['kind']}”")
    match = _RURAL.search(before)
    if match:
        return took(sighting, match, Relation.COUNTRYSIDE, "the text says “rural”", shared=False)
    return False


def _countryside_kind(sighting: Sighting, kind: str, direction: str | None) -> None:
    """A countryside belongs to a province, outskirts and suburbs to a city."""
    is_city = kind.lower().startswith(("outskirts", "suburb"))
    # Persons and organisations have none.
    sighting.likelihood = max(sighting.likelihood, _SURE_BY_COUNTRYSIDE)
    sighting.hint = sighting.hint or (PlaceKind.SETTLEMENT if is_city else PlaceKind.ADMIN1)
    if direction:
        sighting.direction = direction_of(direction)


def _read_part(sighting: Sighting, before: str) -> bool:
    match = _PART.search(before)
    if match:
        words = match["adjective"] or match["noun"]
        sighting.direction = direction_of(words)
        return took(
            sighting, match, Relation.PART_OF, f"the text speaks of its part (“{words}”)", shared=True
        )
    match = _ADJECTIVE.search(before)
    if match:
        sighting.direction = direction_of(match["direction"])
        reason = f"the text speaks of its part (“{match['direction']}”)"
        return took(sighting, match, Relation.PART_OF, reason, shared=False)
    match = AREAS_OF.search(before)
    if match:
        return took(sighting, match, Relation.PART_OF, "the text speaks of areas in it", shared=False)
    return False


def _read_near(sighting: Sighting, before: str) -> bool:
    match = _NEAR.search(before)
    if match:
        return took(sighting, match, Relation.NEAR, "the text says near it", shared=True)
    match = _SIDE_OF.search(before)
    if match:
        sighting.direction = direction_of(match["direction"])
        sighting.likelihood = max(sighting.likelihood, _LIKELY_BY_SIDE)
        return took(sighting, match, Relation.NEAR, "the text gives the direction from it", shared=False)
    return False
