"""Which column of a file is read as which field: guessed by the names, chosen by the editor, kept with
the data set.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from events.enums import Scheme
from events.exchange import acled, dateline, ucdp
from events.exchange.cells import read_cell
from events.exchange.entries import Entry
from events.exchange.formats.table import Cells
from events.exchange.refusals import Problem, Unreadable, Wrong
from events.exchange.scheme import Row

#: Field of the scheme to the name of a column.
Mapping_ = dict[str, str]

SCHEMES = {Scheme.ACLED: acled, Scheme.UCDP: ucdp, Scheme.DATELINE: dateline}
#: What other people call a field of Dateline's rows, folded; the first that a file has is taken.
_ALSO = {
    "event_id": ("id", "source_id", "event_id_cnty", "fid", "objectid", "uuid", "globalid", "incident_id"),
    "title": ("name", "headline", "event", "event_name", "label", "titre", "titulo"),
    "summary": ("description", "notes", "details", "comment", "text"),
    "earliest": ("date", "event_date", "date_start", "start", "start_date", "begin", "when", "from", "day"),
    "latest": ("date_end", "end", "end_date", "to", "until"),
    "kind": ("type", "event_type", "sub_event_type", "category"),
    "lat": ("latitude", "y", "lat_dd", "point_y"),
    "lon": ("longitude", "lng", "long", "x", "lon_dd", "point_x"),
    "geometry": ("wkt", "geom", "geom_wkt", "the_geom"),
    "place": ("location", "where", "place_name", "town", "city", "settlement", "where_coordinates"),
    "country": ("country_code", "iso2", "adm0"),
    "url": ("link", "source_url", "website"),
    "outlet": ("publisher", "newspaper"),
    "excerpt": ("quote_text", "quotation"),
    "claimant": ("source", "claimed_by", "source_original"),
}
_FOLD = re.compile(r"[^0-9a-z]+")


def fold(name: str) -> str:
    return _FOLD.sub("_", name.casefold()).strip("_")


def scheme_of(columns: Sequence[str]) -> Scheme:
    """Whose columns these are, by the needed ones that are there."""
    there = {fold(column) for column in columns}
    for scheme in (Scheme.ACLED, Scheme.UCDP):
        needed = SCHEMES[scheme].NEEDED
        if len(there & set(needed)) >= 0.7 * len(needed):
            return scheme
    return Scheme.DATELINE


def guess(scheme: Scheme, columns: Sequence[str], kept: Mapping[str, str] | None = None) -> Mapping_:
    """The mapping that was kept where its columns are here, and what the names say. A field that is kept
    without a column was left so by an editor."""
    by_name: dict[str, str] = {}
    for column in columns:
        by_name.setdefault(fold(column), column)
    mapping = {field: column for field, column in (kept or {}).items() if column in ("", *columns)}
    taken = set(mapping.values())
    for field in SCHEMES[scheme].USED:
        names = (field, *(_ALSO.get(field, ()) if scheme == Scheme.DATELINE else ()))
        column = next((by_name[name] for name in names if by_name.get(name, "") not in ("", *taken)), "")
        if field not in mapping and column:
            mapping[field] = column
            taken.add(column)
    return mapping


def check(scheme: Scheme, mapping: Mapping[str, str], columns: Sequence[str]) -> None:
    """Raises Unreadable with a sentence for fields that the scheme needs and no column is read as."""
    if not columns:
        raise Unreadable("The file has no rows. Choose one with some.")
    missing = [field for field in SCHEMES[scheme].NEEDED if mapping.get(field) not in columns]
    if missing:
        names = ", ".join(f"“{field}”" for field in missing)
        has = ", ".join(f"“{column}”" for column in columns[:40])
        like = scheme_of(columns)
        whose = "every list" if scheme == Scheme.DATELINE else scheme.label
        raise Unreadable(
            f"No column is read as {names}, which {whose} needs. The file has {has}. "
            + (
                f"These are {like.label}'s columns: name a data set of {like.label} for them."
                if like not in (scheme, Scheme.DATELINE)
                else "Choose the columns, or take another file."
            )
        )


def rows(
    table: Iterator[tuple[int, Cells]], mapping: Mapping[str, str], *, is_escaped: bool = False
) -> Iterator[Row | Problem]:
    """The rows under the names of the scheme. `is_escaped`: cells are written as `cells.written_cell`
    does.
    """
    pairs = [(field, column) for field, column in mapping.items() if column]
    same = all(field == column for field, column in mapping.items())
    for number, cells in table:
        if isinstance(cells, Wrong):
            yield Problem(number, "", cells.column, cells.value, str(cells))
            continue
        named: dict[str, Any] = cells
        if not same:
            named = {field: cells[column] for field, column in pairs if column in cells}
        if is_escaped:
            named = {field: read_cell(value) for field, value in named.items()}
        yield Row(number, named, cells)


def said_twice(entry: Entry, first: int, scheme: Scheme) -> Problem:
    """Of an entry whose id the row `first` has."""
    sentence = f"The id {entry.source_id} stands in row {first:,} already. Leave one of the two rows."
    return Problem(entry.row, entry.source_id, SCHEMES[scheme].NEEDED[0], entry.source_id, sentence)


def said_id(row: Row) -> str:
    """The id of a row that cannot be read, as far as it has one."""
    return next((row.cell(name) for name in ("id", "event_id_cnty", "event_id") if row.cell(name)), "")[:200]
