"""Finds when an article says that things happened: the words, and the days that they mean.

English words only, and ISO dates everywhere. Days that are named relative to the article ("on Friday", "two
weeks ago") are counted from the day on which it was printed.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from events.enums import DatePrecision

_MONTHS = "january february march april may june july august september october november december".split()
_DAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_COUNTS = dict(
    zip("one two three four five six seven eight nine ten eleven twelve".split(), range(1, 13), strict=True)
)
_MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?"
    r"|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_DAY = r"(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
_PART = r"(?:\s+(?:early\s+|late\s+)?(?:morning|afternoon|evening|night|noon|at\s+dawn|before\s+dawn))"
_COUNT = (
    r"(?:\d{1,3}|a|an|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:a\s+)?few|several)"
)

#: Each pattern with what its groups mean; earlier ones win where they overlap.
_PATTERNS: tuple[tuple[str, str], ...] = (
    ("iso", r"\b(?P<y>(?:19|20)\d\d)-(?P<m>0[1-9]|1[0-2])-(?P<d>0[1-9]|[12]\d|3[01])\b"),
    (
        "days",
        rf"\b(?P<d>\d{{1,2}})(?:\s*[–-]\s*|\s+(?:and|to)\s+)(?P<e>\d{{1,2}})\s+(?P<n>{_MONTH})(?:,?\s+(?P<y>(?:19|20)\d\d))?\b",
    ),
    (
        "day",
        rf"\b(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<n>{_MONTH})(?:,?\s+(?P<y>(?:19|20)\d\d))?(?!\w)",
    ),
    ("day", rf"\b(?P<n>{_MONTH})\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\b(?!\d)(?:,?\s+(?P<y>(?:19|20)\d\d)\b)?"),
    ("month", rf"\b(?P<n>{_MONTH})\s+(?P<y>(?:19|20)\d\d)\b"),
    ("month", rf"\b(?i:in|since|during|until|from|early|late|mid|last|of|by)[\s-]+(?P<n>{_MONTH})(?!\w)"),
    (
        "weekday",
        rf"\b(?:(?i:on|since|late|early|last|this)\s+)*(?P<w>{_DAY}){_PART}?",
    ),
    ("near", r"\b(?P<near>yesterday|today|tonight|overnight|last\s+night|this\s+morning)\b"),
    ("span", r"\b(?:earlier\s+)?(?P<which>last|this|previous|past)\s+(?P<unit>week|month|year)\b"),
    ("ago", rf"\b(?P<count>{_COUNT})\s+(?P<unit>day|week|month|year)s?\s+(?:ago|earlier|before)\b"),
    (
        "recent",
        rf"\b(?:in|over|during|within)\s+(?:the\s+)?(?:recent|(?:past|last)(?:\s+(?P<count>{_COUNT}))?)"
        r"\s+(?P<unit>day|week|month|year)s\b",
    ),
    ("year", r"\b(?i:in|since|during|until|of)\s+(?P<y>(?:19|20)\d\d)\b(?![-/])"),
)  # fmt: skip
_COMPILED = tuple(
    (
        kind,
        re.compile(pattern, re.IGNORECASE if kind in ("near", "span", "ago", "recent") else 0),
    )
    for kind, pattern in _PATTERNS
)
#: Words before the date itself: they are read, and marked only where they say how far it goes back.
_LEADING = re.compile(r"\A(?:in|on|during|of|by|over|within)\s+", re.IGNORECASE)
_SPAN_DAYS = {"day": 1, "week": 7, "month": 31, "year": 365}


@dataclass(frozen=True, slots=True)
class ReadDate:
    """Words that tell a time, `text[start:end] == quote`, and the days that they mean; None where nobody can
    say ("in recent years")."""

    start: int
    end: int
    quote: str
    earliest: date | None
    latest: date | None
    precision: DatePrecision


#: Every decision on an article asks for its dates again.
@lru_cache(maxsize=16)
def read_dates(text: str, published_on: date) -> tuple[ReadDate, ...]:
    """The dates of a text in the order of their offsets, none over another."""
    taken: list[tuple[int, int]] = []
    found: list[ReadDate] = []
    for kind, pattern in _COMPILED:
        for match in pattern.finditer(text):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            meant = _meant(kind, match, published_on)
            if meant is None:
                continue
            start = match.start() + _leading(match.group())
            taken.append(match.span())
            found.append(ReadDate(start, match.end(), text[start : match.end()], *meant))
    return tuple(sorted(found, key=lambda read: read.start))


def _leading(words: str) -> int:
    match = _LEADING.match(words)
    return match.end() if match else 0


Meant = tuple[date | None, date | None, DatePrecision]


def _meant(kind: str, match: re.Match[str], today: date) -> Meant | None:
    """The days that the words mean; None when they are no date after all ("30 February")."""
    parts = match.groupdict()
    try:
        return {
            "iso": lambda: _one(date(int(parts["y"]), int(parts["m"]), int(parts["d"]))),
            "day": lambda: _one(_dated(parts, int(parts["d"]), today)),
            "days": lambda: _days(parts, today),
            "month": lambda: _month(parts, today),
            "weekday": lambda: _weekday(match, today),
            "near": lambda: _near(" ".join(parts["near"].lower().split()), today),
            "span": lambda: _span(parts["which"].lower(), parts["unit"].lower(), today),
            "ago": lambda: _ago(parts["count"], parts["unit"].lower(), today),
            "recent": lambda: _recent(parts.get("count"), parts["unit"].lower(), today),
            "year": lambda: (date(int(parts["y"]), 1, 1), date(int(parts["y"]), 12, 31), DatePrecision.YEAR),
        }[kind]()
    except (ValueError, OverflowError):
        return None


def _one(day: date) -> Meant:
    return day, day, DatePrecision.DAY


def _dated(parts: dict[str, str | None], day: int, today: date) -> date:
    """The day of that month: of the year named, else the last one that is not long after the printing."""
    month = _number(parts["n"] or "")
    if year := parts.get("y"):
        return date(int(year), month, day)
    this_year = date(today.year, month, day)
    return this_year if this_year <= today + timedelta(days=31) else date(today.year - 1, month, day)


def _number(month: str) -> int:
    short = month.lower().rstrip(".")[:3]
    return next(n for n, name in enumerate(_MONTHS, 1) if name.startswith(short))


def _days(parts: dict[str, str | None], today: date) -> Meant:
    first, last = (_dated(parts, int(parts[name] or 0), today) for name in ("d", "e"))
    if last < first:
        raise ValueError("the days are in the wrong order")
    return first, last, DatePrecision.DAY


def _month(parts: dict[str, str | None], today: date) -> Meant:
    first = _dated(parts, 1, today)
    return first, _end_of_month(first), DatePrecision.MONTH


def _end_of_month(first: date) -> date:
    return first.replace(day=calendar.monthrange(first.year, first.month)[1])


def _weekday(match: re.Match[str], today: date) -> Meant:
    back = (today.weekday() - _DAYS.index(match["w"].lower())) % 7
    if back == 0 and "last" in match.group().split():
        back = 7
    return _one(today - timedelta(days=back))


def _near(words: str, today: date) -> Meant:
    yesterday = today - timedelta(days=1)
    if words == "yesterday":
        return _one(yesterday)
    return (yesterday, today, DatePrecision.DAY) if words in ("overnight", "last night") else _one(today)


def _span(which: str, unit: str, today: date) -> Meant:
    back = 0 if which == "this" else 1
    if unit == "week":
        monday = today - timedelta(days=today.weekday() + 7 * back)
        return monday, min(monday + timedelta(days=6), today), DatePrecision.WEEK
    if unit == "year":
        year = today.year - back
        return date(year, 1, 1), min(date(year, 12, 31), today), DatePrecision.YEAR
    first = today.replace(day=1)
    if back:
        first = (first - timedelta(days=1)).replace(day=1)
    return first, min(_end_of_month(first), today), DatePrecision.MONTH


def _ago(count: str, unit: str, today: date) -> Meant:
    number = _counted(count)
    if number is None:
        return today - timedelta(days=6 * _SPAN_DAYS[unit]), today, _rough(unit)
    day = today - timedelta(days=number * _SPAN_DAYS[unit])
    if unit == "day":
        return _one(day)
    half = timedelta(days=_SPAN_DAYS[unit] // 2)
    return day - half, day + half, DatePrecision(unit)


def _recent(count: str | None, unit: str, today: date) -> Meant:
    number = _counted(count) if count else None
    if number is None:
        # Nobody can say how many "recent months" are.
        return None, None, DatePrecision.UNKNOWN
    return today - timedelta(days=number * _SPAN_DAYS[unit]), today, _rough(unit)


def _rough(unit: str) -> DatePrecision:
    return {"day": DatePrecision.WEEK, "week": DatePrecision.MONTH}.get(unit, DatePrecision.YEAR)


def _counted(words: str) -> int | None:
    low = words.lower()
    return int(low) if low.isdigit() else 1 if low in ("a", "an") else _COUNTS.get(low)


def dates_between(dates: tuple[ReadDate, ...], start: int, end: int) -> Iterator[ReadDate]:
    return (read for read in dates if start <= read.start and read.end <= end)
