"""New events as rows that COPY takes: article, mention, event, figures, record and act of each.

Needs no database: what it must know was looked up before (`inserting.py`), so that this can be done while the
database works on the events before these.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import models

from events.enums import MentionStatus, Precision
from events.exchange.applied import with_rows
from events.exchange.binary import (
    FALSE,
    NULL,
    TRUE,
    Named,
    Target,
    Value,
    blocks,
    day,
    decimal,
    double,
    int4,
    int8,
    number,
    shape,
    target_of,
    text,
    truth,
)
from events.exchange.entries import ArticleEntry, Entry, MentionEntry
from events.exchange.known import Found, Memory
from events.exchange.searched import Searched, said_by_event, said_by_figure, said_by_mention
from events.exchange.shapes import label_point
from events.models import Article, Decision, Event, EventMention, Figure, Mention, SourceRecord

#: The columns that each row gives a value of its own, in the order in which the methods below write them.
_ARTICLE = (
    "id", "outlet_id", "headline", "url", "archive_url", "published_on", "language", "text", "kind",
    "fingerprint",
)  # fmt: skip
_MENTION = (
    "id", "article_id", "start", "end", "quote", "phrase_start", "phrase_end", "excerpt_start", "excerpt_end",
    "role", "relation", "direction", "distance_m", "place_id", "other_place_id", "within_id", "geometry",
    "precision", "searched",
)  # fmt: skip
_EVENT = (
    "id", "title", "summary", "kind", "layer_id", "place_id", "geometry", "point", "has_no_geometry",
    "precision", "earliest", "latest", "date_precision", "verification", "is_graphic", "searched",
)  # fmt: skip
_LINK = ("event_id", "mention_id")
_FIGURE = (
    "id", "article_id", "event_id", "start", "end", "wording", "excerpt_start", "excerpt_end", "measure",
    "people", "unit", "household_size", "quantifier", "low", "high", "scope", "period_start", "period_end",
    "since", "role", "role_reason", "claimant_id", "claimant_words", "acceptance", "searched",
)  # fmt: skip
_RECORD = ("source_id", "event_id", "article_id", "row", "raw", "applied", "digest")
_DECISION = ("object_id", "note")


#: Tables with their rows.
Copies = list[tuple[Target, list[bytes]]]


@dataclass(slots=True)
class Portion:
    """Entries with what the database knows of them, `new` those that it has not. `articles` are the ids of
    articles by their fingerprints, of which `added` come with these entries."""

    memory: Memory
    new: Sequence[Entry]
    articles: dict[str, int] = field(default_factory=dict)
    added: dict[str, ArticleEntry] = field(default_factory=dict)
    events: list[int] = field(default_factory=list)
    mentions: list[list[int]] = field(default_factory=list)
    told_before: set[int] = field(default_factory=set)
    """Mentions that tell an event before as well, and are written with that."""
    figures: list[list[int]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Head:
    """What all rows of a run have in common. `shown` is the status of articles and figures."""

    run: int
    dataset: int
    by: int | None
    version: str
    """The data set's name and version."""
    target: str
    shown: str
    is_public: bool
    now: datetime
    event_type: int


class Renderer:
    def __init__(self, head: Head) -> None:
        self._head = head
        self._searched = Searched()
        #: What rows say out of closed lists, claimants and sentences that stand in many.
        self._named = Named()
        of_tables = (
            (Article, _ARTICLE, self._articles), (Mention, _MENTION, self._mentions),
            (Event, _EVENT, self._events), (EventMention, _LINK, self._links),
            (Figure, _FIGURE, self._figures), (SourceRecord, _RECORD, self._records),
            (Decision, _DECISION, self._decisions),
        )  # fmt: skip
        alike = _alike(head)
        self._tables: list[tuple[Target, Callable[[Portion], Iterator[bytes]]]] = [
            (target_of(model, alike[model], columns), rows) for model, columns, rows in of_tables
        ]

    def tables(self, portion: Portion) -> Copies:
        """The rows of all new entries, table by table."""
        return [(target, list(blocks(target, rows(portion)))) for target, rows in self._tables]

    def articles(self, portion: Portion) -> Copies:
        """Those of the articles alone."""
        target, rows = self._tables[0]
        return [(target, list(blocks(target, rows(portion))))]

    def _articles(self, portion: Portion) -> Iterator[bytes]:
        outlet, named = portion.memory.outlet, self._named
        for mark, article in portion.added.items():
            yield b"".join((
                int8(portion.articles[mark]), int8(outlet(article.outlet)), text(article.headline),
                text(article.url), text(article.archive_url), day(article.published_on),
                named[article.language], text(article.text), named[article.kind], text(mark),
            ))  # fmt: skip

    def _mentions(self, portion: Portion) -> Iterator[bytes]:
        place_of, words_of, named = portion.memory.place, self._searched.words_of, self._named
        written = set(portion.told_before)
        for entry, ids in zip(portion.new, portion.mentions, strict=True):
            for pk, m in zip(ids, entry.mentions, strict=True):
                if pk in written:
                    continue
                written.add(pk)
                article, place = entry.articles[m.article], place_of(m.place)
                where = shape_of(m.geometry, m.precision, place, is_coded=entry.is_coded)
                first, last = phrase_of(m)
                yield b"".join((
                    int8(pk), int8(portion.articles[article.fingerprint]), int4(m.start), int4(m.end),
                    text(article.text[m.start : m.end]), int4(first), int4(last), int4(m.excerpt_start),
                    int4(m.excerpt_end), named[m.role], named[m.relation], named[m.direction],
                    NULL if m.distance_m is None else double(m.distance_m), _id(place),
                    _id(place_of(m.other_place)), _id(place_of(m.within)), shape(where), named[m.precision],
                    words_of(said_by_mention(entry, m), portion.memory.words),
                ))  # fmt: skip

    def _events(self, portion: Portion) -> Iterator[bytes]:
        words_of, named = self._searched.words_of, self._named
        for pk, entry in zip(portion.events, portion.new, strict=True):
            place = portion.memory.place(entry.place)
            where = None if entry.has_no_geometry else shape_of(
                entry.geometry, entry.precision, place, is_coded=entry.is_coded
            )  # fmt: skip
            point = label_of(entry.label or entry.geometry, place) if where else None
            yield b"".join((
                int8(pk), text(entry.title), text(entry.summary), named[entry.kind],
                int8(portion.memory.layer(entry.layer)), _id(place), shape(where), shape(point),
                TRUE if where is None else FALSE, named[entry.precision], day(entry.earliest),
                day(entry.latest), named[entry.date_precision], named[entry.verification],
                truth(entry.is_graphic), words_of(said_by_event(entry), portion.memory.words),
            ))  # fmt: skip

    def _links(self, portion: Portion) -> Iterator[bytes]:
        return (
            int8(pk) + int8(m) for pk, ids in zip(portion.events, portion.mentions, strict=True) for m in ids
        )

    def _figures(self, portion: Portion) -> Iterator[bytes]:
        words_of, claimant, named = self._searched.words_of, portion.memory.claimant, self._named
        for event, ids, entry in zip(portion.events, portion.figures, portion.new, strict=True):
            for pk, f in zip(ids, entry.figures, strict=True):
                article = entry.articles[f.article]
                yield b"".join((
                    int8(pk), int8(portion.articles[article.fingerprint]), int8(event), int4(f.start),
                    int4(f.end), text(article.text[f.start : f.end]), int4(f.excerpt_start),
                    int4(f.excerpt_end), named[f.measure], named[f.people], named[f.unit],
                    decimal(f.household_size), named[f.quantifier], number(f.low), number(f.high),
                    named[f.scope], day(f.period_start), day(f.period_end), text(f.since), named[f.role],
                    text(f.role_reason), number(claimant(f.claimant)), text(f.claimant_words),
                    named[f.acceptance], words_of(said_by_figure(entry, f), portion.memory.words),
                ))  # fmt: skip

    def _records(self, portion: Portion) -> Iterator[bytes]:
        rows = zip(portion.events, portion.new, portion.mentions, portion.figures, strict=True)
        for event, entry, mentions, figures in rows:
            yield b"".join((
                text(entry.source_id), int8(event),
                int8(portion.articles[entry.articles[0].fingerprint]), int4(entry.row), text(entry.raw_json),
                text(with_rows(entry, mentions, figures)), text(entry.digest),
            ))  # fmt: skip

    def _decisions(self, portion: Portion) -> Iterator[bytes]:
        head = self._head
        for pk, entry in zip(portion.events, portion.new, strict=True):
            note = f"{head.version}, {entry.source_id}: import no. {head.run}, row {entry.row}"
            yield int8(pk) + text(note)


def _alike(head: Head) -> dict[type[models.Model], dict[str, Any]]:
    """By table the columns that have one value in all rows of a run."""
    made = {"version": 1, "created_by_id": head.by, "created_at": head.now, "updated_at": head.now}
    return {
        Article: made | {"status": head.shown},
        Mention: made | {"status": MentionStatus.ACCEPTED},
        Event: made | {"status": head.target, "published_at": head.now if head.is_public else None},
        # Where an article was here before and says otherwise, the database puts it right.
        EventMention: {"is_shown": head.is_public},
        Figure: made | {"status": head.shown},
        SourceRecord: {"dataset_id": head.dataset, "run_id": head.run},
        Decision: {
            "verb": "import_event", "by_id": head.by, "at": head.now, "content_type_id": head.event_type,
            "from_status": "", "to_status": head.target, "public_note": "",
        },
    }  # fmt: skip


def _id(place: Found | None) -> Value:
    return int8(place.id) if place else NULL


def phrase_of(m: MentionEntry) -> tuple[int, int]:
    if m.phrase_start < 0:
        return m.start, m.end
    return min(m.phrase_start, m.start), max(m.phrase_end, m.end)


def shape_of(wkt: str, precision: Precision, place: Found | None, *, is_coded: bool) -> str | None:
    """The geometry of a row as COPY takes it. Where a point stands for a coded precision (`Entry.is_coded`) a
    province is its outline, never a bare pin, and a country has none."""
    if is_coded and place and precision == Precision.COUNTRY:
        return None
    if is_coded and place and place.outline:
        return place.outline
    if wkt:
        return f"SRID=4326;{wkt}"
    return (place.outline or place.point) if place and precision != Precision.COUNTRY else None


def label_of(wkt: str, place: Found | None) -> str:
    return f"SRID=4326;{label_point(wkt)}" if wkt or place is None else place.point
