"""One question at a time to each geocoder, never closer than its interval, across processes and threads.

A process takes a geocoder's turn by one statement on its row and gives it back with the answer; the interval
runs from then, so that two questions are never closer on the other side either, however long one took on its
way. A process that dies with the turn keeps others waiting until the turn runs out. Each statement must
commit at once: a search stands in no transaction.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import connection

from events.geocoding.failures import Problem
from events.models import GeocoderFailure


@dataclass(frozen=True, slots=True)
class Turn:
    """The right to ask. `failures` is how often in a row the geocoder has failed before."""

    token: UUID
    failures: int


@dataclass(frozen=True, slots=True)
class NotYet:
    """Somebody else has just asked, or asks now and may be done before `wait_s` are over."""

    wait_s: float
    is_being_asked: bool


@dataclass(frozen=True, slots=True)
class LeftAlone:
    """The geocoder has failed or refused; nobody asks it for `wait_s`."""

    wait_s: float
    failure: GeocoderFailure


# A row is locked and judged in one go, so that of two processes one sees what the other has written.
_TAKE = """
    INSERT INTO events_geocoderturn AS turn
        (provider, token, free_at, left_alone_until, source, failure, failures)
    VALUES (%(provider)s, %(token)s, clock_timestamp() + %(lease)s, to_timestamp(0), %(source)s, '', 0)
    ON CONFLICT (provider) DO UPDATE SET token = EXCLUDED.token, free_at = EXCLUDED.free_at
    WHERE turn.free_at <= clock_timestamp()
        AND (turn.left_alone_until <= clock_timestamp() OR turn.source <> EXCLUDED.source)
    RETURNING CASE WHEN source = %(source)s THEN failures ELSE 0 END
"""
_WHY_NOT = """
    SELECT EXTRACT(EPOCH FROM free_at - clock_timestamp()), token IS NOT NULL,
        CASE WHEN source = %(source)s AND left_alone_until > clock_timestamp()
            THEN EXTRACT(EPOCH FROM left_alone_until - clock_timestamp()) ELSE 0 END,
        failure
    FROM events_geocoderturn WHERE provider = %(provider)s
"""
# A turn that has run out meanwhile is somebody else's and is not given back. What a geocoder has asked for
# outlasts an answer to a question that was on its way before.
_GIVE_BACK = """
    UPDATE events_geocoderturn AS turn SET
        free_at = CASE WHEN token = %(token)s THEN clock_timestamp() + %(interval)s ELSE free_at END,
        token = nullif(token, %(token)s),
        left_alone_until = greatest(new.until, CASE WHEN source = %(source)s THEN left_alone_until END),
        failure = CASE WHEN source = %(source)s AND left_alone_until > new.until THEN failure
            ELSE %(failure)s END,
        source = %(source)s, failures = %(failures)s
    FROM (SELECT clock_timestamp() + %(alone)s AS until) new
    WHERE provider = %(provider)s AND (
        %(alone)s > interval '0' OR source <> %(source)s OR left_alone_until <= clock_timestamp()
    )
"""


def take(provider: str, *, source: str, lease_s: float) -> Turn | NotYet | LeftAlone:
    """The turn to ask `provider`, for at most `lease_s`, or for how long there is none.

    `source` tells the geocoder's settings apart: what an old key was refused does not hold for a new one.
    """
    token = uuid4()
    values: dict[str, Any] = {
        "provider": provider,
        "source": source,
        "token": token,
        "lease": timedelta(seconds=lease_s),
    }
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, values)
        if taken := cursor.fetchone():
            return Turn(token, int(taken[0]))
        cursor.execute(_WHY_NOT, values)
        row = cursor.fetchone()
    if row is None:
        return NotYet(0.0, is_being_asked=False)
    free_s, is_being_asked, alone_s, failure = row
    if alone_s > 0:
        return LeftAlone(float(alone_s), GeocoderFailure(failure))
    return NotYet(max(0.0, float(free_s)), is_being_asked)


def give_back(
    provider: str, turn: Turn, *, source: str, interval_s: float, problem: Problem | None = None
) -> float:
    """Ends the turn; returns for how many seconds the geocoder is left alone because of `problem`."""
    failures = turn.failures + 1 if problem else 0
    alone_s = problem.alone_s(failures) if problem else 0.0
    values: dict[str, Any] = {
        "provider": provider, "source": source, "token": turn.token,
        "interval": timedelta(seconds=interval_s), "alone": timedelta(seconds=alone_s),
        "failure": str(problem.failure) if problem and alone_s else "",
        "failures": min(failures, 1000) if alone_s else 0,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_GIVE_BACK, values)
    return alone_s
