"""An article's mentions, figures and places as one moment has them: few questions, light rows.

Each decision on the desk is weighed against all of its article: what it teaches the other names, which events
it suggests, what is left to decide. All of that reads from here, so that nothing is asked twice.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from django.db import connection

from events.enums import PlaceKind
from events.models import Article
from events.pipeline.lessons import Option, Spot
from events.records import PlaceRecord

# Every decision asks these: written out, because Django takes longer to put such a question than PostgreSQL
# to answer it.
_SOME_MENTIONS = """
SELECT m.place_id, told.events, m.id, m.version, m.start, m."end", m.quote, m.phrase_start, m.phrase_end,
    m.excerpt_start, m.excerpt_end, m.status, m.role, m.precision, m.relation, m.other_place_id,
    CASE WHEN m.status = 'accepted' THEN (
        SELECT place_id FROM events_mentioncandidate WHERE mention_id = m.id ORDER BY rank LIMIT 1
    ) END
FROM events_mention m LEFT JOIN (
    SELECT link.mention_id, array_agg(ARRAY[e.id, e.version] ORDER BY e.id) AS events
    FROM events_mention telling
    JOIN events_eventmention link ON link.mention_id = telling.id
    JOIN events_event e ON e.id = link.event_id
    WHERE telling.{which}
    GROUP BY link.mention_id
) told ON told.mention_id = m.id
WHERE m.{which}
ORDER BY m.start, m."end" DESC, m.id
"""
_MENTIONS = _SOME_MENTIONS.format(which="article_id = %(article)s")
_MENTION = _SOME_MENTIONS.format(which="id = %(mention)s")
_FIGURES = """
SELECT f.id, f.version, f.acceptance, f.measure, f.scope, f.start, f.excerpt_start, f.excerpt_end, f.event_id,
    ARRAY(SELECT mention_id FROM events_figure_mentions WHERE figure_id = f.id ORDER BY mention_id)
FROM events_figure f
WHERE f.article_id = %(article)s
ORDER BY f.start, f.id
"""
_PLACE = """p.id, p.name, p.kind, p.country, p.population, ST_X(p.point), ST_Y(p.point),
    p.parent_id, parent.kind, parent.parent_id"""
_PLACES = f"""
SELECT {_PLACE} FROM events_place p LEFT JOIN events_place parent ON parent.id = p.parent_id
"""  # noqa: S608 -- ours
_OF_ARTICLE = "WHERE p.id IN (SELECT place_id FROM events_mention WHERE article_id = %(article)s)"
_OF_MENTION = "WHERE p.id = (SELECT place_id FROM events_mention WHERE id = %(mention)s)"
_OF_IDS = "WHERE p.id = ANY(%(ids)s)"
_CANDIDATES = f"""
SELECT c.mention_id, c.score, c.reasons, {_PLACE}
FROM events_mentioncandidate c
JOIN events_place p ON p.id = c.place_id
LEFT JOIN events_place parent ON parent.id = p.parent_id
WHERE c.mention_id = ANY(%(mentions)s)
ORDER BY c.mention_id, c.rank
"""  # noqa: S608 -- ours

Versions = dict[tuple[str, int], int]


@dataclass(frozen=True, slots=True)
class KnownPlace:
    """A place of the gazetteer as the ranking sees it, and as lessons weigh it."""

    record: PlaceRecord
    spot: Spot


class MentionRow(NamedTuple):
    """A mention without its shape; `events` are the events that it tells, with their versions. Of an accepted
    one `first_candidate` is the place that the reading held for the likeliest."""

    place: PlaceRecord | None
    events: tuple[tuple[int, int], ...]
    pk: int
    version: int
    start: int
    end: int
    quote: str
    phrase_start: int
    phrase_end: int
    excerpt_start: int
    excerpt_end: int
    status: str
    role: str
    precision: str
    relation: str
    other_place_id: int | None
    first_candidate: int | None

    @property
    def place_id(self) -> int | None:
        return self.place.id if self.place else None

    @property
    def versions(self) -> Versions:
        """Its own and those of its events, by type and id."""
        return {("mention", self.pk): self.version} | {("event", pk): version for pk, version in self.events}


class FigureRow(NamedTuple):
    """A figure without its words; `mentions` are the ids of the places that it belongs to."""

    pk: int
    version: int
    acceptance: str
    measure: str
    scope: str
    start: int
    excerpt_start: int
    excerpt_end: int
    event_id: int | None
    mentions: tuple[int, ...]


class _Rows(NamedTuple):
    """Both in reading order."""

    mentions: tuple[MentionRow, ...]
    figures: tuple[FigureRow, ...]


class Snapshot:
    """Rows are read when they are first asked for, and stay as they were then."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self._places: dict[int, KnownPlace] = {}
        self._options: dict[int, tuple[Option, ...]] = {}

    def before(self, row: MentionRow) -> Snapshot:
        """The same article with one of its mentions as it was before an act."""
        was = self.anew()
        mentions = tuple(row if mention.pk == row.pk else mention for mention in self.mentions)
        was._rows = _Rows(mentions, self.figures)
        return was

    def anew(self) -> Snapshot:
        """The article as it is now; its candidates and the gazetteer, which no decision changes, are not
        asked for again."""
        now = Snapshot(self.article)
        now._places, now._options = self._places, self._options
        return now

    @property
    def mentions(self) -> tuple[MentionRow, ...]:
        return self._rows.mentions

    @property
    def figures(self) -> tuple[FigureRow, ...]:
        return self._rows.figures

    @cached_property
    def _rows(self) -> _Rows:
        questions = [_MENTIONS, _FIGURES]
        if not self._places:
            questions.append(_PLACES + _OF_ARTICLE)
        mentions, figures, *rest = _asked(questions, article=self.article.pk)
        if rest:
            self._places |= _known(rest[0])
        places = self.places({place for place, *_ in mentions if place})
        return _Rows(
            tuple(_mention_row(row, places) for row in mentions),
            tuple(FigureRow._make((*values, tuple(tied))) for *values, tied in figures),
        )

    @cached_property
    def versions(self) -> Versions:
        """The version of every row that the desk can decide on, by type and id."""
        figures = {("figure", row.pk): row.version for row in self.figures}
        return figures | {key: version for row in self.mentions for key, version in row.versions.items()}

    def places(self, ids: Collection[int]) -> dict[int, KnownPlace]:
        """The places of these ids, and others that were asked for before."""
        if missing := [pk for pk in ids if pk not in self._places]:
            self._places |= known_places(missing)
        return self._places

    def options(self, mentions: Iterable[int]) -> dict[int, tuple[Option, ...]]:
        """The reading's candidates of these mentions, best first, by the mention's id."""
        wanted = list(mentions)
        if missing := [pk for pk in wanted if pk not in self._options]:
            found: dict[int, list[Option]] = {pk: [] for pk in missing}
            [rows] = _asked([_CANDIDATES], mentions=missing)
            for mention, score, reasons, *place in rows:
                known = self._places.get(place[0]) or self._places.setdefault(place[0], _known_place(*place))
                found[mention].append(Option(known.spot, score, tuple(reasons)))
            self._options |= {pk: tuple(options) for pk, options in found.items()}
        return {pk: self._options[pk] for pk in wanted}


def _asked(questions: Sequence[str], **values: Any) -> list[list[tuple[Any, ...]]]:
    """The rows of each question, all of them put to the database in one breath."""
    with connection.cursor() as cursor:
        cursor.execute(";".join(questions), values)
        found = [cursor.fetchall()]
        while cursor.nextset():
            found.append(cursor.fetchall())
    return found


def mention_row(pk: int) -> MentionRow:
    """One mention as it is now."""
    [row], places = _asked([_MENTION, _PLACES + _OF_MENTION], mention=pk)
    return _mention_row(row, _known(places))


def _mention_row(row: Sequence[Any], places: dict[int, KnownPlace]) -> MentionRow:
    place, told, *values = row
    events = tuple((pk, version) for pk, version in told or ())
    return MentionRow(places[place].record if place else None, events, *values)


def known_places(ids: Collection[int]) -> dict[int, KnownPlace]:
    """The places of these ids, in one question and without a shape."""
    [rows] = _asked([_PLACES + _OF_IDS], ids=list(ids))
    return _known(rows)


def _known(rows: Iterable[Sequence[Any]]) -> dict[int, KnownPlace]:
    return {row[0]: _known_place(*row) for row in rows}


def spots_of(ids: Collection[int]) -> dict[int, Spot]:
    """The places of these ids as lessons weigh them."""
    return {pk: known.spot for pk, known in known_places(ids).items()}


def _known_place(
    pk: int,
    name: str,
    kind: str,
    country: str,
    population: int | None,
    lon: float,
    lat: float,
    parent: int | None,
    parent_kind: str | None,
    grandparent: int | None,
) -> KnownPlace:
    admin1 = parent if parent_kind == PlaceKind.ADMIN1 else None
    around = grandparent if parent_kind == PlaceKind.ADMIN2 else admin1
    return KnownPlace(
        record=PlaceRecord(
            id=pk, name=name, kind=PlaceKind(kind), lon=lon, lat=lat, country=country, admin1_id=around,
            population=population,
        ),
        spot=Spot(pk, name, kind, country, pk if kind == PlaceKind.ADMIN1 else admin1),
    )  # fmt: skip
