"""From a cell to a value, or to a sentence that says what is wrong with it and how to write it.

What is only one thing is understood: Arabic digits, a decimal comma, thousands in groups, dates with a
month's name. What may be two things (03/04/2019) is refused: a guess would put a wrong fact on a map.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from functools import lru_cache
from typing import TypeVar

from django.db.models import TextChoices

from events.exchange.refusals import Wrong, shortened

Choice = TypeVar("Choice", bound=TextChoices)

#: PostgreSQL's bigint is larger; no claim of people or homes is.
MOST = 10_000_000_000
_GROUPED = re.compile(r"\d{1,3}([,. \u00a0\u202f’'])\d{3}(?:\1\d{3})*")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?")
_NAMED = re.compile(r"(\d{1,2})[ .-]+([A-Za-z]{3,9})\.?[ ,.-]+(\d{4}|\d{2})")
_SLASHED = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_TRUE, _FALSE = {"true", "yes", "1", "t", "y"}, {"", "false", "no", "0", "f", "n"}


def plain_digits(text: str) -> str:
    """The same with the digits and signs of 0–9 that other scripts write otherwise: "١٢٫٥" is "12.5"."""
    if text.isascii():
        return text
    signs = {"٫": ".", "٬": ",", "−": "-", "–": "-"}
    return "".join(
        str(unicodedata.digit(sign)) if sign.isdigit() and not sign.isascii() else signs.get(sign, sign)
        for sign in text
    )


def whole(text: str, column: str) -> int | None:
    """A number of people or homes; None for an empty cell, which is unknown and never 0."""
    if text.isascii() and text.isdigit() and len(text) <= 10:
        return int(text)
    if not text:
        return None
    plain = plain_digits(text).strip()
    if _GROUPED.fullmatch(plain):
        plain = re.sub(r"\D", "", plain)
    elif re.fullmatch(r"\d+\.0+", plain):  # a spreadsheet's "12.0"
        plain = plain.partition(".")[0]
    if not plain.isdigit() or len(plain) > 11 or int(plain) > MOST:
        raise Wrong(
            f'"{shortened(text)}" is not a number of people. Write a whole number such as 1200, or leave it '
            "empty when it is unknown.",
            column=column,
            value=text,
        )
    return int(plain)


@lru_cache(maxsize=20_000)
def day(text: str, column: str) -> date | None:
    """A day; None for an empty cell."""
    plain = plain_digits(text).strip()
    if not plain:
        return None
    try:
        if found := _ISO.fullmatch(plain):
            return date(*(int(part) for part in found.groups()))
        if (found := _NAMED.fullmatch(plain)) and found[2][:3].lower() in _MONTHS:
            year = int(found[3]) + (0 if len(found[3]) == 4 else 2000 if int(found[3]) < 70 else 1900)
            return date(year, _MONTHS.index(found[2][:3].lower()) + 1, int(found[1]))
        if found := _SLASHED.fullmatch(plain):
            return _of_slashed(int(found[1]), int(found[2]), int(found[3]), text, column)
    except ValueError as error:
        if isinstance(error, Wrong):
            raise
        raise Wrong(f'There is no day "{shortened(text)}". Correct it.', column=column, value=text) from error
    raise Wrong(
        f'"{shortened(text)}" is not a date. Write it as 2019-08-30, or leave it empty when it is unknown.',
        column=column,
        value=text,
    )


def _of_slashed(one: int, two: int, year: int, text: str, column: str) -> date:
    if one > 12 or one == two:
        return date(year, two, one)
    if two > 12:
        return date(year, one, two)
    raise Wrong(
        f'"{text}" may be {date(year, two, one):%-d %B} or {date(year, one, two):%-d %B}. '
        f"Write it as {date(year, two, one)} or {date(year, one, two)}.",
        column=column,
        value=text,
    )


def number(text: str, column: str) -> float | None:
    """A decimal number, with a point or a comma; None for an empty cell."""
    plain = plain_digits(text).strip()
    if not plain:
        return None
    if re.fullmatch(r"[+-]?\d+,\d+", plain):
        plain = plain.replace(",", ".")
    if not re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?", plain):
        raise Wrong(
            f'"{shortened(text)}" is not a number. Write it as 35.86.', column=column, value=text
        )  # fmt: skip
    return float(plain)


def household_size(text: str, column: str) -> str:
    """How many people a household has on average, to a tenth; empty where that is unknown."""
    plain = plain_digits(text).strip().replace(",", ".")
    if plain and (not re.fullmatch(r"\d{1,3}(\.\d)?", plain) or not float(plain)):
        raise Wrong(
            f'"{shortened(text)}" is no household\'s size. Write how many people it has on average, '
            "as 5 or 5.5.",
            column=column, value=text,
        )  # fmt: skip
    return plain


def degrees(text: str, column: str, most: int) -> float | None:
    """A longitude (`most` 180) or latitude (90)."""
    try:
        value = float(text) if text.isascii() and text and text[-1].isdigit() else number(text, column)
    except ValueError:
        value = number(text, column)
    if value is None:
        return None
    if not -most <= value <= most:  # NaN lies nowhere either
        name = "latitude" if most == 90 else "longitude"
        raise Wrong(
            f'"{shortened(text)}" is not a {name}. Use a number between -{most} and {most}.'
            + (" Latitude and longitude may be swapped." if most == 90 and -180 <= value <= 180 else ""),
            column=column,
            value=text,
        )
    return value


def choice(text: str, among: type[Choice], column: str, default: Choice | None = None) -> Choice:
    """One of a closed list, by its value or its English label."""
    if not text and default is not None:
        return default
    found = _by_name(among).get(text.casefold())
    if found is None:
        raise Wrong(
            f'"{shortened(text)}" is none of {", ".join(among.values)}. Use one of them.',
            column=column,
            value=text,
        )
    return found


@lru_cache(maxsize=64)
def _by_name(among: type[Choice]) -> dict[str, Choice]:
    from django.utils.translation import override

    with override("en"):
        return {str(name).casefold(): item for item in among for name in (item.label, item.value)}


def flag(text: str, column: str) -> bool:
    """Yes or no; an empty cell is no."""
    said = text.casefold()
    if said not in _TRUE | _FALSE:
        raise Wrong(f'"{shortened(text)}" is neither true nor false.', column=column, value=text)
    return said in _TRUE
