"""Entries in portions that fit into memory, however large a row is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from events.exchange.entries import Entry

#: Characters of the texts and cells of a portion's entries: each is held several times on its way into the
#: database. Three thousand rows as they usually are have as many.
_MOST = 6_000_000
#: From so many on a text counts as what it may take, four bytes a character.
_LARGE = 50_000


def portions(entries: Iterator[Entry], first: int, most: int) -> Iterator[list[Entry]]:
    """Lists of at most `most` entries, the first of at most `first`; fewer where they are large."""
    portion: list[Entry] = []
    texts: set[int] = set()
    size, limit = 0, first
    for entry in entries:
        portion.append(entry)
        size += _weight(len(entry.geometry) + _size_of(entry.raw))
        for article in entry.articles:
            if id(article.text) not in texts:  # events share the articles that tell them
                texts.add(id(article.text))
                size += _weight(len(article.text))
        if len(portion) == limit or size > _MOST:
            yield portion
            portion, size, limit = [], 0, most
            texts.clear()
    if portion:
        yield portion


def _weight(length: int) -> int:
    return 4 * length if length > _LARGE else length


def _size_of(raw: dict[str, Any]) -> int:
    if "rows" in raw and isinstance(raw["rows"], list):
        return sum(_size_of(row) for row in raw["rows"])
    return sum(map(len, raw.values()))
