"""Every address of a merged event leads to the kept one, shown as it was asked for."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from django.test import Client

from events.models import Event
from events.review.merging import merge_events, unmerge_event
from tests import factories
from tests.review import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept() -> Event:
    return factories.published_event(title="Kept")


@pytest.fixture
def merged(kept: Event) -> Event:
    event = factories.published_event(has_figure=False)
    merge_events(kept, event, by=make.person(), public_note="One event.")
    return event


@pytest.mark.parametrize(
    "address",
    [
        "/events/{}/?lang=fr", "/events/{}.bib", "/events/{}.ris", "/events/{}.csl.json",
        "/events/{}.geojson", "/events/{}/embed/?theme=dark&hide=figures", "/events/{}/embed/code/",
        "/events/{}/image.svg?size=card", "/?event={}", "/?q=Saraqib&event={}", "/embed/?event={}",
        "/maps/idlib/?event={}",
        "/maps/idlib/embed/?event={}&theme=dark",
    ],
)  # fmt: skip
def test_address_leads_to_the_kept_event(address: str, client: Client, kept: Event, merged: Event) -> None:
    factories.published_map(slug="idlib")

    response = client.get(address.format(merged.pk))

    assert response.status_code == 301
    assert response.headers["Location"] == address.format(kept.pk)
    assert response.headers["Cache-Control"] == "no-cache"
    assert client.get(address.format(kept.pk)).status_code == 200


def test_publishers_system_is_given_the_kept_event(client: Client, kept: Event, merged: Event) -> None:
    url = f"http://testserver/events/{merged.pk}/"

    answer = client.get(f"/oembed?{urlencode({'url': url})}").json()

    assert answer["title"] == "Kept"
    assert f'src="http://testserver/events/{kept.pk}/embed/"' in answer["html"]


def test_parted_event_has_its_addresses_again(client: Client, merged: Event) -> None:
    unmerge_event(Event.objects.get(pk=merged.pk), by=make.person(), public_note="They are two.")

    for address in (f"/events/{merged.pk}/", f"/?event={merged.pk}"):
        assert client.get(address).status_code == 200


def test_frozen_map_opens_what_it_was_frozen_with(client: Client, merged: Event) -> None:
    assert client.get(f"/?event={merged.pk}&as_of=2020-01-01").status_code != 301
