"""The words by which readers find an event and its excerpts, found once for all rows that say the same.

What triggers do for each row that comes alone (migrations `0014_search`, `0033_events_given_words`), and the
same to the letter: the words of plain ASCII are found here, those of other texts are asked of the database.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Set

from django.db import connection

from events.exchange.binary import Value, lexeme, words
from events.exchange.entries import Entry, FigureEntry, MentionEntry

_KEPT = 30_000
#: Figures say the same few words again and again.
_KEPT_TEXTS = 5_000
_WORD = re.compile(r"[a-z0-9]+")
#: Signs that part no words: "o'neil" is one.
_WITHIN = str.maketrans("", "", "'`\"")
_TWICE = re.compile(r"([a-z])\1+")
#: Letters of a word that are kept; the database's function has the same.
_MAX_WORD = 60


class _Lexemes(dict[str, bytes]):
    """Words as they are kept, by the words of a text."""

    def __missing__(self, word: str) -> bytes:
        self[word] = kept = lexeme(_TWICE.sub(r"\1", word)[:_MAX_WORD])
        return kept


class Searched:
    """Words as COPY takes a tsvector."""

    def __init__(self) -> None:
        self._lexemes = _Lexemes()
        self._found: dict[str, Value] = {}

    def words_of(self, text: str, asked: dict[str, Value]) -> Value:
        """`asked` are the words of texts that only the database can tell."""
        if not text.isascii():
            return asked[text]
        if (found := self._found.get(text)) is not None:
            return found
        known = self._lexemes
        if len(known) > _KEPT:
            known.clear()
        plain = text.lower()
        if "'" in plain or '"' in plain or "`" in plain:
            plain = plain.translate(_WITHIN)
        found = words(set(map(known.__getitem__, _WORD.findall(plain))))
        if len(self._found) > _KEPT_TEXTS:
            self._found.clear()
        self._found[text] = found
        return found


def asked_of_the_database(texts: Set[str]) -> dict[str, Value]:
    """The words of texts that only the database can tell."""
    if not texts:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT text, tsvector_to_array(events_searched(text)) FROM unnest(%s::text[]) AS text",
            [list(texts)],
        )
        return {text: words(map(lexeme, found)) for text, found in cursor}


def said_by_event(entry: Entry) -> str:
    return f"{entry.title} {entry.summary}"


def said_by_mention(entry: Entry, m: MentionEntry) -> str:
    return f" {entry.articles[m.article].text[m.excerpt_start : m.excerpt_end]}"


def said_by_figure(entry: Entry, f: FigureEntry) -> str:
    return f"{f.claimant_words} {entry.articles[f.article].text[f.excerpt_start : f.excerpt_end]}"


def foreign_texts(entry: Entry) -> Iterator[str]:
    """The texts of an entry that only the database can tell the words of."""
    if not (entry.title.isascii() and entry.summary.isascii()):
        yield said_by_event(entry)
    told = [article.text for article in entry.articles] + [f.claimant_words for f in entry.figures]
    if all(map(str.isascii, told)):
        return
    said = [said_by_mention(entry, m) for m in entry.mentions]
    said += [said_by_figure(entry, f) for f in entry.figures]
    for text in said:
        if not text.isascii():
            yield text
