"""Finds the sources behind what is published: tallies, figures, versions and lists, and who gave them."""

from __future__ import annotations

from collections.abc import Sequence

from events.extraction.naming import (
    Attribution,
    is_possessive,
    named_after,
    starts_clause,
    walk_back,
)
from events.extraction.speech import (
    REPORTED_BY,
    REPORTS,
    SOURCES,
)
from events.extraction.tokens import Kind, Token, low_at


def author_at(tokens: Sequence[Token], at: int) -> int:
    """Where the author begins in "figures compiled by the ministry", "a report by the office"."""
    for n in range(at, min(at + 4, len(tokens))):
        if tokens[n].low in REPORTS:
            after = n + 2 if low_at(tokens, n + 1) in REPORTED_BY else n + 1
            return after + 1 if low_at(tokens, after) in ("by", "from") else at
        if tokens[n].kind is not Kind.WORD:
            break
    return at


def shown(tokens: Sequence[Token], verb: int) -> Attribution | None:
    """The author in "the office's figures show", "data from the office suggest"."""
    first = walk_back(tokens, verb)
    author = author_at(tokens, first)
    if author > first:
        return Attribution(author, verb, verb, starts_clause(tokens, first)) if author < verb else None
    if low_at(tokens, verb - 1) not in REPORTS or first >= verb - 1:
        return None
    return Attribution(first, verb - 1, verb, starts_clause(tokens, first))


def reported_by(tokens: Sequence[Token], at: int) -> Attribution | None:
    """ "The toll was given by the minister: 14 dead", "12 deaths, confirmed by the police"."""
    if low_at(tokens, at - 1) not in REPORTED_BY:
        return None
    found = named_after(tokens, at, at + 1, is_before=False)
    if found is None or not any(t.low in SOURCES or t.is_capital for t in tokens[found.first : found.last]):
        return None
    is_before = low_at(tokens, found.last) in (":", "is", "was", "stands", "stood", "shows", "lists", "puts")
    return Attribution(found.first, found.last, found.verb, is_before)


def gapped(tokens: Sequence[Token], at: int) -> Attribution | None:
    """The second source in "the ministry put the toll at 12, the opposition at 40"."""
    first = walk_back(tokens, at)
    told = any(
        t.low in ("put", "puts", "spoke", "spoken", "speaks") for t in tokens[max(0, first - 20) : first]
    )
    is_number = any(t.kind is Kind.NUMBER for t in tokens[at + 1 : at + 4])
    if not told or not is_number or low_at(tokens, first - 1) not in (",", ";", "and", "but", "while"):
        return None
    return Attribution(first, at, at, is_before=True, is_counting=True)


def is_noun(tokens: Sequence[Token], at: int) -> bool:
    """Whether a word like "count" or "report" belongs to somebody: "the church's own count"."""
    return any(is_possessive(tokens, n) for n in range(max(0, at - 3), at))


def owned(tokens: Sequence[Token], at: int) -> Attribution | None:
    """The owner in "the church's own count is higher: 60 dead"."""
    if low_at(tokens, at + 1) not in ("is", "was", "stands", "stood", "has", "of", "rose", "had", ":"):
        return None
    owner = next(n for n in range(max(0, at - 3), at) if is_possessive(tokens, n))
    first = walk_back(tokens, owner + 1)
    return Attribution(first, owner + 1, at, is_before=True) if starts_clause(tokens, first) else None


def by_count(tokens: Sequence[Token], at: int) -> Attribution | None:
    """ "By Tbilisi's count", "by the ministry's own tally"."""
    for n in range(at + 1, min(at + 7, len(tokens))):
        if tokens[n].low in (
            "count",
            "tally",
            "estimate",
            "reckoning",
            "estimates",
            "account",
            "admission",
            "version",
        ):
            owner = next((k for k in range(at + 1, n) if is_possessive(tokens, k)), None)
            if owner is None and low_at(tokens, n + 1) == "of":
                return named_after(tokens, at, n + 2, is_before=at == 0)  # "by the tally of the project"
            if owner is None and low_at(tokens, at + 1) in ("its", "their", "his", "her"):
                return Attribution(at + 1, at + 2, at, is_before=at == 0)
            if owner is None:
                return None
            return Attribution(at + 1, owner + 1, at, is_before=at == 0)
        if tokens[n].kind is Kind.PUNCT and tokens[n].text not in "'’":
            return None
    return None


def owner(tokens: Sequence[Token], first: int, last: int) -> tuple[int, int]:
    """The author in "the ministry's latest bulletin" and "a report by the Rights Centre"."""
    if last - first < 2:
        return first, last
    if (author := author_at(tokens, first)) > first:
        return (author, last) if author < last else (first, last)
    if tokens[last - 1].low not in REPORTS:
        return first, last
    owner = next((n for n in range(first, last - 1) if is_possessive(tokens, n)), None)
    return (first, owner + 1) if owner is not None else (first, last)
