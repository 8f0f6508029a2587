"""The articles that a file quotes: each becomes one text, made of its excerpts in the order in which they
stand.

Rows of several events quote one article, so the file is read once for these before its events are.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from events.exchange.refusals import Unreadable, Wrong
from events.exchange.scheme import Row
from events.exchange.writing_out import MAX_EXCERPT

#: Characters of excerpts of one file, which are held at once.
_MOST = 80_000_000
_BETWEEN = "\n\n"


@dataclass(frozen=True, slots=True)
class Source:
    """Which article a row quotes."""

    outlet: str
    headline: str
    url: str
    published_on: str

    @property
    def key(self) -> str:
        return "\0".join((self.outlet, self.headline, self.url, self.published_on))


def source_of(row: Row) -> Source:
    return Source(*(row.cell(name) for name in ("outlet", "headline", "url", "published_on")))


class Excerpts:
    """Where each excerpt of a file stands in the text that is made of those of its article."""

    def __init__(self) -> None:
        self._parts: dict[Source, dict[str, int]] = {}
        self._lengths: dict[Source, int] = {}
        self._held = 0

    def gather(self, rows: Iterable[Row]) -> None:
        for row in rows:
            if excerpt := row.cell("excerpt"):
                self._add(source_of(row), excerpt)

    def _add(self, source: Source, excerpt: str) -> None:
        parts = self._parts.setdefault(source, {})
        if excerpt in parts:
            return
        length = self._lengths.get(source, 0)
        start = length + len(_BETWEEN) if length else 0
        parts[excerpt] = start
        self._lengths[source] = start + len(excerpt)
        self._held += len(excerpt)
        if self._held > _MOST:
            raise Unreadable(
                f"The file quotes more than {_MOST / 1e6:,.0f} million characters of articles. Split it, "
                "or use "
                "JSON lines."
            )

    def find(self, source: Source, excerpt: str) -> tuple[str, tuple[int, int]]:
        """The article's text and the offsets of the excerpt in it. Raises Wrong for one that is too long."""
        if len(excerpt) > MAX_EXCERPT:
            raise Wrong(
                f"The excerpt has {len(excerpt):,} characters; at most {MAX_EXCERPT:,} may be quoted. "
                "Shorten it.",
                column="excerpt", value=excerpt,
            )  # fmt: skip
        parts = self._parts[source]
        start = parts[excerpt]
        return _BETWEEN.join(parts), (start, start + len(excerpt))
