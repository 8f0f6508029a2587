"""Who is signed in, as a form asks before it is sent, and what one sent without a session is told."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AbstractUser
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from events.models import Organisation
from tests.accounts.door import PASSWORD, sign_in, words
from tests.admin.pages import add_url, change_url
from tests.review import factories as make

pytestmark = pytest.mark.django_db

ASKED = "/admin/account/signed-in/"


def forms(client: Client) -> list[str]:
    """Addresses that forms of the editors' side are sent to, of rows that are there and that are not."""
    there = Organisation.objects.create(name="Quiet Courier")
    missing = Organisation(pk=there.pk + 1000)
    return [
        change_url(there), change_url(missing), add_url("event"), reverse("admin:events_comment_say"),
        reverse("admin:events_event_bulk", args=["withdraw"]), reverse("admin:events_map_preview"),
    ]  # fmt: skip


def test_editor_is_told_who_they_are_and_gets_a_token_that_is_good(anna: AbstractUser) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(anna)

    answer = browser.get(ASKED)

    assert answer.status_code == 200
    told = answer.json()
    token = told.pop("token")
    assert told == {"user": anna.pk, "name": anna.username}
    assert "no-store" in answer["Cache-Control"]
    typed = {"name": "Quiet Courier", "csrfmiddlewaretoken": token}
    assert browser.post(add_url("organisation"), typed).status_code != 403


def test_stranger_is_told_nothing(client: Client, anna: AbstractUser) -> None:
    reader = make.person()
    reader.is_staff = False
    reader.save()
    known = Client()
    known.force_login(reader)
    gone = Client()
    gone.force_login(anna)
    gone.session.flush()

    for stranger in (client, known, gone):
        answer = stranger.get(ASKED)

        assert (answer.status_code, answer.json()) == (401, {"error": "You are signed out.", "field": ""})
        assert "csrftoken" not in answer.cookies


def test_only_asking_is_allowed(browser: Client, anna: AbstractUser) -> None:
    browser.force_login(anna)

    assert browser.post(ASKED).status_code == 405


def test_session_without_its_second_factor_is_told_to_show_it(
    browser: Client, anna: AbstractUser, settings: Settings
) -> None:
    settings.MFA_REQUIRED_GROUPS = ["Publisher"]
    browser.force_login(anna)

    answer = browser.get(ASKED, headers={"Accept": "application/json"})

    assert answer.status_code == 403
    assert "second factor" in answer.json()["error"]


def test_form_sent_without_a_session_is_refused_and_not_led_away(client: Client) -> None:
    pages = set()
    for address in forms(client):
        answer = client.post(address, {"name": "Typed for an hour", "text": "Typed"})

        assert answer.status_code == 401, address
        assert "You are signed out, so nothing was saved." in words(answer)
        assert f'href="{reverse("account_login")}" target="_blank"' in answer.text
        assert "no-store" in answer["Cache-Control"]
        pages.add(words(answer))
    # Alike for all, so that nobody learns what there is.
    assert len(pages) == 1
    assert Organisation.objects.get().name == "Quiet Courier"


def test_page_asked_for_without_a_session_leads_to_the_door(client: Client) -> None:
    answer = client.get(add_url("event"))

    assert (answer.status_code, answer["Location"]) == (302, f"/admin/login/?next={add_url('event')}")


def test_logging_out_twice_is_no_refusal(client: Client) -> None:
    assert client.post(reverse("admin:logout")).status_code == 302


def test_form_opened_before_signing_in_again_is_told_so(anna: AbstractUser) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.get(reverse("account_login"))
    before = browser.cookies["csrftoken"].value
    sent = {"login": anna.username, "password": PASSWORD, "csrfmiddlewaretoken": before}
    assert browser.post(reverse("account_login"), sent).status_code == 302

    answer = browser.post(add_url("organisation"), {"name": "Typed", "csrfmiddlewaretoken": before})

    assert answer.status_code == 403
    assert "Nothing was saved: you signed in again after you had opened this form." in words(answer)
    assert not Organisation.objects.exists()


def test_form_of_another_site_gets_djangos_answer(browser: Client, anna: AbstractUser) -> None:
    strict = Client(enforce_csrf_checks=True)
    sign_in(browser, anna)
    strict.cookies = browser.cookies

    answer = strict.post(add_url("organisation"), headers={"Origin": "https://elsewhere.example"})

    assert answer.status_code == 403
    assert "signed in again" not in answer.text
