"""What holds for every test: no connection leaves this machine, and static files need not be collected."""

from __future__ import annotations

import gc
import socket
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection, transaction
from pytest_django import DjangoDbBlocker
from pytest_django.fixtures import Settings

from events.api import versions
from events.api.kept import KeptAnswers

LOCAL = {"127.0.0.1", "::1", "localhost"}
#: New objects before Python looks for cycles among them, instead of 700, which a page makes many times over.
OBJECTS_BETWEEN_COLLECTIONS = 20_000


def pytest_collection_finish() -> None:
    """What the tests have imported stays: going through it again and again was a seventh of their time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS)


@pytest.fixture(autouse=True, scope="session")
def only_this_machine() -> Iterator[None]:
    """Refuses connections to other hosts. PostgreSQL's driver and browsers have sockets of their own."""
    connect = socket.socket.connect

    def connect_here(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX and address[0] not in LOCAL:
            raise AssertionError(f"A test tried to reach {address[0]}. Tests stay on this machine.")
        connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", connect_here)
        yield


@pytest.fixture(autouse=True)
def plain_static_files(settings: Settings) -> None:
    """Static files under their own names: the hashed ones of `collectstatic` are tested in the browser."""
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.WHITENOISE_AUTOREFRESH = True


@pytest.fixture(autouse=True)
def version_asked_each_time(settings: Settings) -> None:
    """A test asks right after it has changed what is published; test_conditional.py trusts for a second."""
    settings.VERSION_TRUSTED_S = 0


@pytest.fixture(autouse=True)
def nothing_kept_of_other_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test begins as a new process does; a kept answer would have no context."""
    monkeypatch.setattr(versions, "_kept", KeptAnswers(versions.KEPT_BYTES))


@pytest.fixture(scope="module")
def made_once(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Callable[..., Any]]:
    """Calls what makes rows for all tests of a file: `made_once(World)`; afterwards they are gone.

    Each test still takes back what it did, to a savepoint inside the file's transaction. What is given out
    is everybody's: a test that changes objects, too, copies them first (`copy.deepcopy`).
    """
    with django_db_blocker.unblock():
        of_the_file = transaction.atomic()
        of_the_file.__enter__()

    def make(what: Callable[[], Any]) -> Any:
        with django_db_blocker.unblock():
            made = what()
            connection.check_constraints()
        return made

    yield make
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        of_the_file.__exit__(None, None, None)
