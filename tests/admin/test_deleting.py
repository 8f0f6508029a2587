"""Deleting many rows of a list: what would go is shown, and what readers have seen is refused before."""

from __future__ import annotations

import html
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from events.models import Article, Map
from tests.review import factories as make

pytestmark = pytest.mark.django_db


def chosen(desk: Client, model: str, *rows: Any) -> str:
    url = reverse(f"admin:events_{model}_changelist")
    sent = {"action": "delete_selected", "_selected_action": [row.pk for row in rows]}
    return html.unescape(desk.post(url, sent, follow=True).content.decode())


def test_what_readers_have_seen_is_refused_before_it_is_promised(desk: Client) -> None:
    event = make.published()
    told, draft = event.mentions.get().article, make.article()

    page = chosen(desk, "article", draft, told)

    assert f"“{told}” was published. Withdraw it and say why. Nothing was deleted." in page
    assert "These would be deleted" not in page
    assert Article.objects.count() == 2


def test_those_that_were_published_are_named(desk: Client) -> None:
    maps = [make.map_(status="published") for _ in range(3)]

    page = chosen(desk, "map", *maps)

    assert "was published. Withdraw it and say why. The same holds for “" in page
    assert Map.objects.count() == 3


def test_links_between_rows_are_not_listed_among_what_goes(desk: Client) -> None:
    map_ = make.map_(title="Never seen")
    map_.layers.add(make.layer())

    page = chosen(desk, "map", map_)

    assert "These would be deleted" in page
    assert "Never seen" in page
    assert "relationship" not in page
