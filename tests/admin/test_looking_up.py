"""What an address may look rows up by: a count of rows tells nothing that their reader may not see."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import reverse

from events.embeds.freezing import take
from events.models import FrozenMap
from events.review.confidential import add_confidential_note
from events.review.discretion import show_coarser
from tests.review import discretion as given
from tests.review import factories as make

pytestmark = pytest.mark.django_db


def found(browser: Client, name: str, query: str) -> int | None:
    """How many rows the list shows; None where it refuses the question."""
    answer = browser.get(reverse(f"admin:{name}_changelist") + f"?{query}")
    return len(answer.context["cl"].result_list) if answer.status_code == 200 else None


def test_what_a_frozen_map_has_kept_is_not_asked_for(as_group: Any, settings: Any, tmp_path: Any) -> None:
    settings.LOCAL_DIR = tmp_path
    by = make.person()
    event = given.published(given.area(), by=by)
    take(None)
    show_coarser(event, by=by, reason="Medics work there.")
    assert FrozenMap.objects.filter(content__icontains="Zarraqib").exists()

    reader = as_group("Contributor")

    assert found(reader, "events_frozenmap", "content__icontains=Zarraqib") is None
    assert found(reader, "events_frozenmap", "translations__has_key=ar") is None
    assert found(reader, "events_frozenmap", "map__isnull=True") == 1


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("event", "confidential_notes__isnull=False"), ("event", "confidential_notes=1"),
        ("event", "discretion__isnull=False"), ("article", "kept_source__isnull=False"),
        ("mention", "known__isnull=False"), ("map", "picked_events=1"), ("map", "filters__has_key=q"),
        ("merge", "moved__has_key=maps"), ("decision", "changes__has_key=title"),
        ("figure", "confidential_notes__text__startswith=T"),
        ("article", "created_by__password__startswith=p"),
    ],
)  # fmt: skip
def test_list_is_not_asked_by_what_it_does_not_show(name: str, query: str, as_group: Any) -> None:
    add_confidential_note(make.published(), by=make.person(), text="The nurse on the night shift.")

    assert found(as_group("Contributor"), f"events_{name}", query) is None


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("event", "status__exact=published"), ("event", "layer__id__exact=1"), ("article", "language=en"),
        ("map", "layers__id__exact=1"), ("comment", "state=open"), ("figure", "measure__exact=killed"),
        ("decision", "at__year=2019"), ("event", "latest__year=2019"),
    ],
)  # fmt: skip
def test_filters_of_a_list_work(name: str, query: str, as_group: Any) -> None:
    assert found(as_group("Editor"), f"events_{name}", query) is not None


def test_administrator_reads_no_session_and_no_secret_letter_by_letter(as_group: Any) -> None:
    victim = Client()
    victim.force_login(make.person(is_superuser=True))
    victim.get(reverse("sessions"))
    session = UserSession.objects.get()
    administrator = as_group("Administrator")

    key = session.session_key[0]
    assert found(administrator, "usersessions_usersession", f"session_key__startswith={key}") is None
    assert found(administrator, "mfa_authenticator", "data__has_key=secret") is None
    assert found(administrator, "axes_accessattempt", "post_data__contains=a") is None
    assert found(administrator, "usersessions_usersession", f"user__id__exact={session.user_id}") == 1
