"""Dateline's own rows (see `columns.py`), and any table whose columns were chosen to be read as these.

Rows that belong to one event follow each other. What stands in an excerpt is pointed at there; a row
without an excerpt is written out as a record, so that its place and numbers can be pointed at too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from events.enums import (
    Direction,
    EventKind,
    MentionRole,
    PlaceKind,
    Precision,
    Relation,
    Verification,
)
from events.exchange.columns import NAMES, OUTLINE
from events.exchange.dateline_cells import address_of, days_of, figure_of, other_place, shape_in, span_of
from events.exchange.dateline_groups import WrongRow, id_of, members_of
from events.exchange.entries import ArticleEntry, Entry, FigureEntry, MentionEntry, PlaceRef
from events.exchange.excerpts import Excerpts, source_of
from events.exchange.refusals import Problem, Wrong
from events.exchange.scheme import MAX_QUOTE, MAX_WORDING, Context, Row, cut, position
from events.exchange.seen import Seen
from events.exchange.shapes import check_shape
from events.exchange.states import state_code
from events.exchange.values import choice, day, flag, number
from events.exchange.wkt import number_of
from events.exchange.writing_out import Text, around

NEEDED = ("title",)
USED = NAMES
#: Characters; the words of a summary are searched, each by the letter.
MAX_SUMMARY = 20_000


def entries_of(rows: Iterable[Row], context: Context, excerpts: Excerpts) -> Iterator[Entry | Problem]:
    """The events of the rows; a row that cannot be used refuses its event, with a sentence."""
    seen = Seen()
    for pk, group in groupby(rows, key=id_of):
        rest = iter(group)
        row = next(rest)
        first = seen.first(pk, row.number)
        if first != row.number:
            yield Problem(
                row.number, pk, "event_id", pk,
                f"Rows of this event stand further up already, from row {first:,}. Rows of one event must "
                "follow each other; give another event another id.",
            )  # fmt: skip
            continue
        try:
            members = members_of(row, rest)
            event = _Event(pk, row, context, excerpts)
            for row in members:
                event.add(row)
            row = members[0]
            yield event.entry(members)
        except WrongRow as wrong:
            yield Problem(wrong.number, pk, wrong.column, wrong.value, str(wrong))
        except Wrong as wrong:
            yield Problem(row.number, pk, wrong.column, wrong.value, str(wrong))


class _Event:
    """An event while its rows are read."""

    def __init__(self, pk: str, row: Row, context: Context, excerpts: Excerpts) -> None:
        self.pk, self.row, self.context, self.excerpts = pk, row, context, excerpts
        self.articles: list[ArticleEntry] = []
        self.mentions: list[MentionEntry] = []
        self.figures: list[FigureEntry] = []
        self.title = " ".join(row.cell("title").split())
        if not self.title:
            raise Wrong("The row has no title. Say in a few words what happened.", column="title")
        if len(self.title) > 200:
            raise Wrong(
                f"The title has {len(self.title)} characters; at most 200 are kept. Shorten it.",
                column="title", value=self.title,
            )  # fmt: skip
        if len(summary := row.cell("summary")) > MAX_SUMMARY:
            raise Wrong(
                f"The summary has {len(summary):,} characters; at most {MAX_SUMMARY:,} are kept. Shorten it.",
                column="summary", value=summary,
            )  # fmt: skip
        self.country = state_code(row.cell("country"))
        self.at = position(row, self.country, context, lat="lat", lon="lon")
        self.has_outline = row.cell("geometry") == OUTLINE
        self.geometry = "" if self.has_outline else shape_in(row, "geometry")
        check_shape(self.geometry, self.country, context.whereabouts, "geometry")
        self.place = self._place(row, "")
        given = row.cell("precision")
        guessed = Precision.UNKNOWN if not (self.at or self.geometry) else Precision.SETTLEMENT
        self.precision = choice(given, Precision, "precision", guessed)

    def _place(self, row: Row, prefix: str) -> PlaceRef | None:
        name, provider_id = row.cell(f"{prefix}place"), row.cell(f"{prefix}place_provider_id")
        if not name and not provider_id:
            return None
        lon, lat = self.at or (None, None)
        kind = choice(row.cell(f"{prefix}place_kind"), PlaceKind, f"{prefix}place_kind", PlaceKind.SETTLEMENT)
        country = state_code(row.cell(f"{prefix}country")) or ("" if prefix else self.country)
        return PlaceRef(name, country, kind, lon, lat, row.cell(f"{prefix}place_provider"), provider_id)

    def add(self, row: Row) -> None:
        if row.cell("excerpt"):
            article, base = self._quoted(row)
            if row.cell("quote"):
                self.mentions.append(self._mention(row, article, base))
            if row.cell("measure"):
                self.figures.append(self._figure(row, article, base))
        elif row.cell("measure"):
            self.figures.append(self._written(row))

    def _quoted(self, row: Row) -> tuple[int, tuple[int, int]]:
        """The article of the row by its number, and the offsets of the row's excerpt in it."""
        source = source_of(row)
        text, base = self.excerpts.find(source, row.cell("excerpt"))
        for number_, article in enumerate(self.articles):
            if article.key == source.key:
                return number_, base
        headline = row.cell("headline") or self.title
        self.articles.append(
            ArticleEntry(
                key=source.key,
                headline=cut(headline, 300),
                text=text,
                outlet=cut(row.cell("outlet"), 200),
                published_on=day(row.cell("published_on"), "published_on") or self.context.published_on,
                url=address_of(row, "url"),
                archive_url=address_of(row, "archive_url"),
                language=cut(row.cell("language") or "en", 12),
            )
        )
        return len(self.articles) - 1, base

    def _mention(self, row: Row, article: int, base: tuple[int, int]) -> MentionEntry:
        start, end = span_of(row, "quote", base, MAX_QUOTE)
        phrase = span_of(row, "phrase", base, 1000) if row.cell("phrase") else (start, end)
        place = self._place(row, "mention_") or self.place
        known = choice(row.cell("mention_precision"), Precision, "mention_precision", self.precision)
        return MentionEntry(
            start, end, *base, place=place, precision=known, article=article, phrase_start=phrase[0],
            phrase_end=phrase[1], geometry=self._shape_of_mention(row),
            role=choice(row.cell("mention_role"), MentionRole, "mention_role", MentionRole.HAPPENED_HERE),
            relation=choice(row.cell("relation"), Relation, "relation", Relation.IN),
            direction=choice(row.cell("direction"), Direction, "direction") if row.cell("direction") else "",
            distance_m=number(row.cell("distance_m"), "distance_m"),
            other_place=other_place(row, "other"), within=other_place(row, "within"),
        )  # fmt: skip

    def _shape_of_mention(self, row: Row) -> str:
        if row.cell("mention_geometry") == OUTLINE:
            return ""
        return shape_in(row, "mention_geometry") or self._shape()

    def _shape(self) -> str:
        return self.geometry or ("" if self.has_outline else self._point())

    def _point(self) -> str:
        return f"POINT({number_of(self.at[0])} {number_of(self.at[1])})" if self.at else ""

    def _figure(self, row: Row, article: int, base: tuple[int, int]) -> FigureEntry:
        if not row.cell("wording"):
            return self._written(row)
        start, end = span_of(row, "wording", base, MAX_WORDING)
        return figure_of(row, start, end, base, article)

    def _written(self, row: Row) -> FigureEntry:
        """A number without an excerpt, in the words of the row's record."""
        low, high = row.cell("low"), row.cell("high")
        said = row.cell("wording") or "–".join(dict.fromkeys(part for part in (low, high) if part))
        if not said:
            raise Wrong(
                f"The row has {row.cell('measure')} and neither wording nor a number. Give one of them.",
                column="low",
            )
        article = self._record()
        text = Text()
        text.add(article.text)
        first = len(text) + 1
        start, end = text.line(row.cell("measure"), cut(said, MAX_WORDING))
        article.text = str(text)
        return figure_of(row, start, end, (first, end), self.articles.index(article))

    def _record(self) -> ArticleEntry:
        """The article that the event's row is written out as."""
        for article in self.articles:
            if article.key == self.pk:
                return article
        row, text = self.row, Text()
        text.add(self.title)
        text.lines(row.cells, ("summary", "place", "country", "earliest", "latest"))
        article = ArticleEntry(
            key=self.pk, headline=cut(f"{self.context.headline}: {self.title}", 300), text=str(text),
            published_on=self.context.published_on, url=address_of(row, "url"),
        )  # fmt: skip
        self.articles.append(article)
        return article

    def entry(self, members: list[Row]) -> Entry:
        row = self.row
        if not self.mentions:
            self._mention_of_record()
        earliest, latest, known = days_of(row)
        has_none = flag(row.cell("has_no_geometry"), "has_no_geometry")
        shape = "" if has_none else self._shape()
        raw = members[0].raw if len(members) == 1 else {"rows": [member.raw for member in members]}
        return Entry(
            row=row.number, source_id=self.pk, raw=raw, title=self.title, summary=row.cell("summary"),
            kind=choice(row.cell("kind"), EventKind, "kind", EventKind.OTHER_STRATEGIC),
            layer=row.cell("layer"),
            articles=self.articles, mentions=self.mentions, figures=self.figures, earliest=earliest,
            latest=latest,
            date_precision=known,
            verification=choice(row.cell("verification"), Verification, "verification", Verification.WEAK),
            is_graphic=flag(row.cell("is_graphic"), "is_graphic"), place=self.place, precision=self.precision,
            geometry=shape, label=self._point() if self.geometry or self.has_outline else "",
            has_no_geometry=has_none or not (shape or self.place),
        )  # fmt: skip

    def _mention_of_record(self) -> None:
        """The place of a row that quotes none: its name in the record, or the title where it has no name."""
        if self.place is None and not self.has_outline and not self._shape():
            raise Wrong(
                "The row has neither a place nor coordinates. Give it “place”, or “lat” and “lon”.",
                column="place",
            )  # fmt: skip
        article = self._record()
        named = self.row.cell("place") or self.title
        start = article.text.rfind(named)
        end = min(start + len(named), start + MAX_QUOTE)
        excerpt = around(start, end, (0, len(article.text)))
        self.mentions.append(
            MentionEntry(
                start,
                end,
                *excerpt,
                place=self.place,
                precision=self.precision,
                geometry=self._shape(),
                article=self.articles.index(article),
            )
        )
