"""Reads the numbers of a text: digits with their separators, number words, and words like "dozens"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from events.extraction.tokens import Kind, Token, low_at

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
_SHARED = ("of", "were", "are", "had", "have", "was", "is")
"""What follows a fraction of people; "a quarter mile" is none."""
_LARGEST = 10**10
"""More than there are people. Also keeps a run of a million digits from being read as a number."""
DASHES = frozenset("-–—‑")


#: The words that a number in words or a vague one can begin with.
_OPENINGS = frozenset((*_UNITS, *_TENS, *_PLURALS, "a", "an", "half", "several", "many", "few", "tens"))


@dataclass(frozen=True, slots=True)
class Number:
    value: Fraction
    last: int
    scale: int = 1
    is_vague: bool = False
    is_fraction: bool = False
    is_about: bool = False


def read_number(tokens: Sequence[Token], at: int, *, may_be_part: bool = False) -> Number | None:
    """The number that begins at an index. Only "1.2" in "1.2 to 1.5 million" may be a part of a whole one."""
    if at >= len(tokens):
        return None
    token = tokens[at]
    if token.kind is Kind.NUMBER:
        number = _digits(tokens, at)
        is_whole = number is None or number.value.denominator == 1
        return number if is_whole or may_be_part else None
    if token.kind is not Kind.WORD or not (token.low in _OPENINGS or "-" in token.low):
        return None
    return _vague(tokens, at) or _words(tokens, at)


def _digits(tokens: Sequence[Token], at: int) -> Number | None:
    written = tokens[at].text
    if len(written) > 20:
        return None
    value = _value(written, has_scale=low_at(tokens, at + 1) in _SCALES)
    last, scale = at + 1, 1
    following = tokens[last] if last < len(tokens) else None
    if following and following.low in _LETTER_SCALES and following.start == tokens[at].end:
        if following.low != "m" or "." in written:
            scale, last = _LETTER_SCALES[following.low], last + 1
    elif following and following.low in DASHES and low_at(tokens, last + 1) in _SCALES:
        scale, last = _SCALES[tokens[last + 1].low], last + 2
    else:
        while last < len(tokens) and tokens[last].low in _SCALES and scale <= 10**6:
            scale, last = scale * _SCALES[tokens[last].low], last + 1
        if scale == 1 and low_at(tokens, last) in ("hundred", "dozen"):
            scale, last = (100 if tokens[last].low == "hundred" else 12), last + 1
    if scale == 1 and following and following.low == "s" and following.start == tokens[at].end:
        return Number(Fraction(0), at + 2, is_vague=True)  # "100s of homes"
    value *= scale
    return Number(value, last, scale) if value <= _LARGEST else None


def _value(written: str, *, has_scale: bool) -> Fraction:
    plain = "".join(char for char in written if char.isdigit() or char == ".")
    head, _, tail = plain.rpartition(".")
    # 2.000 is two thousand, but 1.234 million is a decimal.
    if plain.count(".") > 1 or (head and len(tail) == 3 and not has_scale and "," not in written):
        plain = plain.replace(".", "")
    return Fraction(plain)


def _vague(tokens: Sequence[Token], at: int) -> Number | None:
    word, following, third = tokens[at].low, low_at(tokens, at + 1), low_at(tokens, at + 2)
    if word in ("tens", "hundreds", "scores", "dozens") and following == "of" and third in _VAGUE_TAILS:
        return Number(Fraction(0), at + 3, is_vague=True)
    if word in ("hundreds", "scores", "dozens", "tens") and following == "and" and third in _PLURALS:
        return Number(Fraction(0), at + 3, is_vague=True)
    if word in _PLURALS and following == "upon" and third == word:
        return Number(Fraction(0), at + 3, is_vague=True)
    if word in _PLURALS:
        return Number(Fraction(0), at + 1, is_vague=True)
    if word in ("several", "many", "few") and following in _VAGUE_TAILS | _PLURALS:
        return Number(Fraction(0), at + 2, is_vague=True)
    if word == "a" and following == "few" and third in _VAGUE_TAILS | _PLURALS:
        return Number(Fraction(0), at + 3, is_vague=True)
    if (
        word == "half"
        and following in ("a", "of")
        and third not in _SCALES
        and third not in ("dozen", "hundred")
    ):
        return Number(Fraction(0), at + 1, is_vague=True, is_fraction=True)
    if (word == "a" or word in _UNITS) and following in _FRACTIONS and third in _SHARED:
        return Number(Fraction(0), at + 2, is_vague=True, is_fraction=True)
    head, _, tail = word.partition("-")
    if head in _UNITS and tail in _FRACTIONS and following in _SHARED:
        return Number(Fraction(0), at + 1, is_vague=True, is_fraction=True)  # "two-thirds of"
    return None


def _words(tokens: Sequence[Token], at: int) -> Number | None:
    """Number words: "seven hundred eighty-five", "half a million", "three dozen", "a hundred"."""
    if (
        tokens[at].low == "half"
        and low_at(tokens, at + 1) == "a"
        and low_at(tokens, at + 2) in (*_SCALES, "dozen")
    ):
        scale = {**_SCALES, "dozen": 12}[tokens[at + 2].low]
        return Number(Fraction(scale, 2), at + 3, scale, is_about=True)
    total, current, last, scale, is_about, seen = 0, 0, at, 1, False, False
    if tokens[at].low in ("a", "an"):
        if low_at(tokens, at + 1) not in _SCALES and low_at(tokens, at + 1) not in ("hundred", "dozen"):
            return None
        current, last, seen = 1, at + 1, True
    while last < len(tokens):
        word = tokens[last].low
        small = below_hundred(word)
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
        elif word == "and" and seen and (half := _half_of_scale(tokens, last)) is not None:
            scale = half
            return Number(Fraction(2 * current + 1, 2) * scale, last + 4, scale)
        elif not (word == "and" and seen and _joins(tokens, last)):
            break
        last += 1
    if not seen or total + current > _LARGEST:
        return None
    return Number(Fraction(total + current), last, scale, is_about=is_about)


def _half_of_scale(tokens: Sequence[Token], at: int) -> int | None:
    """The scale of "and a half million" at an index."""
    if low_at(tokens, at + 1) == "a" and low_at(tokens, at + 2) == "half":
        return _SCALES.get(low_at(tokens, at + 3))
    return None


def _joins(tokens: Sequence[Token], at: int) -> bool:
    """Whether "and" stands inside one number: "two hundred and fifty"."""
    return (
        low_at(tokens, at - 1) in ("hundred", "thousand")
        and below_hundred(low_at(tokens, at + 1)) is not None
    )


def below_hundred(word: str) -> tuple[int, bool] | None:
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
