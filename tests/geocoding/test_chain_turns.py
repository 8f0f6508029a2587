"""One question at a time, never closer than the interval, across processes and threads."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone
from pytest_django.fixtures import Settings

from events.geocoding import turns
from events.geocoding.chain import find_places
from events.geocoding.failures import Problem
from events.geocoding.turns import LeftAlone, NotYet, Turn
from events.models import GeocoderAnswer, GeocoderFailure, GeocoderTurn
from tests.geocoding.conftest import Behaviour, entry

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parents[2]
INTERVAL_S = 0.4

#: A process of its own: sets up, says so, waits for a line, and searches for each of its arguments.
SEARCHER = """
import sys, django
django.setup()
from django.conf import settings
from tests.geocoding.conftest import Behaviour, entry
from events.geocoding.chain import find_places
name, address, interval, *queries = sys.argv[1:]
settings.GEOCODER_WAIT_S = 20
settings.GEOCODERS = [entry(Behaviour(address=address), name, INTERVAL_S=float(interval), CACHE_DAYS=1)]
print("ready", flush=True)
sys.stdin.readline()
for query in queries:
    print("|".join(find_places(query).errors), flush=True)
"""


def searcher(*arguments: str) -> subprocess.Popen[str]:
    """A process that uses the test's database, of which it sees what is committed."""
    socket = "%2F" in os.environ["DATABASE_URL"]
    made = connection.settings_dict
    host = made["HOST"].replace("/", "%2F") if socket else f"{made['HOST']}:{made['PORT'] or 5432}"
    password = f":{made['PASSWORD']}" if made["PASSWORD"] else ""
    url = f"postgres://{made['USER']}{password}@{host}/{made['NAME']}"
    environment = os.environ | {
        "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "mapsite.settings", "PYTHONPATH": str(ROOT),
    }  # fmt: skip
    return subprocess.Popen(
        [sys.executable, "-c", SEARCHER, *arguments],
        env=environment, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip


def run_together(*searchers: subprocess.Popen[str]) -> list[str]:
    """Lets them start at one moment; returns what they say."""
    try:
        for process in searchers:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
        for process in searchers:
            assert process.stdin is not None
            process.stdin.write("\n")
            process.stdin.flush()
        return [process.communicate(timeout=60)[0] for process in searchers]
    finally:
        for process in searchers:
            process.kill()
            process.wait()


def forget(name: str) -> None:
    """Deletes what other processes have committed, on a connection outside the test's transaction."""

    def delete() -> None:
        for model in (GeocoderAnswer, GeocoderTurn):
            model.objects.filter(provider=name).delete()
        connection.close()

    with ThreadPoolExecutor(1) as aside:
        aside.submit(delete).result()


def test_processes_never_ask_closer_than_the_interval(server: Behaviour) -> None:
    server.delay_s = 0.05
    queries = [["Idlib", "Homs"], ["Hama", "Aleppo"], ["Saraqib", "Binnish"]]

    try:
        said = run_together(
            *(searcher("three-processes", server.address, str(INTERVAL_S), *words) for words in queries)
        )
    finally:
        forget("three-processes")

    assert said == ["\n\n"] * 3, "each search was answered without an error"
    assert len(server.asked) == 6
    gaps = [after.at - before.until for before, after in zip(server.asked, server.asked[1:], strict=False)]
    assert min(gaps) >= INTERVAL_S - 0.005, gaps


def test_processes_that_ask_the_same_ask_once(server: Behaviour) -> None:
    server.delay_s = 0.3

    try:
        said = run_together(*(searcher("same-question", server.address, "0.2", "Idlib") for _ in range(3)))
    finally:
        forget("same-question")

    assert said == ["\n"] * 3
    assert len(server.asked) == 1


def test_processes_leave_alone_who_has_asked_another_for_time(server: Behaviour) -> None:
    server.status, server.headers = 429, {"Retry-After": "120"}

    try:
        first = run_together(searcher("told-once", server.address, "0", "Idlib"))
        second = run_together(searcher("told-once", server.address, "0", "Homs", "Idlib"))
    finally:
        forget("told-once")

    refusal = "Told-once takes no more questions for now: its limit is reached. Search again in 2 minutes.\n"
    assert first == [refusal]
    assert second[0].count("was not asked, because its limit was reached") == 2
    assert len(server.asked) == 1


def taken(source: str = "a", lease_s: float = 60) -> Turn | NotYet | LeftAlone:
    return turns.take("nominatim", source=source, lease_s=lease_s)


def turn(source: str = "a", lease_s: float = 60) -> Turn:
    got = taken(source, lease_s)
    assert isinstance(got, Turn)
    return got


def test_a_turn_is_one_process_s_until_given_back() -> None:
    first = turn()

    assert isinstance(waiting := taken(), NotYet)
    assert waiting.is_being_asked
    assert 50 < waiting.wait_s <= 60

    turns.give_back("nominatim", first, source="a", interval_s=30)
    assert isinstance(waiting := taken(), NotYet)
    assert not waiting.is_being_asked
    assert 20 < waiting.wait_s <= 30


def test_a_turn_that_nobody_gives_back_runs_out() -> None:
    dead = turn(lease_s=0.05)
    time.sleep(0.06)

    living = turn()

    turns.give_back("nominatim", dead, source="a", interval_s=0)
    assert isinstance(taken(), NotYet), "a late one ends nobody else's turn"
    turns.give_back("nominatim", living, source="a", interval_s=0)
    assert isinstance(taken(), Turn)


@pytest.mark.parametrize("early_problem", [None, Problem(GeocoderFailure.FAILED, 500)])
def test_a_late_answer_does_not_end_the_time_that_was_asked_for(early_problem: Problem | None) -> None:
    limited = Problem(GeocoderFailure.LIMITED, 429, retry_after_s=3600)
    early, late = turn(lease_s=0), turn(lease_s=0)
    turns.give_back("nominatim", late, source="a", interval_s=0, problem=limited)

    turns.give_back("nominatim", early, source="a", interval_s=0, problem=early_problem)

    assert isinstance(alone := taken(), LeftAlone)
    assert alone.failure is GeocoderFailure.LIMITED
    assert 3500 < alone.wait_s <= 3600
    assert isinstance(taken(source="other key"), Turn)


def test_who_would_wait_too_long_is_told(chain: Behaviour, settings: Settings) -> None:
    settings.GEOCODERS = [entry(chain, INTERVAL_S=60)]
    find_places("Idlib")

    started = time.monotonic()
    (error,) = find_places("Homs").errors

    assert time.monotonic() - started < 5, "it is known at once"
    assert error.startswith("Nominatim is being asked by others. Search again in ")
    assert len(chain.asked) == 1


def test_a_search_waits_for_its_turn(chain: Behaviour, settings: Settings) -> None:
    settings.GEOCODERS = [entry(chain, INTERVAL_S=0.3)]
    find_places("Idlib")

    assert find_places("Homs").errors == ()

    first, second = chain.asked
    assert second.at - first.until >= 0.3


def test_a_search_does_not_wait_for_a_turn_for_ever(chain: Behaviour, settings: Settings) -> None:
    settings.GEOCODERS, settings.GEOCODER_WAIT_S = [entry(chain, INTERVAL_S=1)], 0.5
    find_places("Idlib")
    in_a_minute = timezone.now() + timedelta(seconds=60)
    GeocoderTurn.objects.update(free_at=in_a_minute, token=uuid4())

    started = time.monotonic()
    (error,) = find_places("Homs").errors

    assert 0.4 < time.monotonic() - started < 10
    assert error.startswith("Nominatim is being asked by others. Search again in ")
