"""Events as Dateline's own rows (`columns.py`): a row for each mention and figure of an event, together.

A value is text, a number or empty; what is unknown is empty and never 0. Only what an editor accepted is
told, and of an article only the passages that readers see: its text is private.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from django.contrib.gis.geos import Point
from django.db.models import Prefetch, QuerySet

from events.enums import Acceptance, MentionStatus, Status
from events.exchange.wkt import wkt_of
from events.models import Article, Event, EventMention, Figure, Mention, Place, SourceRecord
from events.review.rights import User, visible_to

#: Events that are held at once.
CHUNK = 200

Told = dict[str, str | int | float]

_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")

_SOURCE = ("published_on", "outlet", "headline", "url")


def rows_of(events: QuerySet[Event], *, by: User | None = None) -> Iterator[Told]:
    """The rows of the events in the order of their numbers, without the columns that are empty. `by` is whose
    rights hold for what tells the events: somebody's draft may tell what readers see already.
    """
    for event in told(events, by=by):
        yield from rows_of_event(event)


def told(events: QuerySet[Event], *, by: User | None = None) -> Iterator[Event]:
    """The events with all that their rows need, a chunk at a time."""
    links = (
        seen_by(by, EventMention.objects.filter(mention__status=MentionStatus.ACCEPTED))
        .select_related(
            "mention__place", "mention__other_place", "mention__within", "mention__article__outlet"
        )
        .defer("mention__article__bands", "mention__place__geometry", "mention__other_place__geometry",
               "mention__within__geometry")
        .order_by("mention__article", "mention__start")
    )  # fmt: skip
    figures = (
        seen_by(by, Figure.objects.filter(acceptance=Acceptance.ACCEPTED))
        .exclude(status=Status.WITHDRAWN)
        .select_related("claimant", "article__outlet")
        .defer("article__bands")
        .order_by("article", "start")
    )
    whole = (
        events.order_by("pk")
        .select_related("layer", "place")
        .defer("place__geometry")
        .prefetch_related(
            Prefetch("event_mentions", queryset=links, to_attr="told_by"),
            Prefetch("figures", queryset=figures, to_attr="claims"),
            Prefetch("source_records", queryset=SourceRecord.objects.select_related("dataset").defer("raw")),
        )
    )
    return whole.iterator(chunk_size=CHUNK)


def seen_by(by: User | None, rows: QuerySet[Any]) -> QuerySet[Any]:
    return visible_to(by, rows) if by is not None else rows


def rows_of_event(event: Event) -> Iterator[Told]:
    shared = columns_of_event(event) | columns_of_dataset(event)
    for part in [*mentions_of(event), *figures_of(event)] or [{}]:
        yield shared | part


def mentions_of(event: Event) -> list[Told]:
    links: list[EventMention] = event.told_by  # type: ignore[attr-defined]  # `told` has put it there
    return _in_order([(link.mention, columns_of_mention(link.mention, event)) for link in links])


def figures_of(event: Event) -> list[Told]:
    claims: list[Figure] = event.claims  # type: ignore[attr-defined]  # the same
    return _in_order([(figure, columns_of_figure(figure)) for figure in claims])


def _in_order(parts: Sequence[tuple[Mention | Figure, Told]]) -> list[Told]:
    """By their sources, and as they stand in each: the same order in every database that they were read
    into, so not by numbers of rows.
    """

    def place(part: tuple[Mention | Figure, Told]) -> list[Any]:
        of, told = part
        where = (of.article_id, of.excerpt_start, of.excerpt_end, of.start, of.end)
        return [*(str(told.get(name, "")) for name in _SOURCE), where, sorted(map(str, told.items()))]

    whole = [(of, told | columns_of_source(of)) for of, told in parts]
    return [told for _of, told in sorted(whole, key=place)]


def columns_of_event(event: Event) -> Told:
    told: dict[str, Any] = {
        "event_id": event.pk, "title": event.title, "summary": event.summary, "kind": event.kind,
        "layer": event.layer.slug, "status": event.status, "earliest": event.earliest,
        "latest": event.latest, "date_precision": event.date_precision,
        "verification": event.verification, "is_graphic": event.is_graphic, "precision": event.precision,
        "has_no_geometry": event.has_no_geometry, **_place(event.place, ""),
    }  # fmt: skip
    if event.point is not None:
        told |= {"lon": event.point.x, "lat": event.point.y}
        told["geometry"] = "" if isinstance(event.geometry, Point) else wkt_of(event.geometry)
    return _said(told)


def columns_of_mention(mention: Mention, event: Event) -> Told:
    """The mention's columns; its place and shape are empty where they are the event's. Of one whose passage
    is withheld for people's safety, what readers are told: its place as they see it."""
    passage = _Passage(mention)
    told: dict[str, Any] = {
        **passage.words("quote", mention.start, mention.end),
        "mention_role": mention.role, "relation": mention.relation, "direction": mention.direction,
        "distance_m": mention.distance_m, "mention_precision": mention.precision,
        **_other(mention.other_place, "other"), **_other(mention.within, "within"),
    }  # fmt: skip
    if mention.is_withheld:
        for name in ("quote", "quote_at", "relation", "direction", "distance_m"):
            told.pop(name)
    elif (mention.phrase_start, mention.phrase_end) != (mention.start, mention.end):
        told |= passage.words("phrase", mention.phrase_start, mention.phrase_end)
    if mention.place_id != event.place_id:
        told |= _place(mention.place, "mention_")
    if mention.geometry is not None and mention.geometry != event.geometry:
        told["mention_geometry"] = wkt_of(mention.geometry)
    return _said(told)


def columns_of_figure(figure: Figure) -> Told:
    claimant = figure.claimant
    words: dict[str, Any] = {"wording": figure.wording}
    if not figure.is_withheld:
        words = _Passage(figure).words("wording", figure.start, figure.end)
    return _said(
        {
            "measure": figure.measure, "people": figure.people, "unit": figure.unit,
            "household_size": figure.household_size, "quantifier": figure.quantifier, "low": figure.low,
            "high": figure.high, **words, "scope": figure.scope,
            "period_start": figure.period_start, "period_end": figure.period_end, "since": figure.since,
            "figure_role": figure.role, "role_reason": figure.role_reason,
            "claimant": claimant.name if claimant else "", "claimant_kind": claimant.kind if claimant else "",
            "claimant_words": figure.claimant_words,
        }
    )  # fmt: skip


def columns_of_source(of: Mention | Figure) -> Told:
    article: Article = of.article
    excerpt = "" if of.is_withheld else _Passage(of).text
    return _said(
        {
            "outlet": article.outlet.name, "headline": article.headline, "url": article.url,
            "archive_url": article.archive_url, "published_on": article.published_on,
            "language": article.language, "excerpt": excerpt,
        }
    )  # fmt: skip


class _Passage:
    """The excerpt as every table can hold it: without spaces at its ends, line breaks as one sign, and no
    signs that XML has none of. Offsets are those in this text."""

    def __init__(self, of: Mention | Figure) -> None:
        self._whole, self._first = of.article.text, of.excerpt_start
        said = self._whole[of.excerpt_start : of.excerpt_end]
        self._first += len(said) - len(said.lstrip())
        self.text = _plain(said.strip())

    def words(self, name: str, start: int, end: int) -> dict[str, Any]:
        """The words, without spaces at their ends, and where they stand in the excerpt."""
        said = self._whole[max(start, self._first) : end]
        start = max(start, self._first) + len(said) - len(said.lstrip())
        return {name: _plain(said.strip()), f"{name}_at": len(_plain(self._whole[self._first : start]))}


def _plain(text: str) -> str:
    return _NO_XML.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def columns_of_dataset(event: Event) -> Told:
    record = next(iter(event.source_records.all()), None)
    if record is None:
        return {}
    return _said(
        {
            "dataset": record.dataset.name, "dataset_version": record.dataset.version,
            "dataset_id": record.source_id, "licence": record.dataset.licence,
            "attribution": record.dataset.attribution,
        }
    )  # fmt: skip


def _place(place: Place | None, prefix: str) -> dict[str, Any]:
    if place is None:
        return {}
    return {
        f"{prefix}place": place.name, f"{prefix}place_kind": place.kind, f"{prefix}country": place.country,
        f"{prefix}place_provider": place.provider, f"{prefix}place_provider_id": place.provider_id,
    }  # fmt: skip


def _other(place: Place | None, prefix: str) -> dict[str, Any]:
    if place is None:
        return {}
    return {
        f"{prefix}_place": place.name, f"{prefix}_place_provider": place.provider,
        f"{prefix}_place_provider_id": place.provider_id,
    }  # fmt: skip


def _said(values: dict[str, Any]) -> Told:
    """Without what is unknown; yes and no, dates and decimals in words that are read back as they were."""
    return {
        name: value if isinstance(value, int | float) and not isinstance(value, bool) else _word(value)
        for name, value in values.items()
        if not (value is None or value is False or value == "")  # 0 is known, and equal to False
    }


def _word(value: Any) -> str:
    return "true" if value is True else _plain(str(value)).strip()
