"""Claims for tests: three killed in Saraqib on 1 August 2019, unless said otherwise."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Any

from events.enums import DatePrecision, EventKind, Measure, PlaceKind
from events.totals.claims import Claim

NUMBER = count(1)
IDLIB, HAMA, SARAQIB, BINNISH, QALAT = 10, 20, 11, 12, 21
ADMIN1 = {SARAQIB: IDLIB, BINNISH: IDLIB, QALAT: HAMA, IDLIB: IDLIB, HAMA: HAMA}


def claim(number: int | tuple[int | None, int | None] | None = 3, day: str = "08-01", **fields: Any) -> Claim:
    """`number` is low and high, or one for both; `day` a month and day of 2019, or two of them."""
    low, high = number if isinstance(number, tuple) else (number, number)
    start, end = (date.fromisoformat(f"2019-{part}") for part in (day.split() * 2)[:2])
    own = next(NUMBER)
    place = fields.get("place", SARAQIB)
    given: dict[str, Any] = {
        "id": own, "event": own, "measure": Measure.KILLED, "low": low, "high": high, "start": start,
        "end": end, "date_precision": DatePrecision.DAY, "kind": EventKind.SHELLING, "place": place,
        "place_kind": PlaceKind.ADMIN1 if place in (IDLIB, HAMA) else PlaceKind.SETTLEMENT,
        "admin1": ADMIN1.get(place), "country": "SY",
    }  # fmt: skip
    return Claim(**{**given, **fields})


def dated(day: str) -> date:
    return date.fromisoformat(f"2019-{day}")
