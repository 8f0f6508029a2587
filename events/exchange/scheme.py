"""What the readings of the schemes share: a row with its columns named as the scheme names them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from events.exchange.refusals import Wrong
from events.exchange.values import degrees
from events.exchange.whereabouts import Whereabouts

MAX_TITLE = 200
MAX_QUOTE = 300
MAX_WORDING = 200
MAX_CLAIMANT = 200
MAX_ID = 200


@dataclass(slots=True)
class Row:
    """`cells` under the scheme's names, stripped, with "" for a missing column; `raw` as the file has
    them.
    """

    number: int
    cells: Mapping[str, str]
    raw: dict[str, Any]

    def cell(self, name: str) -> str:
        return self.cells.get(name, "")


@dataclass(slots=True)
class Context:
    """What a row is read with. `published_on` is when the data set's version came out."""

    dataset: str
    version: str
    published_on: date
    whereabouts: Whereabouts = field(default_factory=Whereabouts)

    @property
    def headline(self) -> str:
        return f"{self.dataset} {self.version}".strip()


def source_id(row: Row, column: str) -> str:
    """The id of a row. Raises Wrong without one: a second import would not know it again."""
    said = row.cell(column)
    if not said or len(said) > MAX_ID:
        raise Wrong(
            f"The row has no id in “{column}” that can be kept (1 to {MAX_ID} characters). Without one a "
            "later "
            "import would not know the event again. Give it one.",
            column=column,
            value=said,
        )
    return said


def position(
    row: Row,
    country: str,
    context: Context,
    *,
    province: str = "",
    lat: str = "latitude",
    lon: str = "longitude",
) -> tuple[float, float] | None:
    """Longitude and latitude of a row, or None when both cells are empty; `province` is the column of its
    name."""
    north, east = degrees(row.cell(lat), lat, 90), degrees(row.cell(lon), lon, 180)
    if north is None and east is None:
        return None
    if north is None or east is None:
        missing = lat if north is None else lon
        raise Wrong(f"The row has one coordinate and no {missing}. Give both or none.", column=missing)
    context.whereabouts.check(east, north, country, lat, row.cell(province) if province else "")
    return east, north


def coded(row: Row, column: str, codes: Mapping[str, Any], default: str = "") -> Any:
    """What a code number of the scheme stands for."""
    said = row.cell(column).removesuffix(".0") or default
    if said not in codes:
        raise Wrong(
            f'"{said}" is no code of {column}. Use {", ".join(codes)}.', column=column, value=said
        )  # fmt: skip
    return codes[said]


def cut(words: str, most: int) -> str:
    return words if len(words) <= most else f"{words[: most - 1].rstrip()}…"


def need(row: Row, column: str) -> str:
    if not (said := row.cell(column)):
        raise Wrong(f"“{column}” is empty. Every row needs one.", column=column)
    return said
