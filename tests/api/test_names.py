"""Names of places in the reader's language, and which names without a language may stand for them."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation

from events.api.geojson import features_of
from events.api.names import call_in_language, names_in, water_in
from events.enums import PlaceKind
from events.geocoding import own_data
from events.models import Event, PlaceName
from tests import factories
from tests.review import factories as make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("main", "language", "names", "expected"),
    [
        ("Idlib", "uk", ["Ідліб", "Идлиб", "إدلب"], "Ідліб"),
        ("Idlib", "ru", ["Ідліб", "Идлиб", "إدلب"], "Идлиб"),
        ("Idlib", "ar", ["Ідліб", "ادلیب", "إدلب"], "إدلب"),
        ("Damascus", "ru", ["Димишкъ", "Дамаскус", "Дамаск"], "Дамаск"),
        ("Homs", "ru", ["Химс", "Хомс", "ХІумс"], "Хомс"),
        ("Aleppo", "ru", ["Халеб", "Алеп", "Алеппо"], "Алеппо"),
        ("Tartus", "ar", ["ترطوس", "طرطوس"], "طرطوس"),
        ("Latakia", "ar", ["لاذقية", "اللاذقية"], "اللاذقية"),
        ("Homs", "ar", ["مدينة حمص", "حمص"], "حمص"),
        ("Kyiv", "uk", ["Киев", "Київ"], "Київ"),
        ("Idlib", "fr", ["Idlib Ville"], None),
        ("Idlib", "tr", ["İdlib:tr", "Idlip"], "İdlib"),
        ("Idlib", "ar", ["محافظة إدلب:ar", "إدلب:ar"], "إدلب"),
        ("Idlib", "en", ["Idleb:en"], None),
    ],
)
def test_name_is_of_the_language_or_in_its_script(
    main: str, language: str, names: list[str], expected: str | None
) -> None:
    place = make.place(main)
    for entry in names:
        name, _, of = entry.partition(":")
        PlaceName.objects.create(place=place, name=name, key=name.lower(), language=of)
    assert names_in(language, [place.pk]).get(place.pk) == expected


def test_event_is_told_with_places_in_the_language_of_the_page(client: Client) -> None:
    country = make.place("Syria", kind=PlaceKind.COUNTRY, country="SY")
    PlaceName.objects.create(place=country, name="سوريا", key="سوريا", language="ar")
    event = factories.published_event()
    PlaceName.objects.create(place=event.place, name="المدينة", key="المدينة", language="ar")
    with translation.override("ar"):
        told = features_of(Event.objects.published().filter(pk=event.pk))[0]["properties"]
    assert told["place"]["name"] == "المدينة"
    assert "المدينة" in told["place_text"]
    assert "المدينة" in client.get("/events.geojson?lang=ar").content.decode()
    assert "المدينة" not in client.get("/events.geojson").content.decode()


def test_every_sea_has_a_name_in_every_language() -> None:
    codes = [code for code, _name in settings.LANGUAGES]
    for row in own_data.rows("waters"):
        names = {code: water_in(code, row["name"]) for code in codes}
        assert names["en"] == row["name"]
        # Of these, none is called as in English.
        assert row["name"] not in (names["ar"], names["ru"], names["uk"])
        assert all(names.values()), names
    assert water_in("fr", "Red Sea") == "mer Rouge"


def test_country_that_the_gazetteer_lacks_in_a_language_is_called_as_in_cldr() -> None:
    country = make.place("Syria", kind=PlaceKind.COUNTRY, country="SY")
    for language, name in (("fr", "Syrie"), ("tr", "Suriye"), ("en", "Syria")):
        country.refresh_from_db()
        with translation.override(language):
            call_in_language([country])
        assert country.name == name
