"""Reads the demonstration's files; see README.md beside this file for their form."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent

Table = dict[str, Any]


def read(name: str) -> Table:
    with (FOLDER / name).open("rb") as file:
        return tomllib.load(file)


def articles() -> list[Table]:
    """The articles in the order in which they were printed."""
    found = [read(f"articles/{path.name}") for path in (FOLDER / "articles").glob("*.toml")]
    return sorted(found, key=lambda article: (article["published_on"], article["slug"]))


def span_of(text: str, quote: str, occurrence: int = 1) -> tuple[int, int]:
    """The offsets of the n-th time that `quote` stands in `text`.

    Raises ValueError when it stands there less often.
    """
    start = -1
    for _ in range(occurrence):
        start = text.find(quote, start + 1)
        if start < 0:
            raise ValueError(f"“{quote}” does not stand {occurrence} times in the text.")
    return start, start + len(quote)
