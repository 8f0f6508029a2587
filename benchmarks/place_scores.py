"""Scores of places as the field measures them.

Found: precision, recall and F1 of spans, exact and overlapping, one to one. Resolved (Acc@161): of the found
whose gold has a point, the share within 161 km (100 miles) of it; a mention without a place is wrong. End to
end: found and within 161 km, of all that was read with a point and all that is marked with one.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from benchmarks.f1 import Score, Span, overlap, pairs
from benchmarks.gold import Document

RIGHT_WITHIN_KM = 161.0
_EARTH_KM = 6371.0088
#: Gold's words for what our closed list of relations calls otherwise.
_SAME_RELATION = {"rural": {"rural", "near"}, "outskirts": {"rural", "near", "outskirts"}}


@dataclass
class KindScore:
    """Mentions of one kind: marked with a point, found among these, right among the found."""

    marked: int = 0
    found: int = 0
    right: int = 0

    @property
    def accuracy(self) -> float:
        return self.right / self.found if self.found else 0.0


@dataclass(frozen=True)
class PlaceScores:
    exact: Score
    partial: Score
    end_to_end: Score
    accuracy: float | None
    """Acc@161; None where nothing found has a point in the gold."""
    unresolved: int
    kinds: Mapping[str, KindScore] = field(default_factory=dict)


def score_places(
    documents: Sequence[Document], read: Mapping[str, Sequence[Mapping[str, Any]]]
) -> PlaceScores:
    """`read` maps each document's id to its mentions in the interchange format."""
    count: Counter[str] = Counter()
    kinds: dict[str, KindScore] = {}
    for document in documents:
        mentions = _without_doubles(read.get(document.id, ()))
        count["marked"] += len(document.mentions)
        count["read"] += len(mentions)
        count["read_with_point"] += sum(_has_point(mention) for mention in mentions)
        for gold in document.mentions:
            if _has_point(gold):
                count["marked_with_point"] += 1
                kinds.setdefault(_kind(gold), KindScore()).marked += 1
        for gold, found in pairs(document.mentions, mentions, cost=_exact_then_longest):
            count["found"] += 1
            count["exact"] += _is_exact(gold, found)
            if _has_point(gold):
                _count_resolution(gold, found, count, kinds[_kind(gold)])
            else:
                count["beside_the_point"] += _has_point(found)
    resolved = sum(kind.found for kind in kinds.values())
    return PlaceScores(
        exact=Score(count["exact"], count["read"], count["marked"]),
        partial=Score(count["found"], count["read"], count["marked"]),
        end_to_end=Score(
            count["right"], count["read_with_point"] - count["beside_the_point"], count["marked_with_point"]
        ),
        accuracy=count["right"] / resolved if resolved else None,
        unresolved=count["unresolved"],
        kinds=kinds,
    )


def _count_resolution(gold: Span, found: Span, count: Counter[str], kind: KindScore) -> None:
    kind.found += 1
    if not _has_point(found):
        count["unresolved"] += 1
    elif km_between(gold, found) <= max(RIGHT_WITHIN_KM, gold.get("radius_km") or 0.0):
        count["right"] += 1
        kind.right += 1


@dataclass(frozen=True)
class RelationScores:
    """Of the relations that are marked: read with the same relation, direction and distance; and, of those
    with a point in the gold, located within its tolerance."""

    read: int
    marked: int
    located: int
    marked_with_point: int


def score_relations(
    documents: Sequence[Document],
    read: Mapping[str, Sequence[Mapping[str, Any]]],
    located: Mapping[tuple[str, int, int], Mapping[str, float]],
) -> RelationScores:
    """`read` holds mentions and areas; `located` says where the symbol of each is put, {"lat", "lon"}, by the
    document's id, start and end; what could not be located is missing there."""
    count: Counter[str] = Counter()
    for document in documents:
        found = {(span["start"], span["end"]): dict(span) for span in read.get(document.id, ())}
        for gold in relations_of(document):
            wide, answer = gold["expanded"], _answer_to(gold, found)
            count["marked"] += 1
            is_read = answer is not None and _says_the_same(wide, answer.get("expanded", answer))
            count["read"] += is_read
            if _has_point(wide):
                count["marked_with_point"] += 1
                symbol = located.get((document.id, answer["start"], answer["end"])) if answer else None
                count["located"] += bool(
                    is_read and symbol and km_between(wide, symbol) <= wide["tolerance_km"]
                )
    return RelationScores(count["read"], count["marked"], count["located"], count["marked_with_point"])


def relations_of(document: Document) -> list[Span]:
    """Mentions with wider words, and areas as if they were such."""
    return [
        *(mention for mention in document.mentions if mention.get("expanded")),
        *({**area, "expanded": area} for area in document.areas),
    ]


def _answer_to(gold: Span, found: Mapping[tuple[int, int], Span]) -> Span | None:
    """What was read at the span, else over most of it."""
    if answer := found.get((gold["start"], gold["end"])):
        return answer
    touching = [span for span in found.values() if overlap(gold, span) > 0]
    return max(touching, key=lambda span: overlap(gold, span), default=None)


def _says_the_same(gold: Mapping[str, Any], answer: Mapping[str, Any]) -> bool:
    return (
        answer.get("relation") in _SAME_RELATION.get(gold["relation"], {gold["relation"]})
        and answer.get("direction") == gold.get("direction")
        and (answer.get("distance_km") or None) == (gold.get("distance_km") or None)
    )


def km_between(one: Mapping[str, Any], other: Mapping[str, Any]) -> float:
    """Along the great circle."""
    lat, other_lat = math.radians(one["lat"]), math.radians(other["lat"])
    half_lat = (other_lat - lat) / 2
    half_lon = math.radians(other["lon"] - one["lon"]) / 2
    chord = math.sin(half_lat) ** 2 + math.cos(lat) * math.cos(other_lat) * math.sin(half_lon) ** 2
    return 2 * _EARTH_KM * math.asin(min(1.0, math.sqrt(chord)))


def _without_doubles(mentions: Sequence[Mapping[str, Any]]) -> list[Span]:
    """The first of several readings of one span."""
    first: dict[tuple[int, int], Span] = {}
    for mention in mentions:
        first.setdefault((mention["start"], mention["end"]), dict(mention))
    return list(first.values())


def _has_point(mention: Mapping[str, Any]) -> bool:
    return mention.get("lat") is not None and mention.get("lon") is not None


def _kind(mention: Mapping[str, Any]) -> str:
    return mention.get("kind") or "?"


def _is_exact(gold: Span, found: Span) -> bool:
    return (gold["start"], gold["end"]) == (found["start"], found["end"])


def _exact_then_longest(gold: Span, found: Span) -> tuple[object, ...]:
    return not _is_exact(gold, found), -overlap(gold, found)
