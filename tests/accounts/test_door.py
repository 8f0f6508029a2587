"""Signing in: one door, wrong passwords, locks and whose address counts."""

from __future__ import annotations

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.models import AbstractUser
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from tests.accounts.door import PASSWORD, is_in, sign_in, words
from tests.review import factories as make

pytestmark = pytest.mark.django_db

LOGIN = "/admin/account/login/"


def test_every_door_of_the_admin_leads_to_the_one(browser: Client) -> None:
    for page in ("/admin/", "/admin/events/article/", "/admin/password_change/"):
        answer = browser.get(page)
        assert answer.status_code == 302
        assert answer["Location"].startswith(("/admin/login/", LOGIN, "/admin/account/"))
    answer = browser.get("/admin/login/", {"next": "/admin/events/article/"})
    assert answer["Location"] == f"{LOGIN}?next=/admin/events/article/"


def test_password_opens_the_editors_side_and_leads_where_it_was_wanted(
    browser: Client, anna: AbstractUser
) -> None:
    page = browser.get(LOGIN, {"next": "/admin/events/article/"})
    assert 'value="/admin/events/article/"' in page.content.decode()
    assert "Username" in words(page)

    answer = browser.post(
        LOGIN, {"login": anna.username, "password": PASSWORD, "next": "/admin/events/article/"}
    )

    assert answer["Location"] == "/admin/events/article/"
    assert is_in(browser)


def test_admin_login_takes_no_password_and_leads_nowhere_else(browser: Client, anna: AbstractUser) -> None:
    other = make.person("Publisher")
    sign_in(browser, anna)

    answer = browser.post(
        "/admin/login/", {"username": other.username, "password": PASSWORD, "next": "https://example.org/"}
    )

    assert (answer.status_code, answer["Location"]) == (302, "/admin/")
    assert browser.session["_auth_user_id"] == str(anna.pk)


def test_every_way_out_leads_to_the_door(browser: Client, anna: AbstractUser) -> None:
    for name in ("admin:logout", "account_logout"):
        sign_in(browser, anna)
        assert "Log out" in words(browser.get(reverse(name)))
        assert is_in(browser), "asking for the page alone does not sign out"

        answer = browser.post(reverse(name))

        assert (answer.status_code, answer["Location"]) == (302, LOGIN)
        assert not is_in(browser)


def test_who_is_no_editor_is_told_so(browser: Client, anna: AbstractUser) -> None:
    anna.is_staff = False
    anna.save()
    sign_in(browser, anna)

    answer = browser.get("/admin/login/")

    assert answer.status_code == 403
    assert "who is no editor" in words(answer)


def test_nobody_signs_up(browser: Client) -> None:
    page = browser.get(reverse("account_signup"))
    browser.post(reverse("account_signup"), {"username": "eve", "password1": PASSWORD, "password2": PASSWORD})

    assert "Accounts are made by administrators" in words(page)
    assert not AbstractUser.__subclasses__()[0].objects.filter(username="eve").exists()


def test_twenty_wrong_passwords_are_stopped_at_five(browser: Client, anna: AbstractUser) -> None:
    answers = [sign_in(browser, anna, f"wrong {number}").status_code for number in range(20)]

    assert answers == [200] * 4 + [429] * 16
    right = sign_in(browser, anna)
    assert right.status_code == 429
    assert "5 times from this address" in words(right)
    assert "Try again in 15 minutes" in words(right)
    assert not is_in(browser)
    assert AccessAttempt.objects.get().failures_since_start == 5


def test_lock_knows_an_account_by_any_spelling(browser: Client, anna: AbstractUser) -> None:
    for name in (anna.username.upper(), f" {anna.username}", anna.username.title(), anna.username, "x"):
        sign_in(browser, name, "wrong")
    sign_in(browser, anna.username.upper(), "wrong")

    assert sign_in(browser, anna).status_code == 429


def test_many_names_from_one_address_are_stopped_by_a_page_that_says_so() -> None:
    browser = Client(REMOTE_ADDR="203.0.113.9")
    for number in range(31):
        answer = sign_in(browser, f"nobody{number}", "wrong")

    assert answer.status_code == 429
    assert "Wait a minute and try again" in words(answer)
    assert answer.templates[0].name == "429.html"


def test_lock_is_for_one_account_and_one_address(browser: Client, anna: AbstractUser) -> None:
    for _ in range(5):
        sign_in(browser, anna, "wrong")

    assert sign_in(Client(REMOTE_ADDR="203.0.113.7"), anna).status_code == 302
    other = make.person("Editor")
    other.set_password(PASSWORD)
    other.save()
    assert sign_in(browser, other).status_code == 302


def test_made_up_addresses_do_not_open_a_lock(browser: Client, anna: AbstractUser) -> None:
    answers = [
        sign_in(browser, anna, "wrong", HTTP_X_FORWARDED_FOR=f"198.51.100.{number}").status_code
        for number in range(6)
    ]

    assert answers == [200] * 4 + [429] * 2


def test_proxy_of_our_own_is_believed_and_what_stands_before_it_not(
    browser: Client, anna: AbstractUser, settings: Settings
) -> None:
    settings.BEHIND_PROXY, settings.TRUSTED_PROXIES = True, 1
    for number in range(5):
        sign_in(browser, anna, "wrong", HTTP_X_FORWARDED_FOR=f"198.51.100.{number}, 203.0.113.9")

    assert sign_in(browser, anna, HTTP_X_FORWARDED_FOR="198.51.100.9, 203.0.113.9").status_code == 429
    assert sign_in(browser, anna, HTTP_X_FORWARDED_FOR="203.0.113.9, 203.0.113.8").status_code == 302


def test_administrator_unlocks(browser: Client, anna: AbstractUser) -> None:
    for _ in range(5):
        sign_in(browser, anna, "wrong")
    administrator = Client()
    administrator.force_login(make.person("Administrator"))
    attempt = AccessAttempt.objects.get()

    page = administrator.get(reverse("admin:axes_accessattempt_changelist"))
    administrator.post(reverse("admin:axes_accessattempt_delete", args=[attempt.pk]), {"post": "yes"})

    assert anna.username in page.content.decode()
    assert sign_in(browser, anna).status_code == 302


def test_public_page_asks_for_no_session(client: Client, anna: AbstractUser) -> None:
    client.force_login(anna)

    answer = client.get("/")

    assert "Cookie" not in answer.get("Vary", "")
    assert not answer.cookies
