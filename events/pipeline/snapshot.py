"""An article's mentions, figures and places as one moment has them: few questions, light rows.

Each decision on the desk is weighed against all of its article: what it teaches the other names, which events
it suggests, what is left to decide. All of that reads from here, so that nothing is asked twice.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib.gis.db.models.functions import GeoFunc
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import FloatField, OuterRef
from django.db.models.functions import JSONObject

from events.enums import PlaceKind
from events.models import Article, EventMention, Figure, Mention, MentionCandidate, Place
from events.pipeline.lessons import Option, Spot
from events.records import PlaceRecord

Versions = dict[tuple[str, int], int]


@dataclass(frozen=True, slots=True)
class KnownPlace:
    """A place of the gazetteer as the ranking sees it, and as lessons weigh it."""

    record: PlaceRecord
    spot: Spot


@dataclass(frozen=True, slots=True)
class MentionRow:
    """A mention without its shape; `events` are the events that it tells, with their versions."""

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

    @property
    def place_id(self) -> int | None:
        return self.place.id if self.place else None


@dataclass(frozen=True, slots=True)
class FigureRow:
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


class Snapshot:
    """Rows are read when they are first asked for, and stay as they were then."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self._places: dict[int, KnownPlace] = {}
        self._options: dict[int, tuple[Option, ...]] = {}
        self._firsts: dict[int, int] | None = None

    def anew(self) -> Snapshot:
        """The article as it is now; its candidates and the gazetteer, which no decision changes, are not
        asked for again."""
        now = Snapshot(self.article)
        now._places, now._options, now._firsts = self._places, self._options, self._firsts
        return now

    @cached_property
    def mentions(self) -> tuple[MentionRow, ...]:
        """In reading order."""
        told = EventMention.objects.filter(mention=OuterRef("pk")).order_by("event")
        pair = JSONObject(pk="event", version="event__version")
        names = (
            "told", "place", "pk", "version", "start", "end", "quote", "phrase_start", "phrase_end",
            "excerpt_start", "excerpt_end", "status", "role", "precision", "relation", "other_place",
        )  # fmt: skip
        rows = list(
            Mention.objects.filter(article=self.article)
            .annotate(told=ArraySubquery(told.values_list(pair, flat=True)))
            .order_by("start", "-end", "pk")
            .values_list(*names)
        )
        places = self.places({row[1] for row in rows if row[1]})
        return tuple(_mention_row(row, places) for row in rows)

    @cached_property
    def figures(self) -> tuple[FigureRow, ...]:
        """In reading order."""
        ties = Figure.mentions.through.objects.filter(figure=OuterRef("pk")).order_by("mention")
        rows = (
            Figure.objects.filter(article=self.article)
            .annotate(tied=ArraySubquery(ties.values("mention")))
            .order_by("start", "pk")
            .values_list(
                "pk", "version", "acceptance", "measure", "scope", "start", "excerpt_start", "excerpt_end",
                "event", "tied",
            )
        )  # fmt: skip
        return tuple(FigureRow(*row[:-1], tuple(row[-1])) for row in rows)

    @cached_property
    def versions(self) -> Versions:
        """The version of every row that the desk can decide on, by type and id."""
        events = {event for row in self.mentions for event in row.events}
        return (
            {("mention", row.pk): row.version for row in self.mentions}
            | {("figure", row.pk): row.version for row in self.figures}
            | {("event", pk): version for pk, version in events}
        )

    def places(self, ids: Collection[int]) -> dict[int, KnownPlace]:
        """The places of these ids, and others that were asked for before."""
        if missing := [pk for pk in ids if pk not in self._places]:
            self._places |= known_places(missing)
        return self._places

    def first_candidates(self) -> dict[int, int]:
        """The place that the reading held for the likeliest, of each mention that has any, by their ids."""
        if self._firsts is None:
            ranked = MentionCandidate.objects.filter(mention__article=self.article).order_by(
                "mention", "rank"
            )
            self._firsts = dict(ranked.distinct("mention").values_list("mention", "place"))
        return self._firsts

    def options(self, mentions: Iterable[int]) -> dict[int, tuple[Option, ...]]:
        """The reading's candidates of these mentions, best first, by the mention's id."""
        wanted = list(mentions)
        if missing := [pk for pk in wanted if pk not in self._options]:
            rows = list(
                MentionCandidate.objects.filter(mention__in=missing)
                .order_by("mention", "rank")
                .values_list("mention", "place", "score", "reasons")
            )
            places = self.places({place for _mention, place, _score, _reasons in rows})
            found: dict[int, list[Option]] = {pk: [] for pk in missing}
            for mention, place, score, reasons in rows:
                found[mention].append(Option(places[place].spot, score, tuple(reasons)))
            self._options |= {pk: tuple(options) for pk, options in found.items()}
        return {pk: self._options[pk] for pk in wanted}


def _mention_row(row: Sequence[Any], places: dict[int, KnownPlace]) -> MentionRow:
    told, place, *values = row
    events = tuple((event["pk"], event["version"]) for event in told)
    return MentionRow(places[place].record if place else None, events, *values)


class _Longitude(GeoFunc):
    function = "ST_X"
    output_field = FloatField()


class _Latitude(GeoFunc):
    function = "ST_Y"
    output_field = FloatField()


def known_places(ids: Collection[int]) -> dict[int, KnownPlace]:
    """The places of these ids, in one question and without a shape."""
    rows = Place.objects.filter(pk__in=ids).values_list(
        "pk", "name", "kind", "country", "population", _Longitude("point"), _Latitude("point"),
        "parent", "parent__kind", "parent__parent",
    )  # fmt: skip
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
