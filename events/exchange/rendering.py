"""New events as lines that COPY takes: article, mention, event, figures, record and act of each.

Needs no database: what it must know was looked up before (`inserting.py`), so that this can be done while the
database works on the events before these.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from events.enums import MentionStatus, Precision
from events.exchange.applied import describe, with_rows
from events.exchange.copying import Target, blocks, target_of
from events.exchange.entries import ArticleEntry, Entry, MentionEntry, PlaceRef
from events.exchange.parties import Parties
from events.exchange.places import Found, Places
from events.exchange.searched import Searched, said_by_event, said_by_figure, said_by_mention
from events.exchange.shapes import label_point
from events.models import Article, Decision, Event, EventMention, Figure, Mention, SourceRecord

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
    "published_at", "is_graphic", "is_demonstration", "created_at", "updated_at", "searched",
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


@dataclass(slots=True)
class Batch:
    """Entries with what the database knows of them.

    `known` are the records whose ids the data set has already, with their digests; `new` the entries that it
    has not. `articles` are the ids of articles by their fingerprints, of which `added` come with this batch.
    """

    entries: Sequence[Entry]
    places: Places
    parties: Parties
    known: dict[str, tuple[int, str]] = field(default_factory=dict)
    new: list[Entry] = field(default_factory=list)
    articles: dict[str, int] = field(default_factory=dict)
    added: dict[str, ArticleEntry] = field(default_factory=dict)
    waiting: list[int] = field(default_factory=list)
    """Articles that are here and may have to be published with the events."""
    events: list[int] = field(default_factory=list)
    mentions: list[list[int]] = field(default_factory=list)
    told_before: set[int] = field(default_factory=set)
    """Mentions that tell an event before as well, and are written with that."""
    figures: list[list[int]] = field(default_factory=list)
    words: dict[str, str] = field(default_factory=dict)
    copies: list[tuple[Target, list[bytes]]] = field(default_factory=list)


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
    now: str
    event_type: int


class Renderer:
    def __init__(self, head: Head) -> None:
        self._head = head
        self._made = (1, head.by)
        self._searched = Searched()
        tables = (
            (Article, _ARTICLE, self._articles), (Mention, _MENTION, self._mentions),
            (Event, _EVENT, self._events), (EventMention, ("event_id", "mention_id"), self._links),
            (Figure, _FIGURE, self._figures), (SourceRecord, _RECORD, self._records),
            (Decision, _DECISION, self._decisions),
        )  # fmt: skip
        self._tables: list[tuple[Target, Callable[[Batch], Iterator[tuple]]]] = [
            (target_of(model, columns), rows) for model, columns, rows in tables
        ]

    @property
    def searched(self) -> Searched:
        return self._searched

    def render(self, batch: Batch) -> Batch:
        """Describes the batch's entries, and writes its new ones out in `copies`."""
        for entry in batch.entries:
            describe(entry, batch.places, batch.parties)
        if batch.new:
            batch.copies = [(target, list(blocks(target, rows(batch)))) for target, rows in self._tables]
        return batch

    def render_articles(self, batch: Batch) -> Batch:
        """The same of the articles alone."""
        target, rows = self._tables[0]
        batch.copies = [(target, list(blocks(target, rows(batch))))]
        return batch

    def _articles(self, batch: Batch) -> Iterator[tuple]:
        now, shown, outlet = self._head.now, self._head.shown, batch.parties.outlet
        for mark, article in batch.added.items():
            yield (
                batch.articles[mark], *self._made, outlet(article.outlet), article.headline, article.url,
                article.archive_url, article.published_on, article.language, article.text, shown,
                article.kind, False, mark, "{}", False, now, now,
            )  # fmt: skip

    def _mentions(self, batch: Batch) -> Iterator[tuple]:
        places, now, words_of = batch.places, self._head.now, self._searched.words_of
        written = set(batch.told_before)
        for entry, ids in zip(batch.new, batch.mentions, strict=True):
            for pk, m in zip(ids, entry.mentions, strict=True):
                if pk in written:
                    continue
                written.add(pk)
                article = entry.articles[m.article]
                place, other, within = places[m.place], places[m.other_place], places[m.within]
                yield (
                    pk, *self._made, batch.articles[article.fingerprint], m.start, m.end,
                    article.text[m.start : m.end], *phrase_of(m), m.excerpt_start, m.excerpt_end,
                    MentionStatus.ACCEPTED, m.role, m.relation, m.direction, m.distance_m,
                    place and place.id, other and other.id, within and within.id,
                    shape_of(m.geometry, m.precision, place, is_coded=entry.is_coded), m.precision, "{}",
                    now, now, words_of(said_by_mention(entry, m), batch.words),
                )  # fmt: skip

    def _events(self, batch: Batch) -> Iterator[tuple]:
        head, now, words_of = self._head, self._head.now, self._searched.words_of
        published_at = now if head.is_public else None
        for pk, entry in zip(batch.events, batch.new, strict=True):
            place = batch.places[entry.place]
            shape = None if entry.has_no_geometry else shape_of(
                entry.geometry, entry.precision, place, is_coded=entry.is_coded
            )  # fmt: skip
            point = label_of(entry.label or entry.geometry, place) if shape else None
            yield (
                pk, *self._made, entry.title, entry.summary, entry.kind, batch.parties.layer(entry.layer),
                place and place.id, shape, point, shape is None, entry.precision, entry.earliest,
                entry.latest, entry.date_precision, entry.verification, head.target, published_at,
                entry.is_graphic, False, now, now, words_of(said_by_event(entry), batch.words),
            )  # fmt: skip

    def _links(self, batch: Batch) -> Iterator[tuple]:
        return ((pk, m) for pk, ids in zip(batch.events, batch.mentions, strict=True) for m in ids)

    def _figures(self, batch: Batch) -> Iterator[tuple]:
        now, shown, words_of = self._head.now, self._head.shown, self._searched.words_of
        claimant = batch.parties.claimant
        for event, ids, entry in zip(batch.events, batch.figures, batch.new, strict=True):
            for pk, f in zip(ids, entry.figures, strict=True):
                article = entry.articles[f.article]
                yield (
                    pk, *self._made, batch.articles[article.fingerprint], event, f.start, f.end,
                    article.text[f.start : f.end], f.excerpt_start, f.excerpt_end, f.measure, f.people,
                    f.unit, f.household_size or None, f.quantifier, f.low, f.high, f.scope, f.period_start,
                    f.period_end, f.since, f.role, f.role_reason, claimant(f.claimant), f.claimant_words,
                    f.acceptance, shown, "[]", now, now, words_of(said_by_figure(entry, f), batch.words),
                )  # fmt: skip

    def _records(self, batch: Batch) -> Iterator[tuple]:
        run, dataset = self._head.run, self._head.dataset
        rows = zip(batch.events, batch.new, batch.mentions, batch.figures, strict=True)
        for event, entry, mentions, figures in rows:
            yield (
                dataset, entry.source_id, event, batch.articles[entry.articles[0].fingerprint], run,
                entry.row, entry.raw_json, with_rows(entry, mentions, figures), entry.digest,
            )  # fmt: skip

    def _decisions(self, batch: Batch) -> Iterator[tuple]:
        head = self._head
        for pk, entry in zip(batch.events, batch.new, strict=True):
            yield (
                "import_event", head.by, head.now, head.event_type, pk, "", head.target,
                f"{head.version}, {entry.source_id}: import no. {head.run}, row {entry.row}", "", "{}",
            )  # fmt: skip


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
