"""Finds who is said to claim what: the sources of a passage, and on which side of them their words stand.

A source stands before its claim ("the ministry said that 12 …"), after it ("12 …, the ministry said",
"said the ministry", "according to the ministry") or does the counting itself ("the ministry counted 12").
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from events.extraction.speech import (
    AFTER_CLAIM,
    AUX,
    BODIES,
    BREAKS,
    COMING_UPON,
    COUNTING,
    DATE_NAMES,
    DOUBTFUL,
    INVERTED,
    NP_ENDERS,
    OF_VERBS,
    PREPOSITIONS,
    PRONOUNS,
    RELATIVES,
    REPORTED,
    REPORTED_BY,
    REPORTS,
    SAYING,
    SOURCES,
)
from events.extraction.tokens import Kind, Token, low_at

_QUOTES = frozenset('"“”«»')
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


def find_attributions(tokens: Sequence[Token]) -> list[Attribution]:
    """The sources of one sentence in order of their verbs."""
    found: list[Attribution] = []
    taken = -1
    for at, token in enumerate(tokens):
        if at < taken or token.kind is Kind.NUMBER or (at == taken and token.text == ":"):
            continue
        attribution = _read(tokens, at) if token.kind is Kind.WORD else _script(tokens, at)
        if attribution is not None:
            found.append(attribution)
            taken = attribution.right
    return found


def _read(tokens: Sequence[Token], at: int) -> Attribution | None:
    low = tokens[at].low
    if at and tokens[at].is_capital and tokens[at - 1].kind is Kind.WORD:
        return None  # "Mr Said", "Sheikh Mohammed Said": a name.
    if low == "source" and low_at(tokens, at + 1) == ":":
        return _named_after(tokens, at, at + 2, is_before=False)
    if low == "quoted" and low_at(tokens, at + 1) == "as":
        return _named_before(tokens, at)
    if low in ("at", "of") and low_at(tokens, at - 1) in SOURCES:
        return _gapped(tokens, at)
    if low in REPORTS and _is_noun(tokens, at):
        return _owned(tokens, at)
    if low in ("comes", "came") and low_at(tokens, at + 1) == "from" and low_at(tokens, at - 1) in REPORTED:
        return _named_after(tokens, at, at + 2, is_before=False)
    if low == "according" and low_at(tokens, at + 1) == "to":
        return _named_after(tokens, at, _author(tokens, at + 2), is_before=at == 0)
    if low in ("citing", "quoting"):
        found = _named_after(tokens, at, at + 1, is_before=False)
        return _weak(found)
    if low in ("by", "in") and (found := _by_count(tokens, at)) is not None:
        return found
    if low == "by" and (found := _reported_by(tokens, at)) is not None:
        return found
    if low in ("show", "shows", "showed", "suggest", "suggests", "indicate", "indicates"):
        return _shown(tokens, at)
    if low not in SAYING and low not in COUNTING and low not in OF_VERBS:
        return None
    if low in REPORTED_BY and low_at(tokens, at + 1) == "by":
        return None  # "The toll announced by the ministry".
    if low_at(tokens, at - 1) in (
        "be",
        "been",
        "was",
        "were",
        "being",
        "is",
        "are",
        "to",
        "a",
        "the",
        "of",
        "an",
        "its",
    ):
        return None
    if at == 0 and low in INVERTED:
        return _named_after(tokens, at, at + 1, is_before=True)  # "Said one resident: …"
    if low in INVERTED and _is_inverted(tokens, at):
        return _named_after(tokens, at, at + 1, is_before=False)
    return _named_before(tokens, at)


def _is_relative(token: Token) -> bool:
    return token.low in RELATIVES and not token.text.isupper()  # The WHO is no pronoun.


def _script(tokens: Sequence[Token], colon: int) -> Attribution | None:
    """The speaker of "Hospital director Samir Qasem: “We received …”"."""
    if tokens[colon].text != ":" or colon + 1 >= len(tokens) or tokens[colon + 1].text not in _QUOTES:
        return None
    first = _walk_back(tokens, colon)
    words = tokens[first:colon]
    if first or not words or not tokens[0].is_capital:
        return None
    is_speaker = any(t.low in SOURCES for t in words) or all(t.is_capital for t in words)
    return Attribution(0, colon, colon, is_before=True) if is_speaker else None


def _weak(found: Attribution | None) -> Attribution | None:
    if found is None:
        return None
    return Attribution(found.first, found.last, found.verb, False, is_weak=True)


def _author(tokens: Sequence[Token], at: int) -> int:
    """Where the author begins in "figures compiled by the ministry", "a report by the office"."""
    for n in range(at, min(at + 4, len(tokens))):
        if tokens[n].low in REPORTS:
            after = n + 2 if low_at(tokens, n + 1) in REPORTED_BY else n + 1
            return after + 1 if low_at(tokens, after) in ("by", "from") else at
        if tokens[n].kind is not Kind.WORD:
            break
    return at


def _shown(tokens: Sequence[Token], verb: int) -> Attribution | None:
    """The author in "the office's figures show", "data from the office suggest"."""
    first = _walk_back(tokens, verb)
    author = _author(tokens, first)
    if author > first:
        return Attribution(author, verb, verb, _starts_clause(tokens, first)) if author < verb else None
    if low_at(tokens, verb - 1) not in REPORTS or first >= verb - 1:
        return None
    return Attribution(first, verb - 1, verb, _starts_clause(tokens, first))


def _reported_by(tokens: Sequence[Token], at: int) -> Attribution | None:
    """ "The toll was given by the minister: 14 dead", "12 deaths, confirmed by the police"."""
    if low_at(tokens, at - 1) not in REPORTED_BY:
        return None
    found = _named_after(tokens, at, at + 1, is_before=False)
    if found is None or not any(t.low in SOURCES or t.is_capital for t in tokens[found.first : found.last]):
        return None
    is_before = low_at(tokens, found.last) in (":", "is", "was", "stands", "stood", "shows", "lists", "puts")
    return Attribution(found.first, found.last, found.verb, is_before)


def _gapped(tokens: Sequence[Token], at: int) -> Attribution | None:
    """The second source in "the ministry put the toll at 12, the opposition at 40"."""
    first = _walk_back(tokens, at)
    told = any(t.low in ("put", "puts", "spoke", "spoken", "speaks") for t in tokens[max(0, first - 20) : first])
    is_number = any(t.kind is Kind.NUMBER for t in tokens[at + 1 : at + 4])
    if not told or not is_number or low_at(tokens, first - 1) not in (",", ";", "and", "but", "while"):
        return None
    return Attribution(first, at, at, is_before=True, is_counting=True)


def _is_noun(tokens: Sequence[Token], at: int) -> bool:
    """Whether a word like "count" or "report" belongs to somebody: "the church's own count"."""
    return any(_is_possessive(tokens, n) for n in range(max(0, at - 3), at))


def _owned(tokens: Sequence[Token], at: int) -> Attribution | None:
    """The owner in "the church's own count is higher: 60 dead"."""
    if low_at(tokens, at + 1) not in ("is", "was", "stands", "stood", "has", "of", "rose", "had", ":"):
        return None
    owner = next(n for n in range(max(0, at - 3), at) if _is_possessive(tokens, n))
    first = _walk_back(tokens, owner + 1)
    return Attribution(first, owner + 1, at, is_before=True) if _starts_clause(tokens, first) else None


def _by_count(tokens: Sequence[Token], at: int) -> Attribution | None:
    """ "By Tbilisi's count", "by the ministry's own tally"."""
    for n in range(at + 1, min(at + 7, len(tokens))):
        if tokens[n].low in ("count", "tally", "estimate", "reckoning", "estimates", "account", "admission", "version"):
            owner = next((k for k in range(at + 1, n) if _is_possessive(tokens, k)), None)
            if owner is None:
                return None
            return Attribution(at + 1, owner + 1, at, is_before=at == 0)
        if tokens[n].kind is Kind.PUNCT and tokens[n].text not in "'’":
            return None
    return None


def _is_possessive(tokens: Sequence[Token], at: int) -> bool:
    low = tokens[at].low
    return low.endswith("'s") or (low.endswith("s") and low_at(tokens, at + 1) in ("'", "’"))


def _is_inverted(tokens: Sequence[Token], at: int) -> bool:
    """Whether the source follows its verb: "…, said the mayor", not "the mayor, said on Friday"."""
    if low_at(tokens, at - 1) not in (",", '"', "”", "»", "'", "’") or at + 1 >= len(tokens):
        return False
    following = tokens[at + 1]
    if following.kind is not Kind.WORD or following.low in PREPOSITIONS or following.low in (
        "that", "it", "he", "she", "they", "there", "more", "about", "at", "some", "over", "to", "two",
    ):  # fmt: skip
        return following.low in PRONOUNS and low_at(tokens, at + 2) in ("", ".", ",")
    for n in range(at + 1, min(at + 9, len(tokens))):
        if tokens[n].low in (",", ".", ";", ":") or tokens[n].text in _QUOTES:
            return True
        if tokens[n].low in ("is", "was", "were", "are", "had", "has", "have", "been"):
            return False
    return True


def _named_after(tokens: Sequence[Token], verb: int, first: int, *, is_before: bool) -> Attribution | None:
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


def _named_before(tokens: Sequence[Token], verb: int) -> Attribution | None:
    end = verb
    while end > 0 and (tokens[end - 1].low in AUX or tokens[end - 1].low.endswith("ly")):
        end -= 1
    if tokens[end - 1].text == ")" and end > 1:
        # "The World Health Organization (WHO) said".
        end = next((n for n in range(end - 2, max(0, end - 8), -1) if tokens[n].text == "("), end)
    if end == 0:
        return None
    if tokens[end - 1].low in ("and", "but", "then") and tokens[verb].low not in ("put", "puts"):
        return _second_verb(tokens, verb, end - 1)
    low = tokens[verb].low
    if low in OF_VERBS and low != "told" and low_at(tokens, verb + 1) not in ("of",):
        return None
    if tokens[end - 1].low == ",":
        span = _before_comma(tokens, end - 1)
    else:
        first = _walk_back(tokens, end)
        span = (first, end) if first < end else None
        relative = next((n for n in range(first, end) if n > first and _is_relative(tokens[n])), None)
        if span and relative is not None:
            span = (first, relative)
    if span is None:
        return None
    first, last = _owner(tokens, *_trim(tokens, *span))
    if first >= last or not _can_speak(tokens, first, last, verb):
        return None
    # "The agency reported 12 deaths" claims what follows; "…, the agency reported." what came before.
    has_object = low_at(tokens, verb + 1) not in AFTER_CLAIM
    is_counting = has_object and (low in COUNTING or low in DOUBTFUL or low_at(tokens, verb + 1) == "of")
    if low_at(tokens, first - 1) == "as":
        return Attribution(first, last, verb, is_before=False, is_aside=True)
    is_before = _starts_clause(tokens, first) or (
        is_counting and low_at(tokens, first - 1) in (",", '"', "”")
    )
    return Attribution(
        first, last, verb, is_before, is_counting, is_told_of=has_object and low in COMING_UPON
    )


def _second_verb(tokens: Sequence[Token], verb: int, joint: int) -> Attribution | None:
    """The subject of "rejected the claim and acknowledged the loss of five"."""
    start = max((n + 1 for n in range(joint) if tokens[n].low in (";", ":")), default=0)
    subject = leading_source(tokens[start:joint])
    if subject is None or tokens[verb].low not in SAYING:
        return None
    first, last = start + subject[0], start + subject[1]
    is_counting = low_at(tokens, verb + 1) not in AFTER_CLAIM and tokens[verb].low in DOUBTFUL
    return Attribution(first, last, verb, is_before=True, is_counting=is_counting)


def _can_speak(tokens: Sequence[Token], first: int, last: int, verb: int) -> bool:
    low = tokens[verb].low
    words = [tokens[n].low for n in range(first, last)]
    if words[0] in ("i", "we", "you") and len(words) == 1:
        return False
    if low not in DOUBTFUL:
        return not (
            len(words) == 1 and words[0] in ("there", "this", "that", "which", "who", "i", "we", "you")
        )
    if low == "claimed" and any(
        low_at(tokens, n) in ("lives", "responsibility") for n in range(verb + 1, verb + 7)
    ):
        return False
    if low in ("raised", "lowered", "revised") and not any(
        low_at(tokens, n) in ("toll", "count", "figure", "number", "tally", "estimate")
        for n in range(verb, verb + 8)
    ):
        return False
    if low in ("received", "found", "gave", "given", "cited") and not any(
        low_at(tokens, n) in BODIES for n in range(verb + 1, verb + 9)
    ):
        return low == "found" and low_at(tokens, verb + 1) in ("", ".", ",", "that")
    if words[-1] in PRONOUNS and len(words) == 1:
        return True
    return any(w in SOURCES or (w.endswith(("'s", "s'")) and tokens[first].is_capital) for w in words) or (
        tokens[last - 1].is_capital and tokens[last - 1].low not in DATE_NAMES
    )


def _walk_back(tokens: Sequence[Token], end: int) -> int:
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
            if not joins_names and not (token.low in ("and", "or") and _lists_sources(tokens, at - 1)):
                break
        at -= 1
    return at


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


def _before_comma(tokens: Sequence[Token], comma: int) -> tuple[int, int] | None:
    """The source before ", … ," and its verb: the name in apposition, or what the insertion describes."""
    start = comma
    while (
        start > 0
        and tokens[start - 1].low not in (",", ";", ":", "—")
        and tokens[start - 1].text not in _QUOTES
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
    return _walk_back(tokens, before), before


def _owner(tokens: Sequence[Token], first: int, last: int) -> tuple[int, int]:
    """The author in "the ministry's latest bulletin" and "a report by the Rights Centre"."""
    if last - first < 2:
        return first, last
    if (author := _author(tokens, first)) > first:
        return (author, last) if author < last else (first, last)
    if tokens[last - 1].low not in REPORTS:
        return first, last
    owner = next((n for n in range(first, last - 1) if _is_possessive(tokens, n)), None)
    return (first, owner + 1) if owner is not None else (first, last)


def _trim(tokens: Sequence[Token], first: int, last: int) -> tuple[int, int]:
    """Cuts what only stands beside the source: "On Friday the ministry", "a priest reached by telephone"."""
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
        if tokens[n].low in ("reached", "speaking", "quoted", "contacted", "who", "there") and not tokens[n].text.isupper():
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


def _starts_clause(tokens: Sequence[Token], at: int) -> bool:
    """Whether a source at `at` opens a clause, so that its claim follows."""
    while at > 0 and tokens[at - 1].low in PREPOSITIONS:
        at -= 1
    if at == 0:
        return True
    before = tokens[at - 1].low
    if before in (";", ":", "—") or before in ("and", "but", "while", "though", "although", "as"):
        return before != "as"
    # "In Homs, the governor said …" and "However, the army said …": the opening is too short to be a claim.
    return (
        before == ","
        and at <= 7
        and tokens[0].low in (PREPOSITIONS | {"however", "meanwhile", "later", "separately"})
    )
