"""Every list of the admin keeps its filters under a name, for the editor who chose them alone."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.models import SavedFilter
from tests.review import factories as make

pytestmark = pytest.mark.django_db

EVENTS = "admin:events_event_changelist"


def said(answer: Any) -> str:
    return answer.content.decode()


def test_list_of_events_is_kept_opened_and_deleted(desk: Client, as_group: Any) -> None:
    make.event()
    asked = f"{reverse(EVENTS)}?status__exact=draft&q=Saraqib"
    page = said(desk.get(f"{asked}&p=1"))
    assert 'name="page" value="events.event"' in page
    assert 'name="query" value="q=Saraqib&amp;status__exact=draft"' in page

    form = {"page": "events.event", "query": "q=Saraqib&status__exact=draft", "name": "My drafts"}
    kept = desk.post(reverse("admin:events_filter_save"), {**form, "next": asked}, follow=True)

    link = f'<a href="{reverse(EVENTS)}?q=Saraqib&amp;status__exact=draft" aria-current="page">My drafts</a>'
    assert link in said(kept)
    assert "Keep this list as" not in said(kept)
    assert "My drafts" not in said(desk.get(reverse("admin:events_article_changelist")))
    assert "My drafts" not in said(as_group("Publisher").get(asked))
    delete = reverse("admin:events_filter_delete", args=[SavedFilter.objects.get().pk])
    assert as_group("Administrator").post(delete).status_code == 404
    desk.post(delete, {"next": asked})
    assert not SavedFilter.objects.exists()


def test_every_list_offers_to_keep_its_filters(as_group: Any) -> None:
    browser = as_group("", is_superuser=True)

    missing = []
    for model in admin.site._registry:
        name = model._meta.label_lower
        url = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        page = said(browser.get(url, {"q": "a"}))
        if f'name="page" value="{name}"' not in page:
            missing.append(name)

    assert missing == []


def test_choosing_a_row_in_a_window_offers_nothing(desk: Client) -> None:
    assert "saved-new" not in said(desk.get(reverse(EVENTS), {"_popup": "1", "q": "a"}))


def test_lists_kept_cost_one_query_however_many(desk: Client) -> None:
    user = SavedFilter._meta.get_field("owner").related_model.objects.get(groups__name="Publisher")
    desk.get(reverse(EVENTS))

    counts = []
    for number in (1, 3):
        names = range(SavedFilter.objects.count(), number)
        SavedFilter.objects.bulk_create(
            SavedFilter(owner=user, page="events.event", name=f"List {n}", query=f"q={n}") for n in names
        )
        with CaptureQueriesContext(connection) as asked:
            desk.get(reverse(EVENTS))
        counts.append(len(asked))

    assert counts[0] == counts[1]
