"""New events of a data set into the database, thousands at once: article, mention, event, figures,
record, act.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection

from events.enums import PUBLIC_STATUSES, MentionStatus, Precision, Status
from events.exchange.applied import with_rows
from events.exchange.copying import copy, ids_of
from events.exchange.entries import ArticleEntry, Entry, MentionEntry, PlaceRef
from events.exchange.parties import Parties
from events.exchange.places import Found, Places
from events.exchange.searched import Searched
from events.exchange.shapes import label_point
from events.models import Article, Decision, Event, EventMention, Figure, ImportRun, Mention, SourceRecord

_ARTICLE = (
    "id", "version", "created_by_id", "outlet_id", "headline", "url", "archive_url", "published_on",
    "language",
    "text", "status", "kind", "is_partly_read", "fingerprint", "bands", "is_demonstration", "created_at",
    "updated_at",
)  # fmt: skip
_MENTION = (
    "id", "version", "created_by_id", "article_id", "start", "end", "quote", "phrase_start", "phrase_end",
    "excerpt_start", "excerpt_end", "status", "role", "relation", "direction", "distance_m", "place_id",
    "other_place_id", "within_id", "geometry", "precision", "evidence", "created_at", "updated_at",
    "searched",
)  # fmt: skip
_EVENT = (
    "id", "version", "created_by_id", "title", "summary", "kind", "layer_id", "place_id", "geometry", "point",
    "has_no_geometry", "precision", "earliest", "latest", "date_precision", "verification", "status",
    "published_at", "is_graphic", "is_demonstration", "created_at", "updated_at",
)  # fmt: skip
_FIGURE = (
    "id", "version", "created_by_id", "article_id", "event_id", "start", "end", "wording", "excerpt_start",
    "excerpt_end", "measure", "people", "unit", "household_size", "quantifier", "low", "high", "scope",
    "period_start", "period_end", "since", "role", "role_reason", "claimant_id", "claimant_words",
    "acceptance",
    "status", "evidence", "created_at", "updated_at", "searched",
)  # fmt: skip
_RECORD = ("dataset_id", "source_id", "event_id", "article_id", "run_id", "row", "raw", "applied", "digest")
_DECISION = (
    "verb", "by_id", "at", "content_type_id", "object_id", "from_status", "to_status", "note", "public_note",
    "changes",
)  # fmt: skip


class Inserter:
    """Writes entries whose ids are new to the data set, as the run wants them."""

    def __init__(self, run: ImportRun, places: Places, parties: Parties, now: datetime) -> None:
        self._run = run
        self._places = places
        self._parties = parties
        self._searched = Searched()
        self._ids: dict[str, int] = {}
        self._now = now.isoformat()
        self._head = (1, run.by_id)
        self._is_public = run.target in PUBLIC_STATUSES
        # An article has no review of its own: it becomes public with its event.
        self._shown = Status.PUBLISHED.value if self._is_public else Status.DRAFT.value
        self._event_type = ContentType.objects.get_for_model(Event).pk

    def insert(self, entries: Sequence[Entry]) -> None:
        """All in the caller's transaction. Raises IntegrityError or DataError for what the database
        refuses.
        """
        if not entries:
            return
        articles = self._articles(entries)
        events = ids_of("events_event", len(entries))
        mentions = iter(ids_of("events_mention", sum(len(entry.mentions) for entry in entries)))
        figures = iter(ids_of("events_figure", sum(len(entry.figures) for entry in entries)))
        told = [[next(mentions) for _ in entry.mentions] for entry in entries]
        claimed = [[next(figures) for _ in entry.figures] for entry in entries]
        self._searched.look_up(entries)
        copy(Mention, _MENTION, self._mentions(entries, told, articles))
        copy(Event, _EVENT, self._events(entries, events))
        links = ((event, mention) for event, ids in zip(events, told, strict=True) for mention in ids)
        copy(EventMention, ("event_id", "mention_id"), links)
        copy(Figure, _FIGURE, self._figures(entries, events, claimed, articles))
        copy(SourceRecord, _RECORD, self._records(entries, events, told, claimed))
        copy(Decision, _DECISION, self._decisions(entries, events))

    def _articles(self, entries: Sequence[Entry]) -> dict[str, int]:
        """The ids of the entries' articles by their fingerprints; those that are not here yet are added."""
        wanted: dict[str, ArticleEntry] = {}
        for entry in entries:
            for article in entry.articles:
                article.fingerprint = self._fingerprint(article)
                wanted.setdefault(article.fingerprint, article)
        # Of records a fingerprint is here only where an event was imported before and lost since.
        known = _known_articles(list(wanted))
        new = {mark: article for mark, article in wanted.items() if mark not in known}
        ids = dict(zip(new, ids_of("events_article", len(new)), strict=True)) if new else {}
        copy(Article, _ARTICLE, (self._article(ids[mark], mark, new[mark]) for mark in new))
        if known and self._is_public:
            waiting = Article.objects.filter(pk__in=known.values(), status=Status.DRAFT)
            waiting.update(status=Status.PUBLISHED)
        self._ids = known | ids
        return self._ids

    def articles_of(self, entry: Entry) -> dict[int, int]:
        """The ids of the articles of one entry by their positions; those that are not here yet are added."""
        ids = self._articles([entry])
        return {n: ids[article.fingerprint] for n, article in enumerate(entry.articles)}

    def _fingerprint(self, article: ArticleEntry) -> str:
        told = f"{self._run.dataset_id}\0{article.outlet}\0{article.key}\0{article.text}"
        return hashlib.sha256(told.encode()).hexdigest()

    def _article(self, pk: int, fingerprint: str, article: ArticleEntry) -> tuple[Any, ...]:
        return (
            pk, *self._head, self._parties.outlet(article.outlet), article.headline, article.url,
            article.archive_url, article.published_on, article.language, article.text, self._shown,
            article.kind.value, False, fingerprint, "{}", False, self._now, self._now,
        )  # fmt: skip

    def _mentions(
        self, entries: Sequence[Entry], told: list[list[int]], articles: dict[str, int]
    ) -> Iterator:
        accepted = MentionStatus.ACCEPTED.value
        for entry, ids in zip(entries, told, strict=True):
            marks = [articles[article.fingerprint] for article in entry.articles]
            for pk, m in zip(ids, entry.mentions, strict=True):
                text = entry.articles[m.article].text
                found = self._places[m.place]
                place, other, within = found, self._places[m.other_place], self._places[m.within]
                yield (
                    pk, *self._head, marks[m.article], m.start, m.end, text[m.start : m.end],
                    *phrase_of(m), m.excerpt_start, m.excerpt_end, accepted, m.role.value, m.relation.value,
                    m.direction, m.distance_m, place and place.id, other and other.id, within and within.id,
                    shape_of(m.geometry, m.precision, place, is_coded=entry.is_coded), m.precision.value,
                    "{}", self._now, self._now,
                    self._searched.of_mention(entry, m),
                )  # fmt: skip

    def _events(self, entries: Sequence[Entry], events: list[int]) -> Iterator:
        published_at = self._now if self._is_public else None
        for pk, entry in zip(events, entries, strict=True):
            place = self._places[entry.place]
            shape = None if entry.has_no_geometry else shape_of(
                entry.geometry, entry.precision, place, is_coded=entry.is_coded
            )  # fmt: skip
            point = label_of(entry.geometry, place) if shape else None
            yield (
                pk, *self._head, entry.title, entry.summary, entry.kind.value,
                self._parties.layer(entry.layer),
                place and place.id, shape, point, shape is None, entry.precision.value, entry.earliest,
                entry.latest, entry.date_precision.value, entry.verification.value, self._run.target,
                published_at,
                entry.is_graphic, False, self._now, self._now,
            )  # fmt: skip

    def _figures(
        self, entries: Sequence[Entry], events: list[int], claimed: list[list[int]], articles: dict[str, int]
    ) -> Iterator:
        for event, ids, entry in zip(events, claimed, entries, strict=True):
            marks = [articles[article.fingerprint] for article in entry.articles] if entry.figures else []
            for pk, f in zip(ids, entry.figures, strict=True):
                yield (
                    pk, *self._head, marks[f.article], event, f.start, f.end,
                    entry.articles[f.article].text[f.start : f.end], f.excerpt_start, f.excerpt_end,
                    f.measure.value, f.people.value, f.unit.value, f.household_size or None,
                    f.quantifier.value,
                    f.low, f.high, f.scope.value, f.period_start, f.period_end, f.since, f.role.value,
                    f.role_reason,
                    self._parties.claimant(f.claimant), f.claimant_words, f.acceptance.value,
                    self._shown, "[]",
                    self._now, self._now, self._searched.of_figure(entry, f),
                )  # fmt: skip

    def _records(
        self, entries: Sequence[Entry], events: list[int], told: list[list[int]], claimed: list[list[int]]
    ) -> Iterator:
        run = self._run
        for event, entry, mentions, figures in zip(events, entries, told, claimed, strict=True):
            yield (
                run.dataset_id, entry.source_id, event, self._ids[entry.articles[0].fingerprint], run.pk,
                entry.row, entry.raw_json, with_rows(entry, mentions, figures), entry.digest,
            )  # fmt: skip

    def _decisions(self, entries: Sequence[Entry], events: list[int]) -> Iterator:
        note = f"{self._run.dataset.name} {self._run.version}".strip()
        for pk, entry in zip(events, entries, strict=True):
            yield (
                "import_event", self._run.by_id, self._now, self._event_type, pk, "", self._run.target,
                f"{note}, {entry.source_id}: import no. {self._run.pk}, row {entry.row}", "", "{}",
            )  # fmt: skip


def _known_articles(fingerprints: list[str]) -> dict[str, int]:
    """As one array: Django would write each of thousands into the statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT fingerprint, id FROM events_article WHERE fingerprint = ANY(%s)", [fingerprints]
        )
        return dict(cursor.fetchall())


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


def places_of(entry: Entry) -> Iterator[PlaceRef | None]:
    yield entry.place
    for m in entry.mentions:
        yield from (m.place, m.other_place, m.within)
