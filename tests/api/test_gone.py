"""What readers are told at the address of what was withdrawn."""

from __future__ import annotations

import html

import pytest
from django.test import Client
from django.utils.timezone import localdate

from events.enums import Status
from events.models import Decision, Event, WithheldNote
from events.review.events import withdraw_event
from events.review.maps import withdraw_map
from events.writing import write_date
from tests import factories
from tests.review import factories as make

pytestmark = pytest.mark.django_db

NOTE = "It happened <elsewhere>."


def said(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 404
    return html.unescape(answer.text)


def withdrawn(**fields: str) -> Event:
    return withdraw_event(make.published(**fields), by=make.person(), public_note=NOTE)


@pytest.mark.parametrize("address", ["/events/{}/", "/events/{}/embed/", "/events/{}.bib"])
def test_withdrawn_event_says_when_and_why(address: str, client: Client) -> None:
    event = withdrawn(title="Hidden title")

    page = said(client, address.format(event.pk))

    today = write_date(localdate(), "j F Y")
    assert f"Event {event.pk} was withdrawn on {today}. The reason: “{NOTE}”" in page
    assert "Hidden title" not in page


def test_withdrawal_is_told_in_the_language_of_the_page(client: Client) -> None:
    page = said(client, f"/events/{withdrawn().pk}/?lang=fr")

    assert f"La raison : « {NOTE} »" in page
    assert "<h1>N’est plus publié</h1>" in page


@pytest.mark.parametrize("address", ["/events/{}/", "/events/{}/embed/code/", "/events/{}.bib"])
def test_page_of_what_readers_could_see_is_headed_by_what_happened(address: str, client: Client) -> None:
    assert "<h1>No longer published</h1>" in said(client, address.format(withdrawn().pk))
    assert "<h1>Not found</h1>" in said(client, address.format(999_999_999))


def test_note_that_is_withheld_is_not_told(client: Client) -> None:
    event = withdrawn()
    WithheldNote.objects.create(decision=Decision.objects.get(verb="withdraw_event"))

    page = said(client, f"/events/{event.pk}/")

    assert f"Event {event.pk} was withdrawn on" in page
    assert "The reason" not in page


def test_event_that_readers_never_saw_is_unknown(client: Client) -> None:
    event = make.event()
    Event.objects.filter(pk=event.pk).update(status=Status.WITHDRAWN)

    for pk in (event.pk, 999_999_999):
        assert f"There is no published event {pk}. It may have been" in said(client, f"/events/{pk}/")


@pytest.mark.parametrize("address", ["/maps/gone/", "/maps/gone/embed/"])
def test_withdrawn_map_says_why(address: str, client: Client) -> None:
    withdraw_map(factories.published_map(slug="gone"), by=make.person(), public_note=NOTE)

    page = said(client, address)

    assert f"The map “gone” has been withdrawn. The reason: “{NOTE}”" in page
    assert "Not found" not in page
