"""Totals in words, and what stands behind them. A number never leaves this package without either."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.enums import Measure, Unit
from events.totals.rules import OPENING, RULE_OF, RULES, Reason, RuleId
from events.totals.total import TIMES, Hedge, Nature, Total
from events.writing import write_date, write_number

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

_DAY = "j F Y"


def words(total: Total) -> str:
    """The total as it may stand in a sentence: "at least 620", "between 612 and 645"."""
    said, left_open = number_words(total), remark(total)
    return _("%(number)s – %(remark)s") % {"number": said, "remark": left_open} if left_open else said


def number_words(total: Total) -> str:
    """The number alone, and of a stock with its day: "more than 9,000 as of 17 September 2023"."""
    number = _range(total)
    if total.nature == Nature.FLOW or not total.counted.number:
        return number
    if total.as_of is None:
        return _("%(number)s, at a date not given") % {"number": number}
    return _("%(number)s as of %(day)s") % {"number": number, "day": write_date(total.as_of, _DAY)}


def remark(total: Total) -> str:
    """What the number leaves open; stands after a dash or in a line of its own. Empty for most totals."""
    if not total.counted.number:
        has_numberless = any(reason in OPENING for reason, _figures in total.left_out)
        return _("no number is stated") if has_numberless else ""
    if total.low is None and total.high is None:
        return _("no lowest and no highest number is stated")
    if total.low is not None and total.high is None and total.hedges & Hedge.MORE_THAN:
        return _("no upper bound is stated")
    return ""


def _range(total: Total) -> str:
    low, high = total.low, total.high
    if not total.counted.number:
        return _("not known") if remark(total) else _("nothing counted")
    if low is None and high is None:
        return _("not known")
    if low is None:
        template = _("fewer than %(high)s") if total.hedges & Hedge.LESS_THAN else _("up to %(high)s")
    elif high is None:
        template = _("more than %(low)s") if total.hedges & Hedge.MORE_THAN else _("at least %(low)s")
    elif low == high == 0:
        return _("none, as stated")
    elif low == high:
        template = _("about %(low)s") if total.hedges & Hedge.ABOUT else _("%(low)s")
    elif total.hedges & Hedge.LESS_THAN:
        template = _("from %(low)s to fewer than %(high)s")
    elif total.hedges & Hedge.ABOUT:
        template = _("between about %(low)s and %(high)s")
    else:
        template = _("between %(low)s and %(high)s")
    return template % {"low": _grouped(low), "high": _grouped(high)}


def _grouped(number: int | None) -> str:
    return "" if number is None else write_number(number)


@dataclass(frozen=True, slots=True)
class Explanation:
    """One thing that was done, in a sentence, with the rule it follows and the figures it speaks of."""

    rule: RuleId
    sentence: str
    why: StrOrPromise
    source: str
    reason: Reason | None = None
    number: int = 0
    figures: tuple[int, ...] = ()


def explain(total: Total) -> list[Explanation]:
    """What is counted, what is not, and why: what a reader sees who asks of a number."""
    told = [_of_counted(total)]
    told += [
        _explained(RULE_OF[reason], _left_out(reason, figures.number), reason, figures.number, figures.ids)
        for reason, figures in total.left_out
    ]
    told += [_explained(rule, sentence) for rule, sentence in _of_range(total)]
    return told


def _explained(
    rule: RuleId, sentence: str, reason: Reason | None = None, number: int = 0, ids: tuple[int, ...] = ()
) -> Explanation:
    return Explanation(rule, sentence, RULES[rule].sentence, RULES[rule].source, reason, number, ids)


def _of_counted(total: Total) -> Explanation:
    number = total.counted.number
    whom = (
        _homes(total) if total.unit == Unit.HOME else f"{total.people.label} {Measure(total.measure).label}"
    )
    if total.nature == Nature.STOCK:
        rule, sentence = RuleId.LATEST_STOCK, _("The latest number at a date: %(whom)s.")
    else:
        rule = RuleId.RECOMMENDED
        sentence = ngettext(
            "One recommended figure is counted: %(whom)s.",
            "%(number)s recommended figures are added: %(whom)s.",
            number,
        )
    if not number:
        sentence = _("No figure is counted: %(whom)s.")
    sentence = sentence % {"number": _grouped(number), "whom": whom}
    return _explained(rule, sentence, None, number, total.counted.ids)


def _homes(total: Total) -> str:
    return str(Measure(total.measure).label)


def _left_out(reason: Reason, number: int) -> str:
    return ngettext(
        "One figure is left out: %(reason)s.", "%(number)s figures are left out: %(reason)s.", number
    ) % {"number": _grouped(number), "reason": reason.label}


def _of_range(total: Total) -> list[tuple[RuleId, str]]:
    told = []
    if total.counted.number and total.high is None:
        told.append((RuleId.OPEN, _("No highest number: at least one claim gives none.")))
    elif total.low is not None and total.low != total.high:
        told.append((RuleId.RANGE, _("The lowest numbers claimed are added, and the highest.")))
    if total.low == total.high == 0:
        told.append((RuleId.ZERO, _("A source says that there was nobody.")))
    if total.household_sizes:
        sizes = ", ".join(f"{size:f}".rstrip("0").rstrip(".") for size in total.household_sizes)
        told.append(
            (RuleId.HOUSEHOLDS, _("Households are multiplied by %(sizes)s people.") % {"sizes": sizes})
        )
    if any(by in TIMES and value is None for by, value in total.group):
        told.append((RuleId.DATABLE, _("These figures cannot be dated more exactly.")))
    return told
