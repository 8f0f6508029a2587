"""Numbers as a picture writes them."""

from __future__ import annotations

from django.utils import numberformat
from django.utils.formats import get_format
from django.utils.translation import gettext as _

from events.api.wording import claimed_text, number_said
from events.enums import Quantifier


def count(number: int) -> str:
    """In the language's way, always with its thousands apart, also where Django groups none."""
    separator = get_format("THOUSAND_SEPARATOR")
    return str(numberformat.format(number, "", grouping=3, thousand_sep=separator, force_grouping=True))


def amount_text(low: int | None, high: int | None, quantifier: str, measure: str) -> str:
    """A figure's number for scanning, with what it counts: "7–9 killed", "600+ killed"."""
    if low is None and high is None:
        return ""
    if low is None:
        less = quantifier == Quantifier.LESS_THAN
        number = (_("under %(number)s") if less else _("up to %(number)s")) % {"number": count(high or 0)}
    elif high is None:
        number = _("%(number)s+") % {"number": count(low)}
    elif low != high:
        number = f"{count(low)}–{count(high)}"
    elif quantifier == Quantifier.ABOUT:
        number = _("about %(number)s") % {"number": count(low)}
    else:
        number = count(low)
    return _("%(number)s %(measure)s") % {
        "number": number, "measure": claimed_text(measure, number_said(low, high) or 0)
    }  # fmt: skip
