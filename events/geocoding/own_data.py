"""What no package has and newsrooms write: our own tables, documented in `data/README.md`."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "data"
PROVIDER = "dateline"
LICENCE = "BSD-3-Clause, Dateline"


def rows(table: str) -> list[dict[str, str]]:
    """The rows of `data/<table>.csv`; lines that begin with # are remarks."""
    with (FOLDER / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        lines = (line for line in file if line.strip() and not line.startswith("#"))
        return [
            {key: (value or "").strip() for key, value in row.items() if key} for row in csv.DictReader(lines)
        ]


def words(field: str) -> list[str]:
    """The items of a field that holds several: "Donbass|Donets Basin"."""
    return [item.strip() for item in field.split("|") if item.strip()]


@cache
def demonyms() -> dict[str, tuple[str, ...]]:
    """Country code → its adjectives and words for its people: "SY" → ("Syrian", "Syrians")."""
    found: dict[str, tuple[str, ...]] = {}
    for row in rows("demonyms"):
        found[row["country"]] = (*found.get(row["country"], ()), row["demonym"])
    return found


def files() -> list[Path]:
    return sorted(FOLDER.glob("*.csv"))
