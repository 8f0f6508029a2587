"""The words around a number that bound it: "at least", "up to", "or more"."""

from __future__ import annotations

from collections.abc import Sequence

from events.enums import Quantifier
from events.extraction.tokens import Token, low_at

#: Longest first where one begins another.
_HEDGES: tuple[tuple[tuple[str, ...], Quantifier], ...] = tuple(
    sorted(
        (
            (tuple(phrase.split()), quantifier)
            for quantifier, phrases in {
                Quantifier.AT_LEAST: "at least|no fewer than|not fewer than|no less than|not less than|"
                "a minimum of|minimum|at the very least|at least some|at least about|at least another|"
                "at least a further",
                Quantifier.MORE_THAN: "more than|over|upwards of|upward of|above|in excess of|exceeding|"
                "well over|just over|greater than|well above|slightly more than|more than another|"
                "far more than|surpassing|beyond|north of|just above|"
                "a little over|a little more than|slightly over|not just",
                Quantifier.ABOUT: "about|around|some|nearly|almost|roughly|approximately|approx|an estimated|"
                "estimated|close to|close on|circa|near|just about|an average of|somewhere around|"
                "somewhere near|another estimated|in the region of|on the order of|"
                "an approximate|about another|some other|some additional|an additional estimated|"
                "a little short of|~|perhaps|probably|possibly|maybe|nearly another|well-nigh",
                Quantifier.UP_TO: "up to|as many as|no more than|not more than|at most|at the most|"
                "a maximum of|maximum|up to another|as much as|no greater than",
                Quantifier.LESS_THAN: "fewer than|less than|just under|under|below|just below|slightly under|"
                "well under|a little under|slightly less than|slightly fewer than|just short of|short of",
                Quantifier.EXACT: "another|a further|further|an additional|additional|all|a total of another|"
                "exactly|precisely",
            }.items()
            for phrase in phrases.split("|")
        ),
        key=lambda pair: -len(pair[0]),
    )
)
_LAST_WORDS = frozenset(phrase[-1] for phrase, _ in _HEDGES)
_AFTER_HEDGES: tuple[tuple[tuple[str, ...], Quantifier], ...] = (
    (("or", "more"), Quantifier.AT_LEAST),
    (("and", "more"), Quantifier.AT_LEAST),
    (("or", "so"), Quantifier.ABOUT),
    (("or", "thereabouts"), Quantifier.ABOUT),
    (("or", "fewer"), Quantifier.UP_TO),
    (("or", "less"), Quantifier.UP_TO),
    (("at", "least"), Quantifier.AT_LEAST),
    (("at", "most"), Quantifier.UP_TO),
    (("plus",), Quantifier.MORE_THAN),
    (("+",), Quantifier.MORE_THAN),
    (("-", "plus"), Quantifier.MORE_THAN),
    (("-", "odd"), Quantifier.ABOUT),
    (("odd",), Quantifier.ABOUT),
)


def hedge_before(tokens: Sequence[Token], at: int, floor: int) -> tuple[int, Quantifier] | None:
    if low_at(tokens, at - 1) not in _LAST_WORDS:
        return None
    for phrase, quantifier in _HEDGES:
        first = at - len(phrase)
        if first < floor or any(tokens[first + n].low != word for n, word in enumerate(phrase)):
            continue
        # "At least another 30": the bound stands before the word that only continues a count.
        outer = hedge_before(tokens, first, floor)
        if outer is not None and (
            quantifier in (Quantifier.EXACT, Quantifier.ABOUT) or outer[1] == quantifier
        ):
            return outer[0], outer[1] if outer[1] != Quantifier.EXACT else quantifier
        return first, quantifier
    return None


def hedge_after(tokens: Sequence[Token], at: int) -> tuple[int, Quantifier] | None:
    for phrase, quantifier in _AFTER_HEDGES:
        if all(low_at(tokens, at + n) == word for n, word in enumerate(phrase)):
            return at + len(phrase), quantifier
    return None
