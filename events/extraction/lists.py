"""Reads what names share: "the countrysides of A and B", "A, B and C provinces", "between A and B"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from events.enums import MentionRole, Relation
from events.extraction.grammar import FILL, HEAD_OF, HEAD_WORDS
from events.extraction.placewords import GEOGRAPHIC_BEGINNINGS, PARTICLES
from events.extraction.relations import took
from events.extraction.sightings import Sighting

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
    r"(?:(?:running|leading|going|(?:that|which)\s+(?:runs|leads|goes))\s+)?"
    r"(?P<verb>from|linking|connecting|joining|(?:that|which)\s+(?:links|connects|joins))\s+(?:the\s+)?$",
    re.IGNORECASE,
)

_GLUE = re.compile(
    rf"^(?:\s*[,;/]|\s+[-–])?\s*(?:(?:and|or|&|as\s+well\s+as)\s+)?(?:\d[\d,.]*\s+(?:\w+\s+)?(?=in|from|at|to))?"
    rf"(?:(?:in|from|at|to)\s+)?{FILL}{HEAD_OF}(?:the\s+)?$",
    re.IGNORECASE,
)
#: Counts behind the names of a list: "Edo (108) and Ondo (103)", "Khulna – 4.2%".
_COUNT = re.compile(r"\s*\([^()\n]{1,25}\)|\s*[–-]\s*\d[\d.,]*\s?%|^\s*:?\s*\d[\d,.]*%?(?=[,;])")


def read_pairs(text: str, sightings: Sequence[Sighting]) -> None:
    """ "between A and B", "the road from A to B", "the border between A and B", "A's border with B"."""
    for first, second in pairwise(sightings):
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
                took(first, match, Relation.BETWEEN, "the text says between two places", shared=False)
                _pair(first, second, Relation.BETWEEN, "the text says between two places")
        elif joined and (match := _ROAD.search(first.before)) and ("to" in gap or match["verb"] != "from"):
            took(first, match, Relation.BETWEEN, "the text names the road between two places", shared=False)
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


def share_in_lists(text: str, sightings: Sequence[Sighting]) -> list[list[Sighting]]:
    """Passes relation and hint on in lists: "the countrysides of A and B", "A, B and C provinces".

    Returns the lists.
    """
    groups: list[list[Sighting]] = []
    for sighting in sightings:
        if groups and _continues(text, groups[-1][-1], sighting):
            groups[-1].append(sighting)
        else:
            groups.append([sighting])
    lists = [group for group in groups if _is_list(text, group)]
    for group in lists:
        _share(group)
    return lists


def share_roles(lists: Sequence[Sequence[Sighting]]) -> None:
    """People who flee "to A, B and C" flee to each of them."""
    for head, *rest in lists:
        if head.role not in (MentionRole.ORIGIN, MentionRole.DESTINATION):
            continue
        for one in rest:
            if one.role is MentionRole.HAPPENED_HERE and one.relation is Relation.IN:
                one.role = head.role
                one.note(f"listed with “{head.quote}”")


def _continues(text: str, last: Sighting, following: Sighting) -> bool:
    gap = text[last.end : following.start]
    if last.sentence != following.sentence or last.is_possessive or not 0 < len(gap) <= 60:
        return False
    gap = _COUNT.sub("", gap).translate(_BRACKETS)
    return bool(_SEPARATOR.search(gap) and _GLUE.match(gap))


#: A name that shares the head of a list with a place is a place nearly as surely.
_SHARED_LIKELIHOOD = 0.9

_SEPARATOR = re.compile(r"[,;/&–-]|\b(?:and|or|as\s+well\s+as)\b", re.IGNORECASE)
_JOIN = re.compile(r"\b(?:and|or)\b|[&/]")
#: So many names with nothing but commas between them are a list, not a place in its country.
_COMMA_LIST = 4

_SURE, _LISTED_LIKELIHOOD, _PAIRED_LIKELIHOOD, _AMONG_PLACES = 0.6, 0.55, 0.8, 0.8

_BRACKETS = str.maketrans("[](){}", "      ")


def _is_list(text: str, group: Sequence[Sighting]) -> bool:
    if len(group) < 2:
        return False
    # "Saraqib, Syria" or "Baidoa, Save the Children says": no list without "and".
    gaps = [text[a.end : b.start] for a, b in pairwise(group)]
    return len(group) >= _COMMA_LIST or any(_JOIN.search(gap) for gap in gaps)


def _share(group: Sequence[Sighting]) -> None:
    head = group[0]
    _believe(group)
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


def _believe(group: Sequence[Sighting]) -> None:
    """A list rarely mixes places with persons: who stands among places is one, known or not."""
    sure = sum(one.likelihood >= _SURE for one in group)
    if not sure:
        return
    is_of_places = 2 * sure >= len(group) or (_is_sure_head(group[0]) and len(group) > 2)
    for one in group:
        is_place = is_of_places and not one.is_common and not _is_full_name(one)
        enough = _AMONG_PLACES if is_place else _LISTED_LIKELIHOOD
        if one.likelihood < enough:
            one.likelihood = enough
            one.note("listed with places")


def _is_full_name(one: Sighting) -> bool:
    """ "Russia and Jane Roe": first name and family name."""
    words = one.quote.split(" ")
    return (
        one.label == "PERSON"
        and len(words) == 2
        and words[0].lower() not in GEOGRAPHIC_BEGINNINGS | PARTICLES
    )


def _is_sure_head(head: Sighting) -> bool:
    return head.likelihood >= _SURE and any(reason.startswith("stands ") for reason in head.evidence)


def _is_plural_before(head: Sighting) -> bool:
    return bool(re.search(rf"\b(?:{HEAD_WORDS})(?<=s)\s+of\s+$", head.before))
