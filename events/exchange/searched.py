"""The words by which readers find an excerpt, asked of the database once for all rows that say the same.

What a trigger does for each row that comes alone (migration `0014_search`), and the same to the letter.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

from events.exchange.entries import Entry, FigureEntry, MentionEntry

_KEPT = 100_000


class Searched:
    def __init__(self) -> None:
        self._known: dict[str, str] = {}

    def look_up(self, entries: Sequence[Entry]) -> None:
        if len(self._known) > _KEPT:
            self._known.clear()
        texts = {_said_by_mention(entry, m) for entry in entries for m in entry.mentions}
        texts |= {_said_by_figure(entry, f) for entry in entries for f in entry.figures}
        new = list(texts - self._known.keys())
        with connection.cursor() as cursor:
            cursor.execute("SELECT text, events_searched(text)::text FROM unnest(%s::text[]) AS text", [new])
            self._known |= dict(cursor.fetchall())

    def of_mention(self, entry: Entry, mention: MentionEntry) -> str:
        return self._known[_said_by_mention(entry, mention)]

    def of_figure(self, entry: Entry, figure: FigureEntry) -> str:
        return self._known[_said_by_figure(entry, figure)]


def _said_by_mention(entry: Entry, m: MentionEntry) -> str:
    return f" {entry.articles[m.article].text[m.excerpt_start : m.excerpt_end]}"


def _said_by_figure(entry: Entry, f: FigureEntry) -> str:
    return f"{f.claimant_words} {entry.articles[f.article].text[f.excerpt_start : f.excerpt_end]}"
