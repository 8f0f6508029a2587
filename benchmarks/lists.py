"""How fast the admin's lists answer at a million events: every list, filter, sort, search and page of it.

A database of its own, which takes a quarter of an hour to fill. With `--keep` it stays, and the next run uses
it.
"""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser, Group
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from benchmarks import crowd, serving
from benchmarks.table import Matrix, Row
from events.models import Event, Map

DATABASE = "dateline_list_benchmark"
EVENTS = 1_000_000
#: Set in the issue.
REACH_MS = 300
#: Of two askings the faster one counts: the first reads from the disk what the second has in memory.
TIMES = 2
#: Of a filter with many choices (outlets) the first ones stand for all.
MOST_CHOICES = 8
#: What is searched for: a word of every row, of few, of none, two words, and one with the rest of an address.
WORDS = ("invented", "harbour", "Shelling 777777", "Saraqib", "xylophone", "%")
_COUNTED = "SELECT count(*) FROM events_event"
#: Triggers that fill columns of the row; all others are off while the rows are written.
_FILLING = {"events_mention": "new_mention_is_searched", "events_figure": "new_figure_is_searched"}


@dataclass(frozen=True)
class Asked:
    """One request: how long it took by the clock, and of the processors (the server's and the database's)."""

    what: str
    url: str
    wall: float
    processor: float
    status: int


def measure(*, is_kept: bool = False) -> Iterator[Row | Matrix]:
    settings.ALLOWED_HOSTS = ["testserver"]
    with _filled(is_kept):
        accounts = _accounts()
        for role, account in accounts.items():
            client = Client()
            client.force_login(account)
            yield from _of_account(role, client)
    yield Row("load of the machine meanwhile", os.getloadavg()[0], f"of {os.cpu_count()}")


def _of_account(role: str, client: Client) -> Iterator[Row | Matrix]:
    rows, slow, total = [], [], 0
    for name, requests in _lists(client):
        asked = [_ask(client, what, url) for what, url in requests]
        total += len(asked)
        slowest = max(asked, key=lambda one: one.wall)
        slow += [one for one in asked if one.wall > REACH_MS or one.status != 200]
        rows.append(
            (
                name, str(len(asked)), f"{statistics.median(one.wall for one in asked):.0f}",
                f"{slowest.wall:.0f}", f"{slowest.processor:.0f}", slowest.what,
            )
        )  # fmt: skip
    head = ("list", "requests", "median ms", "slowest ms", "processor ms", "which")
    yield Matrix(f"{role}: {EVENTS:,} events, {total} requests, at most {REACH_MS} ms each", head, rows)
    yield Row(f"{role}: requests over {REACH_MS} ms", len(slow), "requests")
    for one in sorted(slow, key=lambda one: -one.wall):
        answered = "" if one.status == 200 else f", answered {one.status}"
        yield Row(f"  {one.url}{answered}", one.wall, f"ms ({one.processor:.0f} of processors)")


# What is asked


def _lists(client: Client) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    for model, page in admin.site._registry.items():
        if model._meta.app_label != "events":
            continue
        url = reverse(f"admin:events_{model._meta.model_name}_changelist")
        answer = client.get(url)
        if answer.status_code == 200:
            yield model._meta.model_name, [("first page", url), *_of_list(client, url, page, answer)]
    yield "autocomplete", list(_autocompletes(client))
    yield "other pages", list(_other_pages(client))


def _of_list(client: Client, url: str, page: Any, answer: Any) -> Iterator[tuple[str, str]]:
    changes = page.get_changelist_instance(answer.wsgi_request)
    if changes.multi_page:
        yield "last page", f"{url}?p={changes.paginator.num_pages}"
    for position, column in enumerate(changes.list_display):
        if column != "action_checkbox" and changes.get_ordering_field(column):
            yield f"by {column}", f"{url}?o={position}"
            yield f"by {column}, from the other end", f"{url}?o=-{position}"
    for one in changes.filter_specs:
        choices = [choice for choice in one.choices(changes) if not choice["selected"]]
        for choice in choices[:MOST_CHOICES]:
            yield f"{one.title}: {choice['display']}", url + choice["query_string"]
    for word in WORDS:
        yield f"search “{word}”", f"{url}?q={word.replace('%', '%25')}"
    yield from _days(url, page)


def _days(url: str, page: Any) -> Iterator[tuple[str, str]]:
    if page.date_hierarchy:
        year, month, day = (f"{page.date_hierarchy}__{part}" for part in ("year", "month", "day"))
        yield "a year", f"{url}?{year}=2018"
        yield "a month", f"{url}?{year}=2018&{month}=5"
        yield "a day", f"{url}?{year}=2018&{month}=5&{day}=14"
        yield "a year of none", f"{url}?{year}=1950"


def _autocompletes(client: Client) -> Iterator[tuple[str, str]]:
    url = reverse("admin:autocomplete")
    for model, page in admin.site._registry.items():
        for field in page.autocomplete_fields if model._meta.app_label == "events" else ():
            for term in ("", "sar", *WORDS[:3], "xylophone"):
                asked = f"app_label=events&model_name={model._meta.model_name}&field_name={field}&term={term}"
                if client.get(f"{url}?{asked}").status_code == 200:
                    yield f"{model._meta.model_name}.{field} “{term}”", f"{url}?{asked}"


def _other_pages(client: Client) -> Iterator[tuple[str, str]]:
    inbox = reverse("admin:events_inbox")
    event = Event.objects.filter(pk__gte=EVENTS // 2, status="published").order_by("pk").first()
    assert event is not None
    found = {
        "dashboard": reverse("admin:index"),
        "an event": reverse("admin:events_event_change", args=[event.pk]),
        "an event’s history": reverse("admin:events_event_history", args=[event.pk]),
        "findings": reverse("admin:events_findings"),
        "inbox": inbox,
        **{f"inbox, {stage}": f"{inbox}?status={stage}" for stage in (
            "new", "being_read", "with_drafts", "read", "published", "dismissed",
        )},
        "inbox, mine": f"{inbox}?assignee=me",
        "inbox, nobody’s": f"{inbox}?assignee=none",
        "inbox, of an outlet": f"{inbox}?outlet=courier+7",
        "inbox, Arabic": f"{inbox}?language=ar",
        "inbox, old": f"{inbox}?age=7%2B",
    }  # fmt: skip
    for what, url in found.items():
        if client.get(url).status_code == 200:
            yield what, url


# Asking


def _ask(client: Client, what: str, url: str) -> Asked:
    taken = []
    for _time in range(TIMES):
        started, used = time.perf_counter(), _processor()
        status = client.get(url).status_code
        taken.append((time.perf_counter() - started, _processor() - used))
    wall, processor = min(taken)
    return Asked(what, url, wall * 1000, processor * 1000, status)


def _processor() -> float:
    """Seconds of this process and of its connection's, where that runs on the same machine."""
    connection.ensure_connection()
    stat = Path(f"/proc/{connection.connection.info.backend_pid}/stat")
    try:
        user, system = stat.read_text().rpartition(")")[2].split()[11:13]
    except OSError:
        return time.process_time()
    return time.process_time() + (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


# The database


@contextmanager
def _filled(is_kept: bool) -> Iterator[None]:
    usual = connection.settings_dict["NAME"]
    manager = _kept() if is_kept else serving.database(DATABASE)
    with manager as url:
        connection.close()
        connection.settings_dict["NAME"] = DATABASE
        try:
            call_command("migrate", verbosity=0)
            with psycopg.connect(url) as asking:
                (events,) = asking.execute(_COUNTED).fetchone() or (0,)
            if events < EVENTS:
                fill(url)
            yield
        finally:
            connection.close()
            connection.settings_dict["NAME"] = usual


@contextmanager
def _kept() -> Iterator[str]:
    """The database that an earlier run has left, or a new one that stays."""
    server, _, _ = os.environ["DATABASE_URL"].partition("?")[0].rpartition("/")
    with psycopg.connect(f"{server}/postgres", autocommit=True) as asking:
        if asking.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone() is None:
            asking.execute(f"CREATE DATABASE {DATABASE} TEMPLATE {serving.TEMPLATE}")
    yield f"{server}/{DATABASE}"


def fill(url: str) -> None:
    """A million events with all that stands beside them, written past the triggers that follow changes."""
    accounts = _accounts()
    crowd.fill(url, EVENTS, quickly=_FILLING)
    Map.objects.bulk_create(
        Map(slug=f"invented-{n}", title=f"Invented map {n}", status=("draft", "published")[n % 2])
        for n in range(200)
    )
    rows = Path(__file__).with_suffix(".sql").read_text()
    for role in ("editor", "contributor"):
        rows = rows.replace(f":{role}", str(accounts[role].pk))
    with psycopg.connect(url, autocommit=True) as writing:
        writing.execute("SET session_replication_role = replica")
        for statement in rows.split(";\n"):
            if statement.strip():
                writing.execute(statement)  # type: ignore[call-overload]
        writing.execute("VACUUM ANALYZE")


def _accounts() -> dict[str, AbstractUser]:
    users = get_user_model().objects
    found = {}
    for role in ("administrator", "editor", "contributor"):
        account, _is_new = users.get_or_create(
            username=f"list-{role}", defaults={"is_staff": True, "is_superuser": role == "administrator"}
        )
        if role != "administrator":
            account.groups.set([Group.objects.get(name=role.capitalize())])
        found[role] = account
    return found
