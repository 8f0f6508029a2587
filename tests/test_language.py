"""Which language a page speaks, and that its links keep it."""

from __future__ import annotations

import json
import re
from datetime import datetime

import polib
import pytest
from django.conf import settings
from django.test import Client, RequestFactory
from django.utils import translation
from django.utils.formats import number_format

from events.writing import write_date
from mapsite.language import in_language, language_of
from tests import factories

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}")


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


CODES = [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
#: For whoever runs the server.
IN_ENGLISH = {"%(number)d migrations are not applied. Run: manage.py migrate"}


@pytest.mark.parametrize("code", CODES)
def test_what_readers_see_is_translated_with_what_is_filled_in(code: str) -> None:
    messages = polib.pofile(str(settings.BASE_DIR / "locale" / code / "LC_MESSAGES" / "django.po"))
    missing = {entry.msgid for entry in messages.untranslated_entries()} - IN_ENGLISH
    assert missing == set()
    assert messages.fuzzy_entries() == []
    for entry in messages.translated_entries():
        asked = set(PLACEHOLDER.findall(entry.msgid + entry.msgid_plural))
        for text in entry.msgstr_plural.values() or [entry.msgstr]:
            assert set(PLACEHOLDER.findall(text)) <= asked, entry.msgid
            assert entry.msgid_plural or set(PLACEHOLDER.findall(text)) == asked, entry.msgid


@pytest.mark.parametrize(
    ("code", "pattern", "written"),
    [
        ("en", "j F Y", "28 August 2019"),
        ("ru", "j F Y", "28 августа 2019"),
        ("ru", "F Y", "Август 2019"),
        ("uk", "j F", "28 серпня"),
        ("es", "j F Y, H:i", "28 de agosto de 2019, 00:00"),
        ("es", "F Y", "agosto de 2019"),
        ("tr", "j F Y", "28 Ağustos 2019"),
        ("ar", "j F Y", "28 أغسطس 2019"),
    ],
)
def test_months_stand_in_the_case_that_their_language_asks_for(code: str, pattern: str, written: str) -> None:
    with translation.override(code):
        assert write_date(datetime(2019, 8, 28), pattern) == written  # noqa: DTZ001


def test_april_is_spelt_in_arabic_as_browsers_spell_it() -> None:
    with translation.override("ar"):
        assert write_date(datetime(2019, 4, 28), "j F Y") == "28 أبريل 2019"  # noqa: DTZ001
        assert write_date(datetime(2019, 4, 28), "F Y") == "أبريل 2019"  # noqa: DTZ001


def test_numbers_are_written_alike_by_server_and_script() -> None:
    with translation.override("ar"):
        assert number_format(2887990, force_grouping=True) == "2,887,990"


@pytest.mark.django_db
def test_links_keep_the_language_that_the_address_asks_for(client: Client) -> None:
    event = factories.published_event()
    page = client.get(f"/events/{event.pk}/?lang=ar").content.decode()
    for address in (f"/places/{event.place.pk}/?lang=ar", "/?lang=ar", f"/?event={event.pk}&amp;lang=ar"):
        assert f'href="{address}"' in page
    listed = client.get("/?lang=ar&show=list").content.decode()
    assert f'href="/events/{event.pk}/?lang=ar"' in listed
    assert 'href="/?show=list&amp;lang=uk"' in listed
    assert "?lang" not in client.get(f"/events/{event.pk}/").content.decode().split('class="languages"')[0]
