"""A row of UCDP GED as an entry. docs/importing.md has the table of columns.

UCDP's low and high become the bounds of the recommended figure, its best estimate stays in the figure's
words and in the reason that readers see. Deaths by class (civilians, the sides) are best estimates:
"about".
"""

from __future__ import annotations

from typing import Any

from events.enums import (
    DatePrecision,
    EventKind,
    Measure,
    People,
    PlaceKind,
    Precision,
    Quantifier,
)
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
    "id", "type_of_violence", "where_prec", "latitude", "longitude", "country", "date_start", "date_end",
    "date_prec", "best", "low", "high",
)  # fmt: skip
USED = (
    *NEEDED, "conflict_name", "dyad_name", "side_a", "side_b", "where_coordinates", "where_description",
    "adm_1",
    "adm_2", "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "source_article",
    "source_original",
    "source_date", "source_headline",
)  # fmt: skip
_VIOLENCE = {"1": EventKind.CLASH, "2": EventKind.CLASH, "3": EventKind.ATTACK}
#: A title is in the data set's language, not in that of whoever imports it.
_TITLES = {EventKind.CLASH: "Armed clash", EventKind.ATTACK: "Attack on civilians"}
#: `UCDP_WHERE_PREC` of events/enums the other way round; 7 is international waters or airspace.
_WHERE = {
    "1": Precision.SETTLEMENT, "2": Precision.NEAR, "3": Precision.ADMIN2, "4": Precision.ADMIN1,
    "5": Precision.AREA, "6": Precision.COUNTRY, "7": Precision.AREA,
}  # fmt: skip
#: Two to six days lie within a week.
_WHEN = {
    "1": DatePrecision.DAY, "2": DatePrecision.WEEK, "3": DatePrecision.WEEK, "4": DatePrecision.MONTH,
    "5": DatePrecision.YEAR,
}  # fmt: skip
#: The cells that are written out as lines of the article, in three parts.
_WHERE_TOLD = ("where_description", "adm_2", "adm_1", "country")
_WHO_TOLD = ("date_start", "date_end", "conflict_name", "dyad_name", "side_a", "side_b")
_SOURCE_TOLD = ("source_original", "source_article", "source_headline", "source_date", "id")
_AREAS = {Precision.ADMIN2: (PlaceKind.ADMIN2, "adm_2"), Precision.ADMIN1: (PlaceKind.ADMIN1, "adm_1")}
#: Whose deaths stand in which columns: side a of state-based violence is the state, others are combatants.
_CLASSES = ((People.CIVILIANS, ("deaths_civilians",)), (People.COMBATANTS, ("deaths_a", "deaths_b")))
_CLASSES_OF_STATES = (
    (People.CIVILIANS, ("deaths_civilians",)), (People.SECURITY_FORCES, ("deaths_a",)),
    (People.COMBATANTS, ("deaths_b",)),
)  # fmt: skip
_BOUNDS = ("best", "low", "high")


def entry_of(row: Row, context: Context) -> Entry:
    """Raises Wrong with a sentence about the first cell that cannot be used."""
    cell = row.cells.get
    pk = source_id(row, "id")
    kind = coded(row, "type_of_violence", _VIOLENCE)
    precision = coded(row, "where_prec", _WHERE)
    country = state_code(need(row, "country"))
    at = position(row, country, context, province="adm_1")
    earliest, latest, known = _days(row)
    where = cell("where_coordinates") or cell("adm_2") or cell("adm_1") or need(row, "country")
    sides = cell("dyad_name") or cell("conflict_name") or ""
    title = f"{_TITLES[kind]}: {sides}, {where}" if sides else f"{_TITLES[kind]}, {where}"

    text = Text()
    start, end = text.line("where_coordinates", where)
    end = min(end, start + MAX_QUOTE)
    _first, last = text.lines(row.cells, _WHERE_TOLD)
    place = _place(row, country, precision, where, at)
    excerpt = around(start, end, (0, last))
    mention = MentionEntry(start, end, *excerpt, place=place, precision=precision)
    has_no_geometry = at is None or precision == Precision.COUNTRY
    # A country is told by its place; where the gazetteer has none the mention has UCDP's point.
    mention.geometry = f"POINT({at[0]:.10g} {at[1]:.10g})" if at else ""
    point = "" if has_no_geometry else mention.geometry
    text.lines(row.cells, _WHO_TOLD)
    figures = _figures(row, text)
    text.lines(row.cells, _SOURCE_TOLD)
    article = ArticleEntry(
        key=pk, headline=cut(f"{context.headline}, no. {pk}: {where}", 300), text=str(text),
        published_on=context.published_on,
    )  # fmt: skip
    return Entry(
        row=row.number, source_id=pk, raw=row.raw, title=cut(title, MAX_TITLE), kind=kind, articles=[article],
        mentions=[mention], figures=figures, earliest=earliest, latest=latest, date_precision=known,
        place=place,
        precision=precision, geometry=point, is_coded=True, has_no_geometry=has_no_geometry,
    )  # fmt: skip


def _days(row: Row) -> tuple:
    earliest, latest = day(row.cell("date_start"), "date_start"), day(row.cell("date_end"), "date_end")
    earliest, latest = earliest or latest, latest or earliest
    if earliest is None or latest is None:
        return None, None, DatePrecision.UNKNOWN
    if earliest > latest:
        raise Wrong(
            f"The event ends on {latest}, before it starts on {earliest}. Correct one of the dates.",
            column="date_end", value=row.cell("date_end"),
        )  # fmt: skip
    return earliest, latest, coded(row, "date_prec", _WHEN)


def _place(row: Row, country: str, precision: Precision, where: str, at: tuple | None) -> PlaceRef | None:
    lon, lat = at or (None, None)
    if precision == Precision.COUNTRY:
        return PlaceRef(row.cell("country"), country, PlaceKind.COUNTRY)
    if precision in _AREAS:
        kind, column = _AREAS[precision]
        return PlaceRef(row.cell(column), country, kind, lon, lat)
    if precision == Precision.AREA:
        return None
    return PlaceRef(where, country, PlaceKind.SETTLEMENT, lon, lat)


def _figures(row: Row, text: Text) -> list[FigureEntry]:
    best, low, high = [whole(row.cell(name), name) for name in _BOUNDS]
    if low is not None and high is not None and low > high:
        raise Wrong(
            f"low is {low} and high is {high}. Swap them or correct one.", column="low", value=str(low)
        )  # fmt: skip
    given = [f"{name} {n}" for name, n in zip(_BOUNDS, (best, low, high), strict=True) if n is not None]
    if not given:
        return []
    words = row.cell("source_original")
    start, end = text.line("deaths", ", ".join(given))
    first = start - len("deaths: ")
    classes = _CLASSES_OF_STATES if row.cell("type_of_violence") == "1" else _CLASSES
    parts = [(people, *_class(row, text, columns)) for people, columns in classes]
    excerpt = (first, len(text))
    claimant = cut(words.partition(";")[0].strip(), MAX_CLAIMANT)
    claimed: dict[str, Any] = {"claimant": claimant, "claimant_words": cut(words, 300)}
    figures = []
    if best or low or high:
        bounds = _bounds(best, low, high)
        reason = f"UCDP's best estimate is {best:,}." if best is not None and bounds[0] == "between" else ""
        figures.append(
            FigureEntry(
                start,
                end,
                *excerpt,
                measure=Measure.KILLED,
                quantifier=bounds[0],
                low=bounds[1],
                high=bounds[2],
                role_reason=reason,
                **claimed,
            )
        )
    figures += [
        FigureEntry(
            at,
            until,
            *excerpt,
            measure=Measure.KILLED,
            people=people,
            quantifier=Quantifier.ABOUT,
            low=n,
            high=n,
            role_reason="UCDP's best estimate for these people.",
            **claimed,
        )
        for people, at, until, n in parts
        if n
    ]
    return figures


def _bounds(best: int | None, low: int | None, high: int | None) -> tuple[Quantifier, int | None, int | None]:
    if low is not None and high is not None:
        return (Quantifier.EXACT if low == high else Quantifier.BETWEEN), low, high
    if low is not None:
        return Quantifier.AT_LEAST, low, None
    if high is not None:
        return Quantifier.UP_TO, None, high
    return Quantifier.ABOUT, best, best


def _class(row: Row, text: Text, columns: tuple[str, ...]) -> tuple[int, int, int]:
    """The deaths of a class with the offsets of their words; nothing is written where there are none."""
    cell = row.cells.get
    given = [(column, whole(said, column)) for column in columns if (said := cell(column))]
    total = sum([n or 0 for _column, n in given])
    if not total:
        return 0, 0, 0
    text.add("\n")
    start, end = text.add(", ".join([f"{column} {n}" for column, n in given if n is not None]))
    return start, end, total
