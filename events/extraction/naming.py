"""Where the words that name a source begin and end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from events.extraction.speech import (
    AUX,
    BREAKS,
    DATE_NAMES,
    NP_ENDERS,
    PREPOSITIONS,
    PRONOUNS,
    SOURCES,
)
from events.extraction.tokens import Kind, Token, low_at

QUOTES = frozenset('"“”«»')
_LONGEST = 14
"""Words in the longest name of a source; keeps the search around each verb bounded."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """A source at `tokens[first:last]` and the verb that makes it one; `reach` is which side it claims."""

    first: int
    last: int
    verb: int
    is_before: bool
    """Whether the source stands before its claim."""
    is_counting: bool = False
    is_aside: bool = False
    """"Not 70 as the ministry first said": only the number just before is meant."""
    is_told_of: bool = False
    """Comes upon what another may tell: "soldiers found 20 bodies, the prosecutor said"."""
    is_weak: bool = False
    """Cited at second hand ("quoting an officer"), or spoken of as giving figures in another sentence."""

    @property
    def left(self) -> int:
        return min(self.first, self.verb)

    @property
    def right(self) -> int:
        return max(self.last, self.verb + 1)


def named_after(tokens: Sequence[Token], verb: int, first: int, *, is_before: bool) -> Attribution | None:
    last = first
    while last < min(first + _LONGEST, len(tokens)):
        token = tokens[last]
        if token.kind is Kind.PUNCT and token.text not in "'’-&./":
            break
        if token.text == "." and last + 1 >= len(tokens):
            break
        if token.low in NP_ENDERS and not (token.is_capital and last > first):
            break
        if token.low in ("and", "or", "in") and not _goes_on(tokens, last):
            break
        last += 1
    name = _name_between_commas(tokens, last)
    if name is not None and not tokens[first].is_capital:
        return Attribution(name[0], name[1], verb, is_before)
    return Attribution(first, last, verb, is_before) if last > first else None


def _goes_on(tokens: Sequence[Token], at: int) -> bool:
    """Whether "and" or "in" belongs to the name: "officials in Abidjan", "Food and Agriculture"."""
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    if following is None:
        return False
    if tokens[at].low == "in":
        return (following.is_capital and following.low not in DATE_NAMES) or following.low == "the"
    return (following.is_capital and tokens[at - 1].is_capital) or following.low in SOURCES


def _name_between_commas(tokens: Sequence[Token], at: int) -> tuple[int, int] | None:
    """The personal name in ", Jassem al-Ali," at `at`."""
    if low_at(tokens, at) != ",":
        return None
    last = at + 1
    while last < len(tokens) and (tokens[last].is_capital or tokens[last].low.startswith("al-")):
        last += 1
    if (
        last - at - 1 < 2
        or last - at > 6
        or (last < len(tokens) and tokens[last].low not in (",", ".", ";", "”", '"'))
    ):
        return None
    return at + 1, last


def walk_back(tokens: Sequence[Token], end: int) -> int:
    """Where the noun phrase that ends before `end` begins."""
    at = end
    while at > max(0, end - _LONGEST):
        token = tokens[at - 1]
        if token.kind is Kind.PUNCT and token.text not in "'’-&./":
            break
        if token.text == "." and not tokens[at - 2].is_capital:
            break
        if token.low in BREAKS:
            joins_names = (
                at < len(tokens)
                and token.low == "and"
                and tokens[at].is_capital
                and tokens[at - 2].is_capital
            )
            joins_words = token.low == "and" and _names_one_body(tokens, at - 1, end)
            if (
                not joins_names
                and not joins_words
                and not (token.low in ("and", "or") and _lists_sources(tokens, at - 1))
            ):
                break
        at -= 1
    return at


def _names_one_body(tokens: Sequence[Token], joint: int, end: int) -> bool:
    """Whether "and" stands inside the name of one body: "a spokesman for the search and rescue agency"."""
    opens = joint >= 3 and tokens[joint - 2].low == "the" and tokens[joint - 3].low in ("for", "of", "from")
    return opens and joint + 2 < end and tokens[end - 1].low in SOURCES


def _lists_sources(tokens: Sequence[Token], at: int) -> bool:
    """Whether "and" joins two sources ("residents and rescue workers") rather than two clauses."""
    for n in range(at - 1, max(-1, at - 5), -1):
        if tokens[n].kind is Kind.PUNCT:
            return n < at - 1
        if n == at - 1 and tokens[n].low not in SOURCES:
            return False
        if n == 0:
            return True
    return False


def before_comma(tokens: Sequence[Token], comma: int) -> tuple[int, int] | None:
    """The source before ", … ," and its verb: the name in apposition, or what the insertion describes."""
    start = comma
    while (
        start > 0
        and tokens[start - 1].low not in (",", ";", ":", "—")
        and tokens[start - 1].text not in QUOTES
    ):
        start -= 1
        if comma - start > 30:
            return None
    inserted = tokens[start:comma]
    if not inserted:
        return None
    is_name = len(inserted) >= 2 and all(
        t.is_capital or t.low.startswith(("al-", "de", "van", "bin")) for t in inserted
    )
    if is_name or start == 0 or tokens[start - 1].low != ",":
        return start, comma
    before = start - 1
    return walk_back(tokens, before), before


def trim(tokens: Sequence[Token], first: int, last: int) -> tuple[int, int]:
    """Cuts what only stands beside the source: "On Friday the ministry", "a priest reached by telephone"."""
    if last - first > 1 and tokens[last - 1].low in PRONOUNS:
        return last - 1, last  # "By midday he had raised the number".
    while first < last - 1 and tokens[first].kind is Kind.NO_COUNT:
        first += 1  # "14:10 The health ministry says": the line of a live page begins with its time.
    while first < last and tokens[first].low in PREPOSITIONS:
        inner = next((n for n in range(first + 1, last) if tokens[n].low in ("the", "a", "an")
                      and n > first + 1), None)  # fmt: skip
        if inner is None:
            inner = next((n for n in range(first + 1, last) if tokens[n].low in SOURCES), None)
        if inner is None:
            return last, last
        first = inner
    while first < last and (
        tokens[first].low in AUX or tokens[first].low in ("meanwhile", "however", "not", "too")
    ):
        first += 1
    if (
        last - first > 2
        and tokens[first].low in ("a",)
        and tokens[first + 1].low in ("day", "week", "month", "year")
    ):
        inner = next((n for n in range(first + 2, last) if tokens[n].low == "the"), first)
        first = inner
    for n in range(first + 1, last):
        if (
            tokens[n].low in ("reached", "speaking", "quoted", "contacted", "who", "there")
            and not tokens[n].text.isupper()
        ):
            return first, n
    return first, last


def leading_source(tokens: Sequence[Token]) -> tuple[int, int] | None:
    """The source that is the subject of a sentence which quotes nobody: "A spokesman rejected that"."""
    for at, token in enumerate(tokens[:9]):
        if token.kind is not Kind.WORD or token.low in BREAKS:
            return None
        if at and (
            token.low in AUX or (token.low.endswith("ed") and len(token.low) > 4 and not token.is_capital)
        ):
            if tokens[0].low in PREPOSITIONS:
                return None
            is_source = any(t.low in SOURCES for t in tokens[:at])
            return (0, at) if is_source or all(t.is_capital for t in tokens[:at]) else None
    return None


def starts_clause(tokens: Sequence[Token], at: int) -> bool:
    """Whether a source at `at` opens a clause, so that its claim follows."""
    while at > 0 and tokens[at - 1].low in PREPOSITIONS:
        at -= 1
    if at == 0:
        return True
    before = tokens[at - 1].low
    if before in (";", ":", "—") or before in ("and", "but", "while", "though", "although", "as", "where"):
        return before != "as"
    # "In Homs, the governor said …" and "However, the army said …": the opening is too short to be a claim.
    return (
        before == ","
        and at <= 7
        and tokens[0].low in (PREPOSITIONS | {"however", "meanwhile", "later", "separately"})
    )


def is_possessive(tokens: Sequence[Token], at: int) -> bool:
    low = tokens[at].low
    return low.endswith("'s") or (low.endswith("s") and low_at(tokens, at + 1) in ("'", "’"))
