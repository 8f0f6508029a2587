"""Finds the quantities of a passage: digits, number words, ranges and vague words with their hedges.

What a quantity counts is not asked here; dates, money, distances and the like are left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from events.enums import Quantifier
from events.extraction.tokens import Kind, Token

_UNITS = {
    word: value
    for value, word in enumerate(
        """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
        sixteen seventeen eighteen nineteen""".split()
    )
}
_TENS = {
    word: 10 * value
    for value, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)
}
_SCALES = {
    "thousand": 1_000, "lakh": 100_000, "lakhs": 100_000, "lac": 100_000, "million": 1_000_000,
    "millions": 1_000_000, "crore": 10_000_000, "crores": 10_000_000, "billion": 1_000_000_000,
    "mn": 1_000_000, "mln": 1_000_000, "bn": 1_000_000_000,
}  # fmt: skip
#: Glued to a decimal only ("3.3m"); "50m" is a length.
_LETTER_SCALES = {"m": 1_000_000, "k": 1_000, "mn": 1_000_000, "bn": 1_000_000_000}
_PLURALS = frozenset("dozens scores hundreds thousands millions".split())
_VAGUE_TAILS = frozenset("thousand thousands hundred hundreds million millions dozen dozens".split())
_FRACTIONS = frozenset("third thirds quarter quarters half fifth fifths".split())
_LARGEST = 10**10
"""More than there are people. Also keeps a run of a million digits from being read as a number."""

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
                "a little over|a little more than|slightly over|not just|over another",
                Quantifier.ABOUT: "about|around|some|nearly|almost|roughly|approximately|approx|an estimated|"
                "estimated|close to|close on|circa|near|just about|an average of|somewhere around|"
                "somewhere near|another estimated|approx .|in the region of|on the order of|"
                "an approximate|about another|some other|some additional|an additional estimated|"
                "a little short of|~|c .|perhaps|probably|possibly|maybe|nearly another|well-nigh",
                Quantifier.UP_TO: "up to|as many as|no more than|not more than|at most|at the most|a maximum of|"
                "maximum|up to another|as much as|no greater than",
                Quantifier.LESS_THAN: "fewer than|less than|just under|under|below|just below|slightly under|"
                "well under|a little under|slightly less than|slightly fewer than|just short of|short of",
                Quantifier.EXACT: "another|a further|further|an additional|additional|all|a total of another|"
                "a second|other|exactly|precisely",
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
_DASHES = frozenset("-–—‑")
_MONEY = frozenset("$ € £ ¥ ₹ ₽ usd eur gbp rs rs. inr us$ euro".split())
_MONTHS = frozenset(
    """january february march april may june july august september october november december jan feb mar
    apr jun jul aug sep sept oct nov dec""".split()
)
#: A bare number after one of these names a thing, an age or a place in a list.
_NAMING = frozenset(
    """aged age resolution no nos number article section chapter paragraph route highway magnitude boeing airbus
    version decree clause""".split()
)
#: The same for these when they are written as names: "Brigade 93", "Day 12".
_NAMING_CAPITALS = frozenset(
    """road flight phase level category grade zone sector room block law order bill group covid page line floor
    day week year unit ward district camp brigade regiment division battalion squadron company station
    checkpoint gate pier bus train fleet corps channel""".split()
)
_YEAR_BEFORE = frozenset("in since of by until from during before after early late mid spring summer autumn".split())
_AGED = frozenset(
    "girl boy child man woman mother father son daughter family teenager group team crew toddler baby".split()
)
#: A quantity of these counts no people and no homes.
MEASURED = frozenset(
    """km kms kilometre kilometres kilometer kilometers mile miles metre metres meter meters cm mm foot feet
    inch inches yards kg kgs kilo kilos kilogram kilograms tonne tonnes ton tons litre litres liter liters
    hectare hectares acre acres percent per-cent % percentage degree degrees celsius year years month months
    week weeks day days night nights hour hours hr hrs minute minutes second seconds decade decades century
    am pm a.m a.m. p.m p.m. o'clock hrs kph mph knots gmt dollar dollars euro euros pound pounds rupee rupees
    franc francs rial rials riyals lira liras peso pesos naira shillings dinar dinars yuan yen usd eur
    cents gallons barrels megawatts mw times points point-scale sq square cubic fold""".split()
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


@dataclass(frozen=True, slots=True)
class _Number:
    value: Fraction
    last: int
    scale: int = 1
    is_vague: bool = False
    is_fraction: bool = False
    is_about: bool = False


def find_quantities(tokens: Sequence[Token]) -> list[Quantity]:
    """The quantities of a passage in order, never overlapping."""
    found: list[Quantity] = []
    at = 0
    while at < len(tokens):
        quantity = _negation(tokens, at) or _quantity(tokens, at, found[-1].last if found else 0)
        if quantity is None:
            number = _number(tokens, at)
            at = number.last if number else at + 1
        else:
            found.append(quantity)
            at = quantity.last
    return found


def _low(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].low if 0 <= at < len(tokens) else ""


def _negation(tokens: Sequence[Token], at: int) -> Quantity | None:
    word = tokens[at].low
    if word in ("nobody", "none", "no-one"):
        return Quantity(at, at, at + 1, Quantifier.EXACT, 0, 0, is_none=True)
    if word != "no" or _low(tokens, at + 1) in ("fewer", "less", "more", "longer", "greater", "matter", "."):
        return None
    last = at + 2 if _low(tokens, at + 1) == "one" else at + 1
    return Quantity(at, at, last, Quantifier.EXACT, 0, 0, is_none=True)


def _quantity(tokens: Sequence[Token], at: int, floor: int) -> Quantity | None:
    number = _number(tokens, at)
    if number is None:
        return None
    first, quantifier = at, Quantifier.EXACT
    second = _range_end(tokens, at, number)
    last = second.last if second else number.last
    if _is_trap(tokens, at, last, number):
        return None
    if second is not None:
        before = _low(tokens, at - 1)
        first = at - 1 if before in ("between", "from") and at > floor else at
        hedge = _hedge_before(tokens, first, floor)
        first = hedge[0] if hedge else first
        low, high = _ends(number, second)
        return Quantity(first, at, last, Quantifier.BETWEEN, int(low), int(high))
    hedge = _hedge_before(tokens, at, floor)
    if hedge is not None:
        first, quantifier = hedge
    after = _hedge_after(tokens, last)
    if after is not None and quantifier == Quantifier.EXACT:
        last, quantifier = after
    if number.is_vague or number.is_fraction:
        quantifier = Quantifier.ABOUT
        return Quantity(first, at, last, quantifier, None, None, True, number.is_fraction)
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


def _ends(low: _Number, high: _Number) -> tuple[Fraction, Fraction]:
    """Both ends of a range; "two to three million" means millions twice."""
    start, end = low.value, high.value
    if low.scale == 1 and high.scale > 1 and start < end / high.scale:
        start *= high.scale
    return (start, end) if start <= end else (end, start)


def _range_end(tokens: Sequence[Token], at: int, number: _Number) -> _Number | None:
    if number.is_vague or number.is_fraction:
        return None
    link = _low(tokens, number.last)
    opener = _low(tokens, at - 1)
    is_dash = link in _DASHES and tokens[number.last].start == tokens[number.last - 1].end
    # "rose from 12 to 15" tells two tolls; "from 12 to 15 people" cannot be told apart and is one range.
    allowed = (
        is_dash
        or (link == "and" and opener == "between")
        or (link in ("to", "or") and opener not in ("to", "by"))
    )
    if not allowed or (link == "to" and opener == "from"):
        return None
    second = _number(tokens, number.last + 1)
    if second is None or second.is_vague or second.is_fraction:
        return None
    low, high = _ends(number, second)
    if link == "or" and high > 2 * low:
        return None
    return second if low < high and (link != "to" or number.value < high) else None


def _hedge_before(tokens: Sequence[Token], at: int, floor: int) -> tuple[int, Quantifier] | None:
    if _low(tokens, at - 1) not in _LAST_WORDS:
        return None
    for phrase, quantifier in _HEDGES:
        first = at - len(phrase)
        if first < floor or any(tokens[first + n].low != word for n, word in enumerate(phrase)):
            continue
        if phrase == ("a", "second") or (phrase == ("other",)):
            return None
        # "At least another 30": the bound stands before the word that only continues a count.
        outer = _hedge_before(tokens, first, floor)
        if outer is not None and (quantifier in (Quantifier.EXACT, Quantifier.ABOUT) or outer[1] == quantifier):
            return outer[0], outer[1] if outer[1] != Quantifier.EXACT else quantifier
        return first, quantifier
    return None


def _hedge_after(tokens: Sequence[Token], at: int) -> tuple[int, Quantifier] | None:
    for phrase, quantifier in _AFTER_HEDGES:
        if all(_low(tokens, at + n) == word for n, word in enumerate(phrase)):
            return at + len(phrase), quantifier
    return None


def _number(tokens: Sequence[Token], at: int) -> _Number | None:
    if at >= len(tokens):
        return None
    token = tokens[at]
    if token.kind is Kind.NUMBER:
        return _digits(tokens, at)
    if token.kind is not Kind.WORD:
        return None
    return _vague(tokens, at) or _words(tokens, at)


def _digits(tokens: Sequence[Token], at: int) -> _Number | None:
    written = tokens[at].text
    if len(written) > 20:
        return None
    value = _value(written, has_scale=_low(tokens, at + 1) in _SCALES)
    last, scale = at + 1, 1
    following = tokens[last] if last < len(tokens) else None
    if following and following.low in _LETTER_SCALES and following.start == tokens[at].end:
        if following.low != "m" or "." in written:
            scale, last = _LETTER_SCALES[following.low], last + 1
    elif following and following.low in _DASHES and _low(tokens, last + 1) in _SCALES:
        scale, last = _SCALES[tokens[last + 1].low], last + 2
    else:
        while last < len(tokens) and tokens[last].low in _SCALES and scale <= 10**6:
            scale, last = scale * _SCALES[tokens[last].low], last + 1
        if scale == 1 and _low(tokens, last) in ("hundred", "dozen"):
            scale, last = (100 if tokens[last].low == "hundred" else 12), last + 1
    if scale == 1 and following and following.low == "s" and following.start == tokens[at].end:
        return _Number(Fraction(0), at + 2, is_vague=True)  # "100s of homes"
    value *= scale
    if value.denominator != 1 or value > _LARGEST:
        return None
    return _Number(value, last, scale)


def _value(written: str, *, has_scale: bool) -> Fraction:
    plain = "".join(char for char in written if char.isdigit() or char == ".")
    head, _, tail = plain.rpartition(".")
    # 2.000 is two thousand, but 1.234 million is a decimal.
    if plain.count(".") > 1 or (head and len(tail) == 3 and not has_scale and "," not in written):
        plain = plain.replace(".", "")
    return Fraction(plain)


def _vague(tokens: Sequence[Token], at: int) -> _Number | None:
    word, following, third = tokens[at].low, _low(tokens, at + 1), _low(tokens, at + 2)
    if word in ("tens", "hundreds", "scores", "dozens") and following == "of" and third in _VAGUE_TAILS:
        return _Number(Fraction(0), at + 3, is_vague=True)
    if word in ("hundreds", "scores", "dozens", "tens") and following == "and" and third in _PLURALS:
        return _Number(Fraction(0), at + 3, is_vague=True)
    if word in _PLURALS:
        return _Number(Fraction(0), at + 1, is_vague=True)
    if word in ("several", "many", "few") and following in _VAGUE_TAILS | _PLURALS:
        return _Number(Fraction(0), at + 2, is_vague=True)
    if word == "a" and following == "few" and third in _VAGUE_TAILS | _PLURALS:
        return _Number(Fraction(0), at + 3, is_vague=True)
    if word == "half" and following in ("a", "of") and third not in _SCALES and third not in ("dozen", "hundred"):
        return _Number(Fraction(0), at + 1, is_vague=True, is_fraction=True)
    if (word == "a" or word in _UNITS) and following in _FRACTIONS and third in ("of", "were", "are", "had"):
        return _Number(Fraction(0), at + 2, is_vague=True, is_fraction=True)
    return None


def _words(tokens: Sequence[Token], at: int) -> _Number | None:
    """Number words: "seven hundred eighty-five", "half a million", "three dozen", "a hundred"."""
    if tokens[at].low == "half" and _low(tokens, at + 1) == "a" and _low(tokens, at + 2) in (*_SCALES, "dozen"):
        scale = {**_SCALES, "dozen": 12}[tokens[at + 2].low]
        return _Number(Fraction(scale, 2), at + 3, scale, is_about=True)
    total, current, last, scale, is_about, seen = 0, 0, at, 1, False, False
    if tokens[at].low in ("a", "an"):
        if _low(tokens, at + 1) not in _SCALES and _low(tokens, at + 1) not in ("hundred", "dozen"):
            return None
        current, last, seen = 1, at + 1, True
    while last < len(tokens):
        word = tokens[last].low
        small = _small(word)
        if small is not None and not (seen and current % 10 and current < 100):
            current, seen = current + small[0], True
            is_about = is_about or small[1]
        elif word == "hundred" and seen and 0 < current < 100:
            current *= 100
        elif word in ("dozen", "score") and seen and 0 < current < 20:
            current, is_about = current * (12 if word == "dozen" else 20), True
        elif word in _SCALES and seen and current:
            scale = _SCALES[word]
            total, current = total + current * scale, 0
        elif not (word == "and" and seen and _joins(tokens, last)):
            break
        last += 1
    if not seen or total + current > _LARGEST:
        return None
    return _Number(Fraction(total + current), last, scale, is_about=is_about)


def _joins(tokens: Sequence[Token], at: int) -> bool:
    """Whether "and" stands inside one number: "two hundred and fifty"."""
    return _low(tokens, at - 1) in ("hundred", "thousand") and _small(_low(tokens, at + 1)) is not None


def _small(word: str) -> tuple[int, bool] | None:
    """A number below one hundred, and whether it is written as a rough one ("forty-odd")."""
    if word in _UNITS:
        return _UNITS[word], False
    if word in _TENS:
        return _TENS[word], False
    head, _, tail = word.partition("-")
    if head in _TENS and tail in _UNITS:
        return _TENS[head] + _UNITS[tail], False
    if tail == "odd" and (head in _TENS or head in _UNITS):
        return _TENS.get(head, 0) + _UNITS.get(head, 0), True
    return None


def _is_trap(tokens: Sequence[Token], at: int, last: int, number: _Number) -> bool:
    before, after = _low(tokens, at - 1), _low(tokens, last)
    if after in _DASHES and last + 1 < len(tokens) and tokens[last].end == tokens[last + 1].start:
        after = _low(tokens, last + 1)
    if before in _MONEY or after in MEASURED or (after == "per" and _low(tokens, last + 1) == "cent"):
        return True
    if before in _DASHES and at >= 2 and tokens[at - 1].start == tokens[at - 2].end and not number.is_vague:
        return True  # "G-7", "F-16", "2018-19"
    if _is_age(tokens, at, last):
        return True
    if _is_date(tokens, at, last) or _is_share(tokens, at, last):
        return True
    if tokens[at].low == "one":
        return after in ("another", "day", "of", "side", "point", "time") and _low(tokens, last + 1) != "them"
    glued = last < len(tokens) and tokens[last].low in ("m", "mm", "kg", "km") and after == tokens[last].low
    if glued or tokens[at].kind is not Kind.NUMBER:
        return glued
    return before in _NAMING or (before in _NAMING_CAPITALS and tokens[at - 1].is_capital)


def _is_age(tokens: Sequence[Token], at: int, last: int) -> bool:
    """ "Aged 61 and 74", "Salem Haddad, 38, a volunteer", "a boy of six"."""
    recent = [_low(tokens, n) for n in range(at - 5, at)]
    if "aged" in recent or "ages" in recent:
        return True
    if recent[-1] == "of" and recent[-2] in _AGED and recent[-3] not in ("the", "of"):
        return True
    if recent[-1] != "," or at < 2 or last - at > 1 or not tokens[at - 2].is_capital:
        return False
    value = tokens[at].text
    return len(value) <= 3 and value.isdigit() and _low(tokens, last) in (",", ".", ")", "")


def _is_date(tokens: Sequence[Token], at: int, last: int) -> bool:
    before, after = _low(tokens, at - 1), _low(tokens, last)
    token = tokens[at]
    if token.kind is not Kind.NUMBER or len(token.text) > 4 or not token.text.isdigit():
        return False
    value = int(token.text)
    if before in _MONTHS and tokens[at - 1].is_capital:
        return value <= 31 or 1900 <= value <= 2100
    if after in _MONTHS and value <= 31 and tokens[last].is_capital:
        return True
    if before == "," and len(token.text) == 4 and 1900 <= value <= 2100:
        return _low(tokens, at - 3) in _MONTHS or _low(tokens, at - 2) in _MONTHS
    if before == "and" and after in _MONTHS:
        return True
    if before in ("and", "-", "–", "to") and value <= 31 and _low(tokens, at - 3) in _MONTHS:
        return True
    return 1900 <= value <= 2100 and len(token.text) == 4 and before in _YEAR_BEFORE


def _is_share(tokens: Sequence[Token], at: int, last: int) -> bool:
    """Either half of "nine out of ten", "one in ten"."""
    ahead = last + 2 if _low(tokens, last) == "out" else last + 1
    if _low(tokens, ahead - 1) in ("in", "of") and _is_small_count(tokens, at):
        whole = _number(tokens, ahead)
        if whole is not None and not whole.is_vague and _low(tokens, last) in ("in", "out") and whole.value <= 100:
            return _low(tokens, whole.last) not in MEASURED
    if _low(tokens, at - 1) == "of" and _low(tokens, at - 2) == "out":
        return True
    return _low(tokens, at - 1) == "in" and _is_small_count(tokens, at - 2)


def _is_small_count(tokens: Sequence[Token], at: int) -> bool:
    if not 0 <= at < len(tokens):
        return False
    return _small(tokens[at].low) is not None or (tokens[at].text.isdigit() and len(tokens[at].text) <= 2)
