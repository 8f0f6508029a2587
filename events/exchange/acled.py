"""A row of ACLED as an entry. docs/importing.md has the table of columns.

ACLED's notes are the evidence. Its fatalities are one number of reported deaths, the lowest where sources
differ: "about" that many; 0 means that none were reported, which is no number at all.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta

from events.enums import KINDS, DatePrecision, EventKind, Measure, PlaceKind, Precision, Quantifier
from events.exchange.entries import ArticleEntry, Entry, FigureEntry, MentionEntry, PlaceRef
from events.exchange.refusals import Wrong
from events.exchange.scheme import (
    MAX_CLAIMANT,
    MAX_QUOTE,
    MAX_TITLE,
    Context,
    Row,
    coded,
    cut,
    need,
    position,
    source_id,
)
from events.exchange.states import state_code
from events.exchange.values import day, whole
from events.exchange.writing_out import Text, around

NEEDED = (
    "event_id_cnty", "event_date", "time_precision", "event_type", "sub_event_type", "country", "location",
    "latitude", "longitude", "geo_precision", "fatalities",
)  # fmt: skip
USED = (
    *NEEDED, "iso", "actor1", "actor2", "admin1", "admin2", "admin3", "source", "source_scale", "notes",
    "timestamp", "disorder_type", "civilian_targeting", "tags",
)  # fmt: skip
_WHERE = {"1": Precision.SETTLEMENT, "2": Precision.NEAR, "3": Precision.ADMIN1}
_WHEN = {"1": DatePrecision.DAY, "2": DatePrecision.WEEK, "3": DatePrecision.MONTH}
#: "Other" is both a patrol's code and that of other developments.
_KINDS = {codes.acled_sub_type.casefold(): kind for kind, codes in KINDS.items() if codes.acled_sub_type}
_KINDS["other"] = EventKind.OTHER_STRATEGIC
#: From the middle of a week to its ends.
_HALF_WEEK = timedelta(days=3)


def entry_of(row: Row, context: Context) -> Entry:
    """Raises Wrong with a sentence about the first cell that cannot be used."""
    cell = row.cells.get
    pk = source_id(row, "event_id_cnty")
    kind = _kind(row)
    precision = coded(row, "geo_precision", _WHERE)
    country = state_code(need(row, "country"), cell("iso", ""))
    at = position(row, country, context, province="admin1")
    earliest, latest, known = _days(row)
    location = need(row, "location")
    actors = " – ".join(actor for actor in (cell("actor1"), cell("actor2")) if actor)
    sub_type = cell("sub_event_type", "")
    title = f"{sub_type}: {actors}, {location}" if actors else f"{sub_type}, {location}"

    text = Text()
    notes = cell("notes", "")
    if notes:
        text.add(notes)
        text.add("\n")
    start, end = text.line("location", location)
    written = text.lines(row.cells, ("admin3", "admin2", "admin1", "country"))
    excerpt = around(start, end, (start - len("location: "), written[1]))
    if (named := notes.find(location)) >= 0:
        start, end = named, named + len(location)
        excerpt = around(start, end, (0, len(notes)))
    place = _place(row, country, precision, at)
    point = f"POINT({at[0]:.10g} {at[1]:.10g})" if at else ""
    mention = MentionEntry(
        start, min(end, start + MAX_QUOTE), *excerpt, place=place, precision=precision, geometry=point
    )
    text.lines(row.cells, ("event_date", "actor1", "actor2", "event_type"))
    text.lines({"sub_event_type": sub_type}, ("sub_event_type",))
    figures = _figures(row, text)
    text.lines(row.cells, ("source", "source_scale", "tags", "event_id_cnty"))
    article = ArticleEntry(
        key=pk, headline=cut(f"{context.headline}, {pk}: {location}", 300), text=str(text),
        published_on=_released(row) or context.published_on,
    )  # fmt: skip
    return Entry(
        row=row.number, source_id=pk, raw=row.raw, title=cut(title, MAX_TITLE), kind=kind, articles=[article],
        mentions=[mention], figures=figures, earliest=earliest, latest=latest, date_precision=known,
        place=place,
        precision=precision, geometry=point, is_coded=True, has_no_geometry=at is None,
    )  # fmt: skip


def _kind(row: Row) -> EventKind:
    said = need(row, "sub_event_type")
    if said.casefold() not in _KINDS:
        raise Wrong(
            f"“{cut(said, 80)}” is no sub-event type of ACLED's that is known here. Correct it, or ask "
            "for it to "
            "be added to the list of kinds.",
            column="sub_event_type",
            value=said,
        )
    return _KINDS[said.casefold()]


def _days(row: Row) -> tuple[date | None, date | None, DatePrecision]:
    """ACLED codes a week and a month by a day within; what is known is the whole week or month."""
    on = day(need(row, "event_date"), "event_date")
    if on is None:
        return None, None, DatePrecision.UNKNOWN
    known = coded(row, "time_precision", _WHEN)
    if known == DatePrecision.WEEK:
        return on - _HALF_WEEK, on + _HALF_WEEK, known
    if known == DatePrecision.MONTH:
        return on.replace(day=1), on.replace(day=monthrange(on.year, on.month)[1]), known
    return on, on, known


def _place(row: Row, country: str, precision: Precision, at: tuple | None) -> PlaceRef:
    lon, lat = at or (None, None)
    if precision == Precision.ADMIN1:
        return PlaceRef(row.cell("admin1"), country, PlaceKind.ADMIN1, lon, lat)
    return PlaceRef(row.cell("location"), country, PlaceKind.SETTLEMENT, lon, lat)


def _figures(row: Row, text: Text) -> list[FigureEntry]:
    killed = whole(row.cell("fatalities"), "fatalities")
    if not killed:
        return []
    start, end = text.line("fatalities", row.cell("fatalities"))
    sources = row.cell("source")
    return [
        FigureEntry(
            start,
            end,
            start - len("fatalities: "),
            end,
            measure=Measure.KILLED,
            quantifier=Quantifier.ABOUT,
            low=killed,
            high=killed,
            claimant=cut(sources.partition(";")[0].strip(), MAX_CLAIMANT),
            claimant_words=cut(sources, 300),
            role_reason="ACLED's number of reported deaths, the lowest where sources differ.",
        )
    ]


def _released(row: Row) -> date | None:
    """When ACLED last changed the row, in seconds since 1970."""
    stamp = row.cell("timestamp")
    return datetime.fromtimestamp(int(stamp), tz=UTC).date() if stamp.isdigit() and len(stamp) < 11 else None
