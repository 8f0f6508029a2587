"""What was deleted: who, when, what it was, and the way back."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import AbstractUser, Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from events.admin import deleted
from events.history.context import changing_as
from events.models import Article, Event, Outlet
from events.review.drafts import discard_event
from tests.admin.test_entrusted import editor_without
from tests.review import factories as make

pytestmark = pytest.mark.django_db

URL = "admin:events_deleted"


@pytest.fixture(autouse=True)
def began(db: None) -> None:
    """The history keeps what tests before this one have committed; here only what this one deletes counts."""
    listed.since = timezone.now()


def listed(client: Client, query: str = "") -> list[deleted.DeletedRow]:
    answer = client.get(reverse(URL) + query)
    assert answer.status_code == 200
    return [row for row in answer.context["rows"] if row.at >= listed.since]


def test_deleted_row_is_listed_with_who_when_what_and_its_way_back(
    desk: Client, publisher: AbstractUser
) -> None:
    event = make.event(by=publisher, title="Told by mistake")
    number = event.pk
    with changing_as(by=publisher, source="POST /admin/events/event/1/delete/"):
        discard_event(event, by=publisher)

    [row] = [row for row in listed(desk) if row.name == "Told by mistake"]
    assert (row.kind, row.who, row.how) == ("Event", publisher.username, "in the admin")
    assert row.history == reverse("admin:events_event_history", args=[number])
    assert desk.get(row.history).status_code == 200

    desk.post(row.back, {"note": "Not by mistake."})

    assert Event.objects.filter(pk=number, title="Told by mistake").exists()
    [back] = [row for row in listed(desk) if row.name == "Told by mistake"]
    assert (back.is_back, back.back) == (True, "")


def test_what_was_deleted_by_a_queryset_and_by_sql_is_listed_too(desk: Client) -> None:
    with changing_as(source="made"):
        make.outlet(name="Gone with a queryset")
        make.outlet(name="Gone with SQL")
    with changing_as(source="a command"):
        Outlet.objects.filter(name="Gone with a queryset").delete()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM events_outlet WHERE name = 'Gone with SQL'")
        cursor.execute("SELECT session_user")
        role = cursor.fetchone()[0]

    found = {row.name: row for row in listed(desk, "?of=events_outlet")}

    assert found["Gone with a queryset"].how == "a command"
    assert found["Gone with SQL"].who == f"{role}, in the database"


def test_what_hung_on_a_row_is_not_listed_by_itself(desk: Client) -> None:
    article = make.article(headline="A text with a place")
    make.mention(article)

    Article.objects.filter(pk=article.pk).delete()

    assert [row.name for row in listed(desk)][:1] == ["A text with a place"]
    assert "Mention" not in {row.kind for row in listed(desk)}


def test_kinds_and_pages(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deleted, "PAGE", 2)
    for number in range(3):
        make.outlet(name=f"Outlet no. {number} that went").delete()
    make.organisation().delete()

    first = desk.get(reverse(URL) + "?of=events_outlet")
    older = re.search(r'href="(\?of=events_outlet&amp;before=\d+)"', first.content.decode())[1]

    assert [row.name[11] for row in first.context["rows"]] == ["2", "1"]
    assert [row.name[11] for row in listed(desk, older.replace("&amp;", "&"))] == ["0"]
    assert {row.kind for row in listed(desk)} == {"Organisation", "Outlet"}


@pytest.mark.parametrize("query", ["?of=auth_user", "?of=nothing", "?before=x", "?before=" + "9" * 30])
def test_forged_query_is_the_whole_list(query: str, desk: Client) -> None:
    make.outlet(name="Gone").delete()
    role = Group.objects.create(name="Night desk")
    role.delete()

    assert [row.name for row in listed(desk, query)] == ["Gone"]


def test_only_those_who_work_on_all_see_what_was_deleted(as_group: object) -> None:
    make.outlet(name="Gone").delete()
    Group.objects.create(name="Night desk").delete()

    assert as_group("Contributor").get(reverse(URL)).status_code == 403
    assert [row.name for row in listed(as_group("Editor"))] == ["Gone"]
    # Whoever keeps the accounts sees roles that went, and no way back: there is no verb for it.
    [role] = listed(as_group("Administrator"))
    assert (role.name, role.kind, role.back) == ("Night desk", "Group", "")


def test_rows_of_which_something_may_have_been_kept_are_for_those_who_are_entrusted() -> None:
    make.article(headline="A text").delete()
    make.outlet(name="Gone").delete()
    browser = Client()
    browser.force_login(editor_without("view_confidential"))

    assert [row.name for row in listed(browser)] == ["Gone"]


def test_page_asks_the_same_however_many_rows_there_are(desk: Client, publisher: AbstractUser) -> None:
    # Of one kind and by a known account: the page may hold rows that tests before this one have committed,
    # and each further kind on it is one query more.
    def delete_an_outlet() -> None:
        outlet = make.outlet()
        with changing_as(by=publisher, source="made"):
            outlet.delete()

    delete_an_outlet()
    listed(desk, "?of=events_outlet")
    with CaptureQueriesContext(connection) as one:
        listed(desk, "?of=events_outlet")
    for _number in range(4):
        delete_an_outlet()
    with CaptureQueriesContext(connection) as many:
        rows = listed(desk, "?of=events_outlet")

    assert len(rows) == 5
    assert len(one) == len(many)
