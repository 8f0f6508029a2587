"""Reads how the text places things relative to a name: part of it, near it, 20 km south of it, its border."""

from __future__ import annotations

import re
from collections.abc import Sequence

from events.enums import Direction, PlaceKind, Relation
from events.extraction.placewords import HEADS, MODIFIERS, NATURAL_PREFIXES, direction_of
from events.extraction.sightings import Sighting

_COMPASS = r"(?:north|south)(?:[- ]?(?:east|west))?|east|west"
_DIRECTION = rf"(?:(?:{_COMPASS})(?:ern(?:most)?)?|central)"
_HEAD_WORDS = "|".join(sorted(HEADS, key=len, reverse=True))
_HEAD_OF = rf"(?:(?:{_HEAD_WORDS})\s+of\s+)?"
_MODIFIERS = "|".join(sorted(map(re.escape, MODIFIERS), key=len, reverse=True))
#: "the neighbouring region of", "rebel-held": what may stand between a preposition and its name.
_FILL = rf"(?:(?:{_MODIFIERS}|[a-z]+-(?:held|controlled|run|occupied))\s+){{0,3}}"
_OWNER = r"(?:[A-Z][\w-]+(?:\s[A-Z][\w-]+){0,2}(?:['’]s|['’])\s+)?"
_TO_NAME = rf"{_FILL}{_OWNER}{_FILL}{_HEAD_OF}(?:the\s+)?$"
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
    rf"(?:away\s+)?(?:(?:to\s+the\s+|to\s+|due\s+)?(?P<direction>{_DIRECTION})\s+(?:of|from)|from|outside|off)\s+"
    rf"{_TO_NAME}",
    re.IGNORECASE,
)
_PART = re.compile(
    rf"\b(?i:in\s+|from\s+|to\s+|across\s+)?(?i:the)\s+(?:far\s+|extreme\s+)?(?:(?P<adjective>{_DIRECTION})\s+"
    rf"(?:parts?|areas?|districts?|half|tip|corner|regions?|fringes?|end|sector|edges?|sides?)"
    rf"|(?P<noun>{_COMPASS}|centre|center|heart))\s+of\s+{_TO_NAME}"
)
_ADJECTIVE = re.compile(
    rf"\b(?P<direction>{_DIRECTION})\s+(?:[a-z]+-(?:held|controlled|run)\s+)?(?:(?:{_HEAD_WORDS})\s+of\s+)?$",
    re.IGNORECASE,
)
_SIDE_OF = re.compile(rf"\b(?:(?:just|to\s+the)\s+)?(?P<direction>{_DIRECTION})\s+of\s+{_TO_NAME}")
_NEAR = re.compile(
    rf"\b(?:(?:in|at|from)\s+)?(?:(?:a\s+|the\s+|two\s+|three\s+|several\s+)?(?:villages?|hills|areas?|settlements|towns)\s+)?"
    rf"(?:near|close\s+to|just\s+outside|outside(?:\s+of)?|around|above|not\s+far\s+from"
    rf"|in\s+the\s+vicinity\s+of|on\s+the\s+(?:edges?|approaches)\s+(?:of|to)|at\s+the\s+gates\s+of|next\s+to"
    rf"|adjacent\s+to|within\s+reach\s+of|a\s+few\s+(?:kilomet(?:er|re)s|miles|metres|km)\s+(?:away\s+)?from)"
    rf"\s+{_TO_NAME}",
    re.IGNORECASE,
)
_COUNTRYSIDE_BEFORE = re.compile(
    rf"\b(?:(?:in|on|from)\s+)?(?:the\s+)?(?:(?P<direction>{_DIRECTION})\s+)?"
    rf"(?P<kind>countrysides?|rural\s+(?:areas|parts)|hinterland|outskirts|suburbs?|farmland)\s+(?:of|around|in)\s+{_TO_NAME}",
    re.IGNORECASE,
)
_RURAL = re.compile(r"\brural\s+(?:parts\s+of\s+)?$", re.IGNORECASE)
_COUNTRYSIDE_AFTER = re.compile(
    rf"^(?:['’]s?)?\s+(?:(?P<direction>{_DIRECTION})\s+)?(?P<kind>countrysides?|hinterland|outskirts|suburbs)\b"
)
_BORDER_BEFORE = re.compile(
    rf"\b(?:(?:near|along|on|at|across|over)\s+)?(?:the\s+|its\s+|their\s+)?"
    rf"(?:border|frontier|boundary)s?(?:\s+(?:crossing|region|area|line))?\s+(?:with|of|to|into|in)\s+{_FILL}$"
    rf"|\bbordering\s+(?:on\s+)?{_FILL}$",
    re.IGNORECASE,
)
_BORDER_BETWEEN = re.compile(
    rf"\b(?:(?:near|along|on|at|across|over)\s+)?(?:the\s+)?(?:border|frontier|boundary)s?\s+"
    rf"(?:that\s+)?(?:between|dividing|separating|of)\s+{_FILL}$",
    re.IGNORECASE,
)
_BORDER_AFTER = re.compile(r"^(?:['’]s?)?\s+(?:\w+\s+)?(?:border|frontier)\b(?:\s+(?P<with>with|to)\s+$)?")
#: Parties rather than end points: "talks between A and B".
_PARTIES = re.compile(
    r"\b(?:talks?|war|wars|agreements?|tensions?|relations?|ties|deals?|conflict|fighting|match|game|accords?|truce"
    r"|ceasefire|differences?|dispute|cooperation|trade|contacts|clash(?:es)?|negotiations|choose|distinction)\s+between\s+\S*\s*$",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    r"\b(?:(?:on|along)\s+)?(?:(?:the|a)\s+(?:\w+\s+)?(?:road|highway|motorway|route|line|corridor|railway|track)\s+)?between\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_ROAD = re.compile(
    r"\b(?:(?:on|along)\s+)?(?:the|a)\s+(?:[\w-]+\s+)?(?:road|highway|motorway|route|railway|track|corridor)\s+"
    r"(?:(?:running|leading|going|that\s+runs)\s+)?(?P<verb>from|linking|connecting|joining)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_GLUE = re.compile(
    rf"^(?:\s*,)?\s*(?:(?:and|or|&|as\s+well\s+as)\s+)?(?:in\s+)?{_FILL}{_HEAD_OF}(?:the\s+)?$", re.IGNORECASE
)
_AREAS_OF = re.compile(r"\b(?:areas|parts|swathes|pockets|stretches|much|most|half|control)\s+(?:in|of)\s+$")


def distance_in_metres(number: str, unit: str) -> float | None:
    """"Some 20 km", "sixty kilometres", "1,500 m" in metres; None when the number cannot be read."""
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


def _took(sighting: Sighting, match: re.Match[str], relation: Relation, reason: str, *, shared: bool) -> bool:
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
            return _took(sighting, match, Relation.BORDER, _border_reason(match), shared=False)
        match = _BORDER_BETWEEN.search(before)
        if match:
            return _took(sighting, match, Relation.BORDER, _border_reason(match), shared=True)
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
        return _took(sighting, match, Relation.NEAR, "the text gives the distance from it", shared=False)
    sighting.direction = direction_of(match["direction"])
    return _took(sighting, match, Relation.OFFSET, "the text gives distance and direction from it", shared=False)


def _read_countryside(sighting: Sighting, before: str) -> bool:
    match = _COUNTRYSIDE_BEFORE.search(before)
    if match:
        _countryside_kind(sighting, match["kind"], match["direction"])
        return _took(sighting, match, Relation.COUNTRYSIDE, f"the text says “{match['kind']}”", shared=True)
    match = _COUNTRYSIDE_AFTER.match(sighting.after)
    if match:
        _countryside_kind(sighting, match["kind"], match["direction"])
        adjective = _ADJECTIVE.search(before)
        if adjective and not sighting.direction:
            sighting.direction = direction_of(adjective["direction"])
            _took(sighting, adjective, Relation.COUNTRYSIDE, "a direction stands before it", shared=False)
        return _after(sighting, match, Relation.COUNTRYSIDE, f"the text says “{match['kind']}”")
    match = _RURAL.search(before)
    if match:
        return _took(sighting, match, Relation.COUNTRYSIDE, "the text says “rural”", shared=False)
    return False


def _countryside_kind(sighting: Sighting, kind: str, direction: str | None) -> None:
    """A countryside belongs to a province, outskirts and suburbs to a city."""
    is_city = kind.lower().startswith(("outskirts", "suburb"))
    sighting.hint = sighting.hint or (PlaceKind.SETTLEMENT if is_city else PlaceKind.ADMIN1)
    if direction:
        sighting.direction = direction_of(direction)


def _read_part(sighting: Sighting, before: str) -> bool:
    match = _PART.search(before)
    if match:
        words = match["adjective"] or match["noun"]
        sighting.direction = direction_of(words)
        return _took(sighting, match, Relation.PART_OF, f"the text speaks of its part (“{words}”)", shared=True)
    match = _ADJECTIVE.search(before)
    if match:
        sighting.direction = direction_of(match["direction"])
        reason = f"the text speaks of its part (“{match['direction']}”)"
        return _took(sighting, match, Relation.PART_OF, reason, shared=False)
    match = _AREAS_OF.search(before)
    if match:
        return _took(sighting, match, Relation.PART_OF, "the text speaks of areas in it", shared=False)
    return False


def _read_near(sighting: Sighting, before: str) -> bool:
    match = _NEAR.search(before)
    if match:
        return _took(sighting, match, Relation.NEAR, "the text says near it", shared=True)
    match = _SIDE_OF.search(before)
    if match:
        sighting.direction = direction_of(match["direction"])
        return _took(sighting, match, Relation.NEAR, "the text gives the direction from it", shared=False)
    return False


def read_pairs(text: str, sightings: Sequence[Sighting]) -> None:
    """ "between A and B", "the road from A to B", "the border between A and B", "A's border with B"."""
    for first, second in zip(sightings, sightings[1:], strict=False):
        if first.sentence != second.sentence or second.start <= first.end or second.start - first.end > 30:
            continue
        gap = text[first.end : second.start]
        joined = re.fullmatch(r"\s+(?:and|with|to)\s+(?:the\s+)?", gap)
        if first.relation is Relation.BORDER and (
            joined or re.fullmatch(r"['’]s?\s+(?:\w+\s+)?(?:border|frontier)\s+(?:with|to)\s+", gap)
        ):
            _pair(first, second, Relation.BORDER, "the text names the border of the two")
        elif joined and "and" in gap and (match := _BETWEEN.search(first.before)):
            if not _PARTIES.search(first.before):
                _took(first, match, Relation.BETWEEN, "the text says between two places", shared=False)
                _pair(first, second, Relation.BETWEEN, "the text says between two places")
        elif joined and (match := _ROAD.search(first.before)) and ("to" in gap) == (match["verb"] == "from"):
            _took(first, match, Relation.BETWEEN, "the text names the road between two places", shared=False)
            _pair(first, second, Relation.BETWEEN, "the text names the road between two places")


def _pair(first: Sighting, second: Sighting, relation: Relation, reason: str) -> None:
    for one, other in ((first, second), (second, first)):
        one.relation, one.direction, one.distance_m = relation, None, None
        one.other_names = other.names
        one.is_shared = False
        one.note(reason)
    is_sure = max(first.likelihood, second.likelihood) >= _SURE
    for one in (first, second):
        one.likelihood = max(one.likelihood, _PAIRED_LIKELIHOOD if is_sure else _LISTED_LIKELIHOOD)
    start = min(first.phrase_start, second.phrase_start)
    end = max(first.phrase_end, second.phrase_end)
    first.widen(start, end)
    second.widen(start, end)


def read_hint(sighting: Sighting) -> None:
    """The kind of place that the words next to the name ask for: "Idlib province", "the city of Homs"."""
    last = sighting.quote.rsplit(" ", 1)[-1].lower()
    first = sighting.quote.split(" ", 1)[0].lower()
    after = re.match(rf"\s+(?:and\s+\w+\s+)?({_HEAD_WORDS})\b(?!['’-])", sighting.after, re.IGNORECASE)
    before = re.search(rf"\b({_HEAD_WORDS})(?:\s+of|,)?\s+(?:the\s+)?$", sighting.before, re.IGNORECASE)
    if after and after[1].lower() not in ("port", "state", "states", "coast", "plain") or (
        after and after[1].lower() == "state" and re.match(r"\s+state\b(?!\s+(?:media|tv|tele|news|troops|forces|radio|agency|security))", sighting.after)
    ):
        sighting.hint = HEADS[after[1].lower()]
        sighting.note(f"stands before “{after[1]}”")
        sighting.widen(sighting.start, sighting.end + after.end())
    elif before and (before.group().rstrip().endswith(("of", "the")) or before[1].lower() in ("city", "town", "village")):
        sighting.hint = HEADS[before[1].lower()]
        sighting.note(f"stands after “{before.group().strip()}”")
    elif " " in sighting.quote and last in HEADS:
        sighting.hint = HEADS[last]
        sighting.note(f"its name says “{last}”")
    elif " " in sighting.quote and first in NATURAL_PREFIXES:
        sighting.hint = PlaceKind.NATURAL
        sighting.note(f"its name says “{first}”")
    elif re.search(r"\b(?:offensive|campaign|advance|operation)\s+(?:in|into|on)\s+(?:the\s+)?$", sighting.before):
        sighting.note("an operation over time covers an area")
        sighting.hint = PlaceKind.ADMIN1
    elif _AREAS_OF.search(sighting.before):
        sighting.hint = PlaceKind.ADMIN1


def share_in_lists(text: str, sightings: Sequence[Sighting]) -> None:
    """Passes relation and hint on in lists: "the countrysides of A and B", "A, B and C provinces"."""
    group: list[Sighting] = []
    for sighting in sightings:
        if group and _continues(text, group[-1], sighting):
            group.append(sighting)
            continue
        _share(text, group)
        group = [sighting]
    _share(text, group)


def _continues(text: str, last: Sighting, following: Sighting) -> bool:
    gap = text[last.end : following.start]
    if last.sentence != following.sentence or last.is_possessive or not 0 < len(gap) <= 60:
        return False
    gap = gap.translate(_BRACKETS)
    if not gap.strip() or not _GLUE.match(gap):
        return False
    return True


#: A name that shares the head of a list with a place is a place nearly as surely.
_SHARED_LIKELIHOOD = 0.9
_JOIN = re.compile(r"\b(?:and|or)\b|&")
_SURE, _LISTED_LIKELIHOOD, _PAIRED_LIKELIHOOD, _SURE_BY_DISTANCE = 0.7, 0.55, 0.8, 0.85
_BRACKETS = str.maketrans("[](){}", "      ")


def _share(text: str, group: Sequence[Sighting]) -> None:
    if len(group) < 2:
        return
    gaps = [text[a.end : b.start] for a, b in zip(group, group[1:], strict=False)]
    if not any(_JOIN.search(gap) for gap in gaps):
        # "Saraqib, Syria" or "Baidoa, Save the Children says": no list without "and".
        return
    head = group[0]
    surest = max(one.likelihood for one in group)
    for one in group:
        # A list rarely mixes places with persons.
        if surest >= _SURE and one.likelihood < _LISTED_LIKELIHOOD:
            one.likelihood = _LISTED_LIKELIHOOD
            one.note("listed with places")
    for one in group[1:]:
        if head.is_shared and one.relation is Relation.IN:
            one.relation, one.direction = head.relation, head.direction
            for reason in head.evidence[-1:]:
                one.note(f"{reason}, shared with “{head.quote}”")
            one.likelihood = max(one.likelihood, _SHARED_LIKELIHOOD * head.likelihood)
        if head.hint and one.hint is None and (head.is_shared or _is_plural_before(head)):
            one.hint = head.hint
    last = group[-1]
    if last.hint and re.match(r"\s+\w+(?:s|ies)\b", last.after):
        for one in group[:-1]:
            one.likelihood = max(one.likelihood, _SHARED_LIKELIHOOD * last.likelihood)
            if one.hint is None:
                one.hint = last.hint
                one.note(f"listed with “{last.quote}”")
    if head.is_shared:
        end = max(one.phrase_end for one in group if one.relation is head.relation)
        for one in group:
            if one.relation is head.relation:
                one.widen(head.phrase_start, end)


def _is_plural_before(head: Sighting) -> bool:
    return bool(re.search(rf"\b(?:{_HEAD_WORDS})(?<=s)\s+of\s+$", head.before))
