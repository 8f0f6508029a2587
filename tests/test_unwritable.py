"""Texts that no database keeps are the sender's mistake on every page of the editors' side."""

from __future__ import annotations

import json
import logging
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from events.models import Decision, SavedFilter
from tests.admin.pages import change_url, opened
from tests.review import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser() -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(make.person())
    return client


@pytest.mark.parametrize("way", ["filter", "note"])
def test_null_byte_in_a_form_is_told_and_nothing_is_kept(way: str, browser: Client, caplog: Any) -> None:
    caplog.set_level(logging.DEBUG)
    event, acts = make.event(), Decision.objects.count()
    secret = "Seen by a nurse"
    bad = f"{secret}\0"
    url, sent = {
        "filter": (reverse("admin:events_filter_save"), {"page": "p", "name": bad, "query": "q=1"}),
        "note": (
            change_url(event),
            opened(browser, event)
            | {"_act": "add_confidential_note", "confidential_text": bad, "confidential_kind": "note"},
        ),
    }[way]

    answer = browser.post(url, sent)

    assert answer.status_code == 400
    assert "such as a null byte. Type it again" in answer.content.decode()
    assert not SavedFilter.objects.exists()
    assert not event.confidential_notes.exists()
    assert Decision.objects.count() == acts
    assert not [record for record in caplog.records if secret in record.getMessage()]


def test_half_of_a_pair_at_the_desk_is_told_as_the_desk_reads_it(browser: Client) -> None:
    mention = make.mention()
    decision = {
        "request_id": str(uuid4()), "verb": "reject_mention", "object": {"type": "mention", "id": mention.pk},
        "version": None, "args": {"note": "\ud800"},
    }  # fmt: skip

    answer = browser.post(
        reverse("admin:events_article_desk_decide", args=[mention.article_id]),
        json.dumps(decision),
        content_type="application/json",
    )

    assert answer.status_code == 400
    assert "cannot be kept" in answer.json()["error"]
    mention.refresh_from_db()
    assert mention.status == "accepted"
