"""Dates and numbers as a sentence of the page's language has them."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.formats import date_format, number_format
from django.utils.translation import get_language, gettext_noop

#: A month after a day stands in a case of its own: "август 2019", but "28 августа 2019".
_WITH_GENITIVE = {"ru", "uk"}
#: Translated here too: in Arabic, browsers spell this month otherwise than Django does.
_SPELT_HERE = gettext_noop("April")


def write_date(day: date | datetime, pattern: str) -> str:
    """The day by one of Django's patterns for English, put the way the language of the page writes it.

    >>> write_date(date(2019, 8, 28), "j F Y")
    "28 August 2019"
    """
    language = get_language()
    if language in _WITH_GENITIVE and pattern.startswith("j"):
        pattern = pattern.replace("F", "E")
    elif language == "es":
        pattern = pattern.replace("j F", r"j \d\e F").replace("F Y", r"F \d\e Y")
    return date_format(day, pattern)


def write_number(number: int) -> str:
    """With the language's sign between thousands: 2,887,990 or 2 887 990."""
    return number_format(number, force_grouping=True)
