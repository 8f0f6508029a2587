from __future__ import annotations

import html

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format

from events.embeds.freezing import take
from events.models import FrozenMap
from tests import factories
from tests.review import factories as make

pytestmark = pytest.mark.django_db


def test_editor_freezes_a_map_on_its_page(client: Client) -> None:
    editor = make.person()
    of_map = factories.published_map(slug="idlib", title="Idlib")
    client.force_login(editor)
    page = f"/admin/events/map/{of_map.pk}/change/"
    fields = client.get(page).context["adminform"].form
    sent = {name: value for name, value in fields.initial.items() if value not in (None, [])}

    client.post(page, {**sent, "filters": "{}", "opened_version": of_map.version, "_act": "freeze"})

    frozen = FrozenMap.objects.get()
    assert (frozen.map, frozen.taken_by, frozen.day) == (of_map, editor, timezone.localdate())


def test_editor_freezes_the_map_of_all_events_in_the_list(client: Client) -> None:
    editor = make.person()
    factories.published_event()
    client.force_login(editor)
    listed = client.get("/admin/events/frozenmap/")
    assert f"as of today, {date_format(timezone.localdate(), 'j F Y')}" in listed.text

    done = client.post("/admin/events/frozenmap/freeze/", follow=True)

    frozen = FrozenMap.objects.get()
    assert (frozen.map, frozen.taken_by, frozen.number) == (None, editor, 1)
    assert frozen.address() in done.text
    assert client.get("/admin/events/frozenmap/freeze/").status_code == 405


def test_contributor_may_not_freeze_all_events_and_too_many_are_refused_in_words(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    factories.published_event()
    client.force_login(make.person("Contributor"))
    assert client.post("/admin/events/frozenmap/freeze/").status_code == 403
    monkeypatch.setattr("events.embeds.freezing.MOST_FROZEN", 0)
    client.force_login(make.person())

    done = client.post("/admin/events/frozenmap/freeze/", follow=True)

    assert "This map shows 1 events; one of at most 0 can be frozen." in html.unescape(done.text)
    assert not FrozenMap.objects.exists()


def test_frozen_maps_are_listed_and_not_to_be_changed(client: Client) -> None:
    client.force_login(make.person("Editor"))
    frozen = take(factories.published_map(slug="idlib", title="Idlib"))

    listed = client.get("/admin/events/frozenmap/")

    assert frozen.address() in listed.text
    assert client.get(f"/admin/events/frozenmap/{frozen.pk}/change/").status_code == 200
    assert client.post(f"/admin/events/frozenmap/{frozen.pk}/delete/").status_code == 403
    assert client.get("/admin/events/frozenmap/add/").status_code == 403
