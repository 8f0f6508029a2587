"""Entries in portions that fit into memory, however large a row is."""

from __future__ import annotations

from collections.abc import Iterator

from events.exchange.entries import Entry

#: Characters of the texts that a portion's entries carry; each is held several times on its way into the
#: database. Rows as they usually are have a thousandth.
_MOST = 4_000_000


def portions(entries: Iterator[Entry], first: int, most: int) -> Iterator[list[Entry]]:
    """Lists of at most `most` entries, the first of at most `first`; fewer where they are large."""
    portion: list[Entry] = []
    size, limit = 0, first
    for entry in entries:
        portion.append(entry)
        size += _weight(entry)
        if len(portion) == limit or size > _MOST:
            yield portion
            portion, size, limit = [], 0, most
    if portion:
        yield portion


def _weight(entry: Entry) -> int:
    return len(entry.geometry) + len(entry.summary) + sum(len(article.text) for article in entry.articles)
