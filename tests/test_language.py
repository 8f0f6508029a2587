"""Which language a page speaks, and that its links keep it."""

from __future__ import annotations

import json
import re

import pytest
from django.test import Client, RequestFactory

from mapsite.language import in_language, language_of


@pytest.mark.parametrize(
    ("address", "accepted", "language"),
    [
        ("/", "", "en"),
        ("/", "uk-UA,uk;q=0.9,en;q=0.5", "uk"),
        ("/", "de-DE,tr;q=0.3", "tr"),
        ("/", "de", "en"),
        ("/?lang=ar", "fr", "ar"),
        ("/?lang=AR", "", "ar"),
        ("/?lang=tlh", "fr", "fr"),
        ("/admin/", "fr", "en"),
        ("/admin/?lang=ar", "", "en"),
    ],
)
def test_address_goes_before_what_the_browser_asks_for(address: str, accepted: str, language: str) -> None:
    assert language_of(RequestFactory().get(address, headers={"Accept-Language": accepted})) == language


@pytest.mark.django_db
def test_page_says_its_language_and_what_the_choice_depends_on(client: Client) -> None:
    asked = client.get("/?lang=ar")
    assert asked["Content-Language"] == "ar"
    assert "Accept-Language" not in asked.get("Vary", "")
    assert re.search(r'<html lang="ar" dir="rtl"', asked.content.decode())
    chosen = client.get("/", headers={"Accept-Language": "ru"})
    assert chosen["Content-Language"] == "ru"
    assert "Accept-Language" in chosen["Vary"]
    assert not asked.cookies
    assert not chosen.cookies


@pytest.mark.django_db
def test_data_is_loaded_in_the_language_that_the_address_asks_for(client: Client) -> None:
    def data_url(address: str) -> str:
        page = client.get(address).content.decode()
        config = re.search(r'id="dateline-config" type="application/json">(.*?)</script>', page, re.DOTALL)
        return json.loads(config[1])["data_url"]

    assert "lang=ar" in data_url("/?lang=ar&kind=shelling")
    assert "lang" not in data_url("/?kind=shelling")
    assert client.get("/events.geojson?lang=ar").status_code == 200


def test_path_outside_a_request_stays_as_it_is() -> None:
    assert in_language("/events/1/?a=b#claims") == "/events/1/?a=b#claims"
