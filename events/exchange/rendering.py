"""New events as lines that COPY takes: article, mention, event, figures, record and act of each.

Needs no database: what it must know was looked up before (`inserting.py`), so that this can be done while the
database works on the events before these.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from events.enums import MentionStatus, Precision
from events.exchange.applied import with_rows
from events.exchange.copying import Target, blocks, escaped, said, target_of
from events.exchange.entries import ArticleEntry, Entry, MentionEntry
from events.exchange.known import Found, Memory
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
_LINK = ("event_id", "mention_id", "is_shown")
_RECORD = ("dataset_id", "source_id", "event_id", "article_id", "run_id", "row", "raw", "applied", "digest")
_DECISION = (
    "verb", "by_id", "at", "content_type_id", "object_id", "from_status", "to_status", "note", "public_note",
    "changes",
)  # fmt: skip


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
    now: str
    event_type: int


class Renderer:
    def __init__(self, head: Head) -> None:
        self._head = head
        #: The version and the author of each row, and when it was made and changed.
        self._made, self._times = f"1\t{said(head.by)}", f"{head.now}\t{head.now}"
        self._searched = Searched()
        tables = (
            (Article, _ARTICLE, self._articles), (Mention, _MENTION, self._mentions),
            (Event, _EVENT, self._events), (EventMention, _LINK, self._links),
            (Figure, _FIGURE, self._figures), (SourceRecord, _RECORD, self._records),
            (Decision, _DECISION, self._decisions),
        )  # fmt: skip
        self._tables: list[tuple[Target, Callable[[Portion], Iterator[str]]]] = [
            (target_of(model, columns), rows) for model, columns, rows in tables
        ]

    def tables(self, portion: Portion) -> Copies:
        """The rows of all new entries, table by table."""
        return [(target, list(blocks(target, rows(portion)))) for target, rows in self._tables]

    def articles(self, portion: Portion) -> Copies:
        """Those of the articles alone."""
        target, rows = self._tables[0]
        return [(target, list(blocks(target, rows(portion))))]

    def _articles(self, portion: Portion) -> Iterator[str]:
        shown, times, outlet = self._head.shown, self._times, portion.memory.outlet
        for mark, article in portion.added.items():
            pk = portion.articles[mark]
            yield "\t".join((
                str(pk), self._made, str(outlet(article.outlet)), escaped(article.headline),
                escaped(article.url), escaped(article.archive_url), said(article.published_on),
                escaped(article.language), escaped(article.text), shown, article.kind, "False", mark, "{}",
                "False", times,
            ))  # fmt: skip

    def _mentions(self, portion: Portion) -> Iterator[str]:
        place_of, words_of, accepted = portion.memory.place, self._searched.words_of, MentionStatus.ACCEPTED
        written = set(portion.told_before)
        for entry, ids in zip(portion.new, portion.mentions, strict=True):
            for pk, m in zip(ids, entry.mentions, strict=True):
                if pk in written:
                    continue
                written.add(pk)
                article, place = entry.articles[m.article], place_of(m.place)
                shape = shape_of(m.geometry, m.precision, place, is_coded=entry.is_coded)
                first, last = phrase_of(m)
                yield "\t".join((
                    str(pk), self._made, str(portion.articles[article.fingerprint]), str(m.start), str(m.end),
                    escaped(article.text[m.start : m.end]), str(first), str(last), str(m.excerpt_start),
                    str(m.excerpt_end), accepted, m.role, m.relation, escaped(m.direction),
                    said(m.distance_m), _id(place), _id(place_of(m.other_place)), _id(place_of(m.within)),
                    said(shape), m.precision, "{}", self._times,
                    escaped(words_of(said_by_mention(entry, m), portion.memory.words)),
                ))  # fmt: skip

    def _events(self, portion: Portion) -> Iterator[str]:
        head, words_of = self._head, self._searched.words_of
        published_at = head.now if head.is_public else "\\N"
        for pk, entry in zip(portion.events, portion.new, strict=True):
            place = portion.memory.place(entry.place)
            shape = None if entry.has_no_geometry else shape_of(
                entry.geometry, entry.precision, place, is_coded=entry.is_coded
            )  # fmt: skip
            point = label_of(entry.label or entry.geometry, place) if shape else None
            yield "\t".join((
                str(pk), self._made, escaped(entry.title), escaped(entry.summary), entry.kind,
                str(portion.memory.layer(entry.layer)), _id(place), said(shape), said(point),
                "True" if shape is None else "False", entry.precision, said(entry.earliest),
                said(entry.latest), entry.date_precision, entry.verification, head.target, published_at,
                "True" if entry.is_graphic else "False", "False", self._times,
                escaped(words_of(said_by_event(entry), portion.memory.words)),
            ))  # fmt: skip

    def _links(self, portion: Portion) -> Iterator[str]:
        # Where an article was here before and says otherwise, the database puts it right.
        shown = "t" if self._head.is_public else "f"
        return (
            f"{pk}\t{m}\t{shown}"
            for pk, ids in zip(portion.events, portion.mentions, strict=True)
            for m in ids
        )

    def _figures(self, portion: Portion) -> Iterator[str]:
        shown, words_of, claimant = self._head.shown, self._searched.words_of, portion.memory.claimant
        for event, ids, entry in zip(portion.events, portion.figures, portion.new, strict=True):
            for pk, f in zip(ids, entry.figures, strict=True):
                article = entry.articles[f.article]
                yield "\t".join((
                    str(pk), self._made, str(portion.articles[article.fingerprint]), str(event), str(f.start),
                    str(f.end), escaped(article.text[f.start : f.end]), str(f.excerpt_start),
                    str(f.excerpt_end), f.measure, f.people, f.unit, said(f.household_size or None),
                    f.quantifier, said(f.low), said(f.high), f.scope, said(f.period_start),
                    said(f.period_end), escaped(f.since), f.role, escaped(f.role_reason),
                    said(claimant(f.claimant)), escaped(f.claimant_words), f.acceptance, shown, "[]",
                    self._times, escaped(words_of(said_by_figure(entry, f), portion.memory.words)),
                ))  # fmt: skip

    def _records(self, portion: Portion) -> Iterator[str]:
        run, dataset = str(self._head.run), str(self._head.dataset)
        rows = zip(portion.events, portion.new, portion.mentions, portion.figures, strict=True)
        for event, entry, mentions, figures in rows:
            yield "\t".join((
                dataset, escaped(entry.source_id), str(event),
                str(portion.articles[entry.articles[0].fingerprint]), run, str(entry.row),
                escaped(entry.raw_json), escaped(with_rows(entry, mentions, figures)), entry.digest,
            ))  # fmt: skip

    def _decisions(self, portion: Portion) -> Iterator[str]:
        head = self._head
        before = f"import_event\t{said(head.by)}\t{head.now}\t{head.event_type}\t"
        note = escaped(head.version)
        for pk, entry in zip(portion.events, portion.new, strict=True):
            yield (
                f"{before}{pk}\t\t{head.target}\t{note}, {escaped(entry.source_id)}: import no. {head.run},"
                f" row {entry.row}\t\t{{}}"
            )


def _id(place: Found | None) -> str:
    return str(place.id) if place else "\\N"


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
