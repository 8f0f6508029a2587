"""Finds who is said to claim what: the sources of a passage, and on which side of them their words stand.

A source stands before its claim ("the ministry said that 12 …"), after it ("12 …, the ministry said",
"said the ministry", "according to the ministry") or does the counting itself ("the ministry counted 12").
"""

from __future__ import annotations

from collections.abc import Sequence

from events.extraction.fullnames import GENERIC
from events.extraction.naming import (
    QUOTES,
    Attribution,
    before_comma,
    leading_source,
    named_after,
    starts_clause,
    trim,
    walk_back,
)
from events.extraction.publications import (
    author_at,
    by_count,
    gapped,
    is_noun,
    owned,
    owner,
    reported_by,
    shown,
)
from events.extraction.speech import (
    AFTER_CLAIM,
    AUX,
    BODIES,
    COMING_UPON,
    COUNTING,
    DATE_NAMES,
    DOUBTFUL,
    INVERTED,
    MOVED,
    OF_VERBS,
    PREPOSITIONS,
    PRONOUNS,
    RELATIVES,
    RELEASING,
    REPORTED,
    REPORTED_BY,
    REPORTS,
    SAYING,
    SEARCHING,
    SOURCES,
)
from events.extraction.tokens import Kind, Token, low_at


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
    is_shouted = tokens[at].text.isupper() and tokens[at - 1].text.isupper()
    if at and tokens[at].is_capital and tokens[at - 1].kind is Kind.WORD and not is_shouted:
        return None  # "Mr Said", "Sheikh Mohammed Said": a name.
    if low == "source" and low_at(tokens, at + 1) == ":":
        return named_after(tokens, at, at + 2, is_before=False)
    if low == "quoted" and low_at(tokens, at + 1) == "as":
        return _named_before(tokens, at)
    if low in ("at", "of") and low_at(tokens, at - 1) in SOURCES:
        return gapped(tokens, at)
    if low in REPORTS and is_noun(tokens, at) and (found := owned(tokens, at)) is not None:
        return found
    if low in ("comes", "came") and low_at(tokens, at + 1) == "from" and low_at(tokens, at - 1) in REPORTED:
        return named_after(tokens, at, at + 2, is_before=False)
    if low == "according" and low_at(tokens, at + 1) == "to":
        return named_after(tokens, at, author_at(tokens, at + 2), is_before=at == 0)
    if low in ("citing", "quoting"):
        found = named_after(tokens, at, at + 1, is_before=False)
        return _weak(found)
    if low in ("by", "in") and (found := by_count(tokens, at)) is not None:
        return found
    if low == "by" and (found := reported_by(tokens, at)) is not None:
        return found
    if low in ("show", "shows", "showed", "suggest", "suggests", "indicate", "indicates"):
        return shown(tokens, at)
    if low in MOVED and low_at(tokens, at + 1) in ("by", "at", "that", "to"):
        return _moved(tokens, at)
    if low not in SAYING and low not in COUNTING and low not in OF_VERBS and low not in RELEASING:
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
        return named_after(tokens, at, at + 1, is_before=True)  # "Said one resident: …"
    if low in INVERTED and _is_inverted(tokens, at):
        return named_after(tokens, at, at + 1, is_before=False)
    return _named_before(tokens, at)


def _moved(tokens: Sequence[Token], at: int) -> Attribution | None:
    """The body that is "appalled by" or "saddened to learn" what it tells."""
    end = at
    while end and tokens[end - 1].low in ("is", "are", "was", "were", "deeply", "profoundly", "gravely"):
        end -= 1
    first, last = trim(tokens, walk_back(tokens, end), end)
    if end == at or first >= last or not starts_clause(tokens, first) or not tokens[last - 1].is_capital:
        return None
    return Attribution(first, last, at, is_before=True)


def _is_relative(token: Token) -> bool:
    return token.low in RELATIVES and not token.text.isupper()  # The WHO is no pronoun.


def _script(tokens: Sequence[Token], colon: int) -> Attribution | None:
    """The speaker of "Hospital director Samir Qasem: “We received …”"."""
    if tokens[colon].text != ":" or colon + 1 >= len(tokens) or tokens[colon + 1].text not in QUOTES:
        return None
    first = walk_back(tokens, colon)
    words = tokens[first:colon]
    if first or not words or not tokens[0].is_capital:
        return None
    is_speaker = any(t.low in SOURCES for t in words) or all(t.is_capital for t in words)
    return Attribution(0, colon, colon, is_before=True) if is_speaker else None


def _weak(found: Attribution | None) -> Attribution | None:
    if found is None:
        return None
    return Attribution(found.first, found.last, found.verb, False, is_weak=True)


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
        if tokens[n].low in (",", ".", ";", ":") or tokens[n].text in QUOTES:
            return True
        if tokens[n].low in ("is", "was", "were", "are", "had", "has", "have", "been"):
            return False
    return True


def _named_before(tokens: Sequence[Token], verb: int) -> Attribution | None:
    end = verb
    while end > 0 and (tokens[end - 1].low in AUX or tokens[end - 1].low.endswith("ly")):
        end -= 1
    if tokens[end - 1].text == ")" and end > 1:
        # "The World Health Organization (WHO) said".
        end = next((n for n in range(end - 2, max(0, end - 8), -1) if tokens[n].text == "("), end)
    if end == 0:
        return None
    if tokens[end - 1].low in ("and", "but", "then"):
        second = _second_verb(tokens, verb, end - 1)
        if second is not None or tokens[verb].low not in ("put", "puts"):
            return second
    low = tokens[verb].low
    if low in OF_VERBS and low != "told" and low_at(tokens, verb + 1) not in ("of",):
        return None
    if tokens[end - 1].low == ",":
        span = before_comma(tokens, end - 1)
    else:
        first = walk_back(tokens, end)
        span = (first, end) if first < end else None
        relative = next((n for n in range(first, end) if _is_relative(tokens[n])), None)
        if span and relative is not None:
            span = _in_relative(tokens, relative, end) or (first, relative if relative > first else end)
    if span is None:
        return None
    first, last = owner(tokens, *trim(tokens, *span))
    if first >= last or not _can_speak(tokens, first, last, verb):
        return None
    # "The agency reported 12 deaths" claims what follows; "…, the agency reported." what came before.
    has_object = low_at(tokens, verb + 1) not in AFTER_CLAIM
    is_counting = has_object and (low in COUNTING or low in DOUBTFUL or low_at(tokens, verb + 1) == "of")
    if low_at(tokens, first - 1) == "as":
        return Attribution(first, last, verb, is_before=False, is_aside=True)
    is_before = (
        starts_clause(tokens, first)
        or _is_relative(tokens[first - 1])
        or (is_counting and low_at(tokens, first - 1) in (",", '"', "”"))
    )
    return Attribution(
        first, last, verb, is_before, is_counting, is_told_of=has_object and low in COMING_UPON
    )


def _in_relative(tokens: Sequence[Token], relative: int, end: int) -> tuple[int, int] | None:
    """The source in "clashes, which the Red Cross says have caused …", not in "the group, which said"."""
    if tokens[relative].low not in ("which", "whom") or end - relative < 2:
        return None
    words = tokens[relative + 1 : end]
    is_named = words[0].is_capital or (words[0].low in ("the", "a") and any(t.low in SOURCES for t in words))
    return (relative + 1, end) if is_named else None


def _second_verb(tokens: Sequence[Token], verb: int, joint: int) -> Attribution | None:
    """The subject of "rejected the claim and acknowledged the loss of five"."""
    start = max((n + 1 for n in range(joint) if tokens[n].low in (";", ":")), default=0)
    subject = leading_source(tokens[start:joint])
    if subject is None or (tokens[verb].low not in SAYING and tokens[verb].low not in ("put", "puts")):
        return None
    first, last = start + subject[0], start + subject[1]
    is_counting = low_at(tokens, verb + 1) not in AFTER_CLAIM and tokens[verb].low in DOUBTFUL
    return Attribution(first, last, verb, is_before=True, is_counting=is_counting)


def _can_speak(tokens: Sequence[Token], first: int, last: int, verb: int) -> bool:
    low = tokens[verb].low
    words = [tokens[n].low for n in range(first, last)]
    if words[0] in ("i", "we", "you") and len(words) == 1:
        return False
    if low in COUNTING and words[-1] in SEARCHING and not {"of", "from"} & set(words):
        return False  # "Crews counted 30 homes": the article tells what they did.
    if low in ("put", "puts") and any(low_at(tokens, n) == "at" for n in range(verb + 2, verb + 14)):
        return True
    if low in RELEASING:
        is_named = tokens[last - 1].is_capital and words[-1] not in SOURCES
        return is_named or bool(GENERIC & set(words))
    if low in ("reported", "confirmed") and low_at(tokens, first - 1) == ",":
        return low_at(tokens, verb + 1) in AFTER_CLAIM
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
