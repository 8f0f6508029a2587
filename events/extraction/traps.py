"""Numbers that count neither people nor homes by the words beside them: dates, ages, money, distances."""

from __future__ import annotations

from collections.abc import Sequence

from events.extraction.numerals import DASHES, Number, below_hundred, read_number
from events.extraction.tokens import Kind, Token, low_at

_MONEY = frozenset("$ € £ ¥ ₹ ₽ usd eur gbp rs rs. inr us$ euro".split())
_MONTHS = frozenset(
    """january february march april may june july august september october november december jan feb mar
    apr jun jul aug sep sept oct nov dec""".split()
)
#: A bare number after one of these names a thing, an age or a place in a list.
_NAMING = frozenset(
    """aged age resolution no nos number article section chapter paragraph route highway magnitude boeing
    airbus
    version decree clause""".split()
)
#: The same for these when they are written as names: "Brigade 93", "Day 12".
_NAMING_CAPITALS = frozenset(
    """road flight phase level category grade zone sector room block law order bill group covid page line
    floor
    day week year unit ward district camp brigade regiment division battalion squadron company station
    checkpoint gate pier bus train fleet corps channel""".split()
)
_YEAR_BEFORE = frozenset(
    "in since of by until from during before after early late mid spring summer autumn".split()
)
#: "A quarter are under five", "children under 12".
_OF_AGE = frozenset("are is were was children boys girls people those anyone men women be".split())
_AGED = frozenset("girl boy child man woman mother father son daughter teenager toddler baby".split())
#: A quantity of these counts no people and no homes.
_MEASURED = frozenset(
    """km kms kilometre kilometres kilometer kilometers mile miles metre metres meter meters cm mm foot feet
    inch inches yards kg kgs kilo kilos kilogram kilograms tonne tonnes ton tons litre litres liter liters
    hectare hectares acre acres percent per-cent % percentage degree degrees celsius year years month months
    week weeks day days night nights hour hours hr hrs minute minutes second seconds decade decades century
    am pm a.m a.m. p.m p.m. o'clock hrs kph mph knots gmt dollar dollars euro euros pound pounds rupee
    rupees
    franc francs rial rials riyals lira liras peso pesos naira shillings dinar dinars yuan yen usd eur
    cents gallons barrels megawatts mw times points point-scale sq square cubic fold""".split()
)


def counts_nothing(tokens: Sequence[Token], at: int, last: int, number: Number) -> bool:
    before, after = low_at(tokens, at - 1), low_at(tokens, last)
    if after in DASHES and last + 1 < len(tokens) and tokens[last].end == tokens[last + 1].start:
        after = low_at(tokens, last + 1)
    if before in _MONEY or after in _MEASURED or (after == "per" and low_at(tokens, last + 1) == "cent"):
        return True
    if before in DASHES and at >= 2 and tokens[at - 1].start == tokens[at - 2].end and not number.is_vague:
        return True  # "G-7", "F-16", "2018-19"
    if _is_age(tokens, at, last):
        return True
    if _is_date(tokens, at, last) or _is_share(tokens, at, last):
        return True
    if tokens[at].low == "one" and before == "of" and after == "family":
        return True  # "eight members of one family"
    if tokens[at].low == "one":
        return (
            after in ("another", "day", "of", "side", "point", "time") and low_at(tokens, last + 1) != "them"
        )
    glued = last < len(tokens) and tokens[last].low in ("m", "mm", "kg", "km") and after == tokens[last].low
    if glued or tokens[at].kind is not Kind.NUMBER:
        return glued
    return before in _NAMING or (before in _NAMING_CAPITALS and tokens[at - 1].is_capital)


def _is_age(tokens: Sequence[Token], at: int, last: int) -> bool:
    """ "Aged 61 and 74", "Salem Haddad, 38, a volunteer", "a boy of six"."""
    recent = [low_at(tokens, n) for n in range(at - 5, at)]
    if "aged" in recent or "ages" in recent:
        return True
    if recent[-1] in ("under", "over", "below", "above") and recent[-2] in _OF_AGE:
        return low_at(tokens, last) in ("", ".", ",", ";", "and", "or", "who", "were", "are", "at", "in")
    if recent[-1] == "of" and recent[-2] in _AGED and recent[-3] not in ("the", "of"):
        return True
    if recent[-1] != "," or at < 2 or last - at > 1 or not tokens[at - 2].is_capital:
        return False
    value = tokens[at].text
    return len(value) <= 3 and value.isdigit() and low_at(tokens, last) in (",", ".", ")", "")


def _is_date(tokens: Sequence[Token], at: int, last: int) -> bool:
    before, after = low_at(tokens, at - 1), low_at(tokens, last)
    token = tokens[at]
    if token.kind is not Kind.NUMBER or len(token.text) > 4 or not token.text.isdigit():
        return False
    value = int(token.text)
    if before in _MONTHS and tokens[at - 1].is_capital:
        return value <= 31 or 1900 <= value <= 2100
    if after in _MONTHS and value <= 31 and tokens[last].is_capital:
        return True
    if before == "," and len(token.text) == 4 and 1900 <= value <= 2100:
        return low_at(tokens, at - 3) in _MONTHS or low_at(tokens, at - 2) in _MONTHS
    if before == "and" and after in _MONTHS:
        return True
    if before in ("and", "-", "–", "to") and value <= 31 and low_at(tokens, at - 3) in _MONTHS:
        return True
    return 1900 <= value <= 2100 and len(token.text) == 4 and before in _YEAR_BEFORE


def _is_share(tokens: Sequence[Token], at: int, last: int) -> bool:
    """Either half of "nine out of ten", "one in ten"."""
    ahead = last + 2 if low_at(tokens, last) == "out" else last + 1
    if low_at(tokens, ahead - 1) in ("in", "of") and _is_small_count(tokens, at):
        whole = read_number(tokens, ahead)
        if (
            whole is not None
            and not whole.is_vague
            and low_at(tokens, last) in ("in", "out")
            and whole.value <= 100
        ):
            return low_at(tokens, whole.last) not in _MEASURED
    if low_at(tokens, at - 1) == "of" and low_at(tokens, at - 2) == "out":
        return True
    return low_at(tokens, at - 1) == "in" and _is_small_count(tokens, at - 2)


def _is_small_count(tokens: Sequence[Token], at: int) -> bool:
    if not 0 <= at < len(tokens):
        return False
    return below_hundred(tokens[at].low) is not None or (
        tokens[at].text.isdigit() and len(tokens[at].text) <= 2
    )
