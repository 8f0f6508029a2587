"""The words by which readers find an event and its excerpts, found once for all rows that say the same.

What triggers do for each row that comes alone (migrations `0014_search`, `0033_events_given_words`), and the
same to the letter: the words of plain ASCII are found here, those of other texts are asked of the database.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from django.db import connection

from events.exchange.entries import Entry, FigureEntry, MentionEntry

_KEPT = 100_000
_WORD = re.compile(r"[a-z0-9]+")
#: Signs that part no words: "o'neil" is one.
_WITHIN = str.maketrans("", "", "'`\"")
_TWICE = re.compile(r"([a-z])\1+")
#: Letters of a word that are kept; the database's function has the same.
_MAX_WORD = 60


class Searched:
    """Words as PostgreSQL reads a tsvector. Those of a chunk are looked up before they are asked for."""

    def __init__(self) -> None:
        self._asked: dict[str, str] = {}
        self._words: dict[str, str] = {}

    def look_up(self, entries: Iterable[Entry]) -> dict[str, str]:
        """The words of those texts that only the database can tell; `words_of` takes them."""
        if len(self._asked) > _KEPT:
            self._asked = {}
        texts = {text for entry in entries for text in _texts(entry) if not text.isascii()}
        if new := list(texts - self._asked.keys()):
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT text, events_searched(text)::text FROM unnest(%s::text[]) AS text", [new]
                )
                self._asked |= dict(cursor.fetchall())
        return self._asked

    def words_of(self, text: str, asked: dict[str, str]) -> str:
        if not text.isascii():
            return asked[text]
        known = self._words
        if len(known) > _KEPT:
            known.clear()
        words = set()
        for word in _WORD.findall(text.lower().translate(_WITHIN)):
            if (kept := known.get(word)) is None:
                kept = known[word] = _TWICE.sub(r"\1", word)[:_MAX_WORD]
            words.add(kept)
        return " ".join(words)


def said_by_event(entry: Entry) -> str:
    return f"{entry.title} {entry.summary}"


def said_by_mention(entry: Entry, m: MentionEntry) -> str:
    return f" {entry.articles[m.article].text[m.excerpt_start : m.excerpt_end]}"


def said_by_figure(entry: Entry, f: FigureEntry) -> str:
    return f"{f.claimant_words} {entry.articles[f.article].text[f.excerpt_start : f.excerpt_end]}"


def _texts(entry: Entry) -> Iterator[str]:
    said = (entry.title, entry.summary, *(f.claimant_words for f in entry.figures))
    if all(text.isascii() for text in said) and all(article.text.isascii() for article in entry.articles):
        return
    yield said_by_event(entry)
    for m in entry.mentions:
        yield said_by_mention(entry, m)
    for f in entry.figures:
        yield said_by_figure(entry, f)
