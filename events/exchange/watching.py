"""How far an import is, and an end to it, for whoever waits for it in another session of the database.

What an import writes is seen by nobody before its end. The name of its session is seen at once, and it sees
itself what others commit meanwhile.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection, transaction

from events.exchange.refusals import BrokenOff
from events.models import ImportRun

_STOPPED = "is_stopped"
_NAME = re.compile(r"import \d+: (\d+) of (\d+)")
_SESSIONS = """
SELECT application_name, extract(epoch FROM clock_timestamp() - xact_start)::float FROM pg_stat_activity
WHERE datname = current_database() AND application_name LIKE %s AND xact_start IS NOT NULL
"""


@dataclass(frozen=True, slots=True)
class HowFar:
    """`rows` of about `of`, which is 0 where nobody knows, were read in `seconds`."""

    rows: int
    of: int
    seconds: float

    @property
    def percent(self) -> int | None:
        return min(99, 100 * self.rows // self.of) if self.of else None

    @property
    def minutes_left(self) -> int | None:
        """As many as the rest takes where it goes on as until now."""
        if not self.rows or not self.of:
            return None
        return max(1, round(self.seconds * (self.of - self.rows) / self.rows / 60))


def watched(run: ImportRun, of: int) -> Callable[[int], None]:
    """To be called with the number of rows that were read, in the import's transaction: says it to other
    sessions, and raises BrokenOff once somebody has stopped the import."""
    _sign(run, is_stopped=False)

    def tell(rows: int) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT set_config('application_name', %s, true), counts ? %s FROM events_importrun"
                " WHERE id = %s",
                [f"import {run.pk}: {rows} of {of}", _STOPPED, run.pk],
            )
            if (found := cursor.fetchone()) is not None and found[1]:
                raise BrokenOff("The import was stopped, and nothing was written. It can be started again.")

    return tell


def how_far(run: ImportRun) -> HowFar | None:
    """None of an import that is not going on, or has only begun."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")  # else a transaction sees what it saw first
        cursor.execute(_SESSIONS, [f"import {run.pk}: %"])
        for name, seconds in cursor:
            if found := _NAME.fullmatch(name):
                return HowFar(int(found[1]), int(found[2]), seconds)
    return None


def stop(run: ImportRun) -> None:
    """Ends the import before its next portion, some seconds from now; nothing of it stays."""
    _sign(run, is_stopped=True)


def _sign(run: ImportRun, *, is_stopped: bool) -> None:
    with transaction.atomic():
        kept = ImportRun.objects.select_for_update(no_key=True).only("counts").get(pk=run.pk)
        if is_stopped != (_STOPPED in kept.counts):
            counts = {name: value for name, value in kept.counts.items() if name != _STOPPED}
            kept.counts = counts | ({_STOPPED: True} if is_stopped else {})
            kept.save(update_fields=["counts"])
