"""Cuts a passage into the tokens that the figure rules read. Offsets are those of the whole text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum
from typing import NamedTuple


class Kind(Enum):
    WORD = "word"
    NUMBER = "number"
    NO_COUNT = "no_count"
    """A number that counts nothing: an ordinal, a clock time, a date, "43-year-old"."""
    PUNCT = "punct"


class Token(NamedTuple):
    start: int
    end: int
    text: str
    low: str
    kind: Kind

    @property
    def is_capital(self) -> bool:
        return self.text[:1].isupper()


# A space is a thousands mark only between whole groups; 2.000 is one in much of the world.
_GROUPED = r"\d{1,3}(?:(?:[,'’٬\u00a0\u202f\u2009 ]\d{3})+|(?:\.\d{3})+|,\ 000)(?![\d])"
_TOKEN = re.compile(
    rf"""
    (?P<no_count>
        \d+(?:[-‑](?:year|month|week|day|hour|minute|mile|metre|meter|kilomet\w+|km|point|storey|story|bed)s?
            (?:[-‑]old)?s?)\b
      | \d+(?:st|nd|rd|th)\b | \d{{1,2}}:\d{{2}}\b | \d{{1,4}}/\d{{1,2}}(?:/\d{{1,4}})?\b
      | \d{{1,4}}-\d{{1,2}}-\d{{1,4}}\b
    )
  | (?P<number>(?<![\w.,]) {_GROUPED} (?:\.\d+)? | \d+\.\d+ | \d+)
  | (?P<word>(?:[^\W\d_]\.){{2,}} | [^\W\d_](?:[\w'’\-‑]*[\w])?)
  | (?P<punct>[^\w\s])
    """,
    re.VERBOSE,
)
_KINDS = {"no_count": Kind.NO_COUNT, "number": Kind.NUMBER, "word": Kind.WORD, "punct": Kind.PUNCT}


def tokenize(text: str, start: int, end: int) -> list[Token]:
    tokens = []
    for match in _TOKEN.finditer(text, start, end):
        word = match.group()
        low = word.casefold().replace("’", "'").replace("‑", "-")
        tokens.append(Token(match.start(), match.end(), word, low, _KINDS[match.lastgroup or "punct"]))
    return tokens


def low_at(tokens: Sequence[Token], at: int) -> str:
    """The word at an index in lower case, empty outside the passage."""
    return tokens[at].low if 0 <= at < len(tokens) else ""
