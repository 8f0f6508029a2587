"""A layer's names in other languages: one field each on its form, kept together, shown to readers."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from tests import factories
from tests.review import factories as make

pytestmark = pytest.mark.django_db


def test_names_in_other_languages_are_typed_singly(admin_client: Client, client: Client) -> None:
    layer = factories.published_event(layer=make.layer(slug="strikes")).layer
    form = {"name": "Strikes", "slug": "strikes", "style": "symbols", "position": 1, "is_shown": "on"}
    address = reverse("admin:events_layer_change", args=[layer.pk])
    answer = admin_client.post(address, {**form, "name_ar": " ضربات ", "name_fr": ""})
    assert answer.status_code == 302, answer.context["errors"]
    layer.refresh_from_db()
    assert layer.names == {"ar": "ضربات"}
    assert 'value="ضربات"' in admin_client.get(address).content.decode()
    labels = {
        language: client.get(f"/events.geojson?lang={language}").json()["features"][0]["properties"]
        for language in ("ar", "fr")
    }
    assert labels["ar"]["layer_label"] == "ضربات"
    assert labels["fr"]["layer_label"] == "Strikes"
