"""What editors do with names stays when the gazetteer is loaded again: a load goes by these marks."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from events.models import Place, PlaceName
from tests.admin.pages import change_url, opened
from tests.review import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded() -> PlaceName:
    place = make.place("Tellwood", provider="geonames", provider_id="90000001", dataset="packages")
    return PlaceName.objects.create(
        place=place, name="Tell Wod", key="tell wod", kind="alternate", dataset="packages"
    )


def test_corrected_name_is_no_longer_the_loads(desk: Client, loaded: PlaceName) -> None:
    desk.post(change_url(loaded), opened(desk, loaded) | {"name": "Tell Wood"})

    loaded.refresh_from_db()
    assert (loaded.name, loaded.key, loaded.dataset) == ("Tell Wood", "tell wood", "")


def test_deleted_name_makes_its_place_the_newsrooms_own(desk: Client, loaded: PlaceName) -> None:
    desk.post(reverse("admin:events_placename_delete", args=[loaded.pk]), {"post": "yes"})

    assert not PlaceName.objects.filter(pk=loaded.pk).exists()
    assert Place.objects.get(pk=loaded.place_id).is_edited


def test_where_a_place_is_from_is_told_by_its_providers_name(desk: Client, loaded: PlaceName) -> None:
    listed = desk.get(reverse("admin:events_place_changelist"), {"q": "Tell Wod"}).text
    page = desk.get(change_url(loaded.place)).text

    assert re.search(r'class="field-source[^>]*>\s*GeoNames\s*<', listed)
    assert ">geonames<" not in listed
    assert re.search(r'<a href="[^"]*provider=geonames[^"]*"[^>]*>\s*GeoNames\s*<', listed)
    assert '<div class="readonly">GeoNames</div>' in page
    assert 'name="provider"' in desk.get(reverse("admin:events_place_add")).text
