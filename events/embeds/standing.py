"""What of a frozen map readers may still see.

A frozen map keeps what was withdrawn; its answers do not. Events, figures, passages and articles that are not
published any more are left out each time it is shown, whatever the frozen content says.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from events.api.evidence import Marked, Passage, passages_of
from events.embeds.seals import seals_of
from events.models import Event, Figure, Mention

Feature = dict[str, Any]
#: The kind and id of a place or figure that is marked in a passage.
Key = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Standing:
    """The features of which something still stands, and how many events do not: those that were withdrawn,
    and others that readers still see, but not as they were frozen."""

    features: list[Feature]
    withdrawn: int
    changed: int
    is_whole: bool
    """Whether nothing at all was taken out: only then do totals of that day say what is shown."""


@dataclass(frozen=True, slots=True)
class _Span:
    """Where the excerpt of a place or figure stands in its article now; offsets are code points."""

    article: int
    start: int
    end: int
    excerpt_start: int
    excerpt_end: int


def standing_of(features: list[Feature], seals: dict[str, str]) -> Standing:
    """The features as they were frozen, without what has been withdrawn. What is shown less exactly, or whose
    source is kept, since it was frozen is left out as a whole; `seals` are those that the features were
    frozen under. As many queries for a thousand as for one."""
    shown = set(
        Event.objects.published()
        .filter(pk__in=[feature["id"] for feature in features])
        .values_list("pk", flat=True)
    )
    now = seals_of(shown)
    left = [
        feature
        for feature in features
        if feature["id"] in shown and seals.get(str(feature["id"]), "") == now.get(feature["id"], "")
    ]
    spans = _published_spans(left)
    pruned = [_pruned(feature, spans) for feature in left]
    kept = [feature for feature in pruned if feature["properties"]["sources"]]
    is_whole = len(kept) == len(features) and all(
        one is other for one, other in zip(kept, features, strict=True)
    )
    return Standing(
        kept, withdrawn=len(features) - len(shown), changed=len(shown) - len(kept), is_whole=is_whole
    )


def _published_spans(features: list[Feature]) -> dict[Key, _Span]:
    keys = [key for feature in features for key in _keys_of(feature)]
    columns = ("pk", "article", "start", "end", "excerpt_start", "excerpt_end")
    mentions = Mention.objects.published().filter(pk__in=[pk for kind, pk in keys if kind == "place"])
    figures = Figure.objects.published().filter(pk__in=[pk for kind, pk in keys if kind == "figure"])
    found = {("place", pk): _Span(*span) for pk, *span in mentions.values_list(*columns)}
    return found | {("figure", pk): _Span(*span) for pk, *span in figures.values_list(*columns)}


def _keys_of(feature: Feature) -> list[Key]:
    return [
        (mark["kind"], mark["id"])
        for passage in feature["properties"]["excerpts"]
        for mark in passage["marks"]
    ]


def _pruned(feature: Feature, spans: dict[Key, _Span]) -> Feature:
    """The feature itself when all its evidence stands, else a copy with what does."""
    keys = set(_keys_of(feature))
    if keys <= spans.keys():
        return feature
    told = feature["properties"]
    passages = [kept for passage in told["excerpts"] for kept in _pruned_passage(passage, spans)]
    numbers = sorted({passage["source"] for passage in passages})
    source_now = {number: position for position, number in enumerate(numbers)}
    passages = [{**passage, "source": source_now[passage["source"]]} for passage in passages]
    marks = {
        (mark["kind"], mark["id"]): (number, [mark["start"], mark["end"]])
        for number, passage in enumerate(passages)
        for mark in passage["marks"]
    }
    figures = []
    for figure in told["figures"]:
        if found := marks.get(("figure", figure["id"])):
            number, mark = found
            figures.append({**figure, "excerpt": number, "mark": mark, "source": passages[number]["source"]})
    left = {figure["id"] for figure in figures}
    gone_places = {pk for kind, pk in keys - spans.keys() if kind == "place"}
    properties = {
        **told,
        "excerpts": passages,
        "sources": [told["sources"][number] for number in numbers],
        "figures": figures,
        "claims": [thing for all_ in told["claims"] if (thing := _pruned_thing(all_, left, source_now))],
        # Which of the places are the ends of an arrow is not on record here.
        "movement": [] if gone_places else told["movement"],
    }
    return {**feature, "properties": properties}


def _pruned_thing(
    thing: dict[str, Any], figures: set[int], source_now: dict[int, int]
) -> dict[str, Any] | None:
    claims = [
        {**claim, "printers": [source_now[number] for number in claim["printers"] if number in source_now]}
        for claim in thing["claims"]
        if claim["figure"] in figures
    ]
    return {**thing, "claims": claims} if claims else None


def _pruned_passage(passage: dict[str, Any], spans: dict[Key, _Span]) -> list[dict[str, Any]]:
    """The parts of a passage around the marks that stand, cut as the live map cuts them."""
    marks = [mark for mark in passage["marks"] if (mark["kind"], mark["id"]) in spans]
    if len(marks) == len(passage["marks"]):
        return [passage]
    if not marks:
        return []
    characters = passage["text"]
    first = spans[marks[0]["kind"], marks[0]["id"]]
    passage_start = first.start - marks[0]["start"]
    passage_end = passage_start + len(characters)
    marked = []
    for mark in marks:
        span = spans[mark["kind"], mark["id"]]
        # An excerpt may have grown since; only what was frozen is known here.
        start, end = max(span.excerpt_start, passage_start), min(span.excerpt_end, passage_end)
        text = characters[start - passage_start : end - passage_start]
        marked.append(Marked(mark["kind"], mark["id"], span.article, span.start, span.end, start, end, text))
    return [{**passage, "text": part.text, "marks": _marks_of(part)} for part in passages_of(marked)]


def _marks_of(passage: Passage) -> list[dict[str, Any]]:
    marks = []
    for span in sorted(passage.marked, key=lambda span: (span.start, -span.end, span.kind)):
        start, end = passage.offsets(span)
        marks.append({"start": start, "end": end, "kind": span.kind, "id": span.id})
    return marks
