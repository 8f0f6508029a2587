"""Finds the quantities of a passage: numbers, ranges and vague words with their hedges.

What a quantity counts is not asked here; dates, money, distances and the like are left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from events.enums import Quantifier
from events.extraction.hedges import hedge_after, hedge_before
from events.extraction.numerals import DASHES, Number, read_number
from events.extraction.tokens import Token, low_at
from events.extraction.traps import counts_nothing

_RAISING = frozenset(", possibly perhaps maybe even if not or and – —".split())
#: "The toll passed 300": the number is a bound that the verb says, not the words of the quantity.
_PASSING = frozenset(
    "passed passes topped tops exceeded exceeds exceed surpassed surpasses surpass past topping".split()
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity at `tokens[first:last]`, hedge included; `core` is where its number words start."""

    first: int
    core: int
    last: int
    quantifier: Quantifier
    low: int | None
    high: int | None
    is_vague: bool = False
    is_fraction: bool = False
    is_none: bool = False
    """Written as a negation: "no one", "none"."""


def find_quantities(tokens: Sequence[Token]) -> list[Quantity]:
    """The quantities of a passage in order, never overlapping."""
    found: list[Quantity] = []
    at = 0
    while at < len(tokens):
        quantity = _negation(tokens, at) or _quantity(tokens, at, found[-1].last if found else 0)
        if quantity is not None and found and _raises(tokens, found[-1], quantity):
            at = quantity.last
        elif quantity is None:
            number = read_number(tokens, at)
            at = number.last if number else at + 1
        else:
            found.append(quantity)
            at = quantity.last
    return found


def _raises(tokens: Sequence[Token], first: Quantity, second: Quantity) -> bool:
    """Whether the second only says that the first may be more: "dozens, possibly hundreds, of people"."""
    between = {t.low for t in tokens[first.last : second.core]}
    raising = between & {"possibly", "perhaps", "maybe", "even", "if"}
    return first.is_vague and second.is_vague and bool(raising) and between <= _RAISING


def _negation(tokens: Sequence[Token], at: int) -> Quantity | None:
    word = tokens[at].low
    if word in ("nobody", "none", "no-one"):
        return Quantity(at, at, at + 1, Quantifier.EXACT, 0, 0, is_none=True)
    if word != "no" or low_at(tokens, at + 1) in (
        "fewer",
        "less",
        "more",
        "longer",
        "greater",
        "matter",
        ".",
    ):
        return None
    last = at + 2 if low_at(tokens, at + 1) == "one" else at + 1
    return Quantity(at, at, last, Quantifier.EXACT, 0, 0, is_none=True)


def _quantity(tokens: Sequence[Token], at: int, floor: int) -> Quantity | None:
    number = read_number(tokens, at, may_be_part=True)
    if number is None:
        return None
    first, quantifier = at, Quantifier.EXACT
    second = _range_end(tokens, at, number)
    if second is None and number.value.denominator != 1:
        return None
    last = second.last if second else number.last
    if counts_nothing(tokens, at, last, number):
        return None
    if second is not None:
        before = low_at(tokens, at - 1)
        first = at - 1 if before in ("between", "from") and at > floor else at
        if first < at and first > floor and low_at(tokens, first - 1) in ("anywhere", "somewhere"):
            first -= 1
        hedge = hedge_before(tokens, first, floor)
        first = hedge[0] if hedge else first
        start, end = _ends(number, second)
        return Quantity(first, at, last, Quantifier.BETWEEN, int(start), int(end))
    hedge = hedge_before(tokens, at, floor)
    if hedge is not None:
        first, quantifier = hedge
    after = hedge_after(tokens, last)
    if after is not None and quantifier == Quantifier.EXACT:
        last, quantifier = after
    elif after is not None and tokens[last].text == "+":
        last = after[0]
    if quantifier == Quantifier.EXACT and low_at(tokens, first - 1) in _PASSING:
        quantifier = Quantifier.MORE_THAN
    if number.is_vague or number.is_fraction:
        return Quantity(first, at, last, Quantifier.ABOUT, None, None, True, number.is_fraction)
    if number.is_about and quantifier == Quantifier.EXACT:
        quantifier = Quantifier.ABOUT
    low, high = _bounds(quantifier, int(number.value))
    return Quantity(first, at, last, quantifier, low, high)


def _bounds(quantifier: Quantifier, value: int) -> tuple[int | None, int | None]:
    if quantifier in (Quantifier.AT_LEAST, Quantifier.MORE_THAN):
        return value, None
    if quantifier in (Quantifier.UP_TO, Quantifier.LESS_THAN):
        return None, value
    return value, value


def _ends(low: Number, high: Number) -> tuple[Fraction, Fraction]:
    """Both ends of a range; "two to three million" means millions twice."""
    start, end = low.value, high.value
    if low.scale == 1 and high.scale > 1 and start < end / high.scale:
        start *= high.scale
    return (start, end) if start <= end else (end, start)


def _range_end(tokens: Sequence[Token], at: int, number: Number) -> Number | None:
    if number.is_vague or number.is_fraction:
        return None
    if number.value.denominator != 1 and not _shares_scale(tokens, number):
        return None
    link = low_at(tokens, number.last)
    opener = low_at(tokens, at - 1)
    is_dash = link in DASHES and tokens[number.last].start == tokens[number.last - 1].end
    # "Rose from 12 to 15" tells two tolls, "from 12 to 15 people died" one range.
    allowed = (
        is_dash
        or (link == "and" and opener == "between")
        or (link in ("to", "or") and opener not in ("to", "by"))
    )
    if not allowed or (link == "to" and opener == "from" and not _opens_range(tokens, at - 1)):
        return None
    second = read_number(tokens, number.last + 1)
    if second is None or second.is_vague or second.is_fraction:
        return None
    low, high = _ends(number, second)
    if link == "or" and high > 2 * low:
        return None
    return second if low < high and (link != "to" or number.value < high) else None


def _shares_scale(tokens: Sequence[Token], part: Number) -> bool:
    """Whether the number after "1.2 to" makes millions of it."""
    second = read_number(tokens, part.last + 1)
    return second is not None and second.scale > 1 and (part.value * second.scale).denominator == 1


def _opens_range(tokens: Sequence[Token], at: int) -> bool:
    """Whether "from" at an index begins a sentence or an estimate, so that nothing rose or fell before it."""
    return at == 0 or low_at(tokens, at - 1) in (
        "anywhere",
        "somewhere",
        "ranging",
        "ranged",
        "of",
        ",",
        "at",
    )
