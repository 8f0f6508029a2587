from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import AbstractUser
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from mapsite.accounts import middleware
from mapsite.accounts.sessions import browser_words
from tests.accounts.door import PASSWORD, is_in, sign_in, words
from tests.review import factories as make

pytestmark = pytest.mark.django_db

PAGE = "/admin/account/sessions/"
PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.5 Mobile/15E148 Safari/604.1"
)


@pytest.fixture
def phone(anna: AbstractUser) -> Client:
    client = Client(HTTP_USER_AGENT=PHONE, REMOTE_ADDR="203.0.113.7")
    sign_in(client, anna)
    return client


def test_page_names_this_device_and_the_others(browser: Client, phone: Client, anna: AbstractUser) -> None:
    sign_in(browser, anna)

    page = words(browser.get(PAGE))

    assert "Firefox on Linux this device" in page
    assert "Safari on iPhone Signed in on" in page
    assert "203.0.113.7" in page


def test_last_seen_is_not_looked_at_with_each_request(
    browser: Client, anna: AbstractUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(browser, anna)
    browser.get(reverse("admin:index"))
    long_ago = timezone.now() - timedelta(hours=1)
    UserSession.objects.update(last_seen_at=long_ago)

    browser.get(reverse("admin:index"))
    assert UserSession.objects.get().last_seen_at == long_ago

    # As if that time had passed.
    monkeypatch.setattr(middleware, "SEEN_EVERY", timedelta(0))
    browser.get(reverse("admin:index"))
    assert UserSession.objects.get().last_seen_at > long_ago


def test_another_session_is_ended_with_its_button(browser: Client, phone: Client, anna: AbstractUser) -> None:
    sign_in(browser, anna)
    other = UserSession.objects.get(ip="203.0.113.7")

    browser.post(PAGE, {"end": other.pk})

    assert not is_in(phone)
    assert is_in(browser)


def test_all_other_sessions_are_ended_at_once(browser: Client, phone: Client, anna: AbstractUser) -> None:
    sign_in(browser, anna)
    third = Client()
    sign_in(third, anna)

    answer = browser.post(PAGE, {"end": "others"}, follow=True)

    assert "2 other sessions were ended" in words(answer)
    assert [is_in(client) for client in (browser, phone, third)] == [True, False, False]


def test_session_of_somebody_else_is_not_there(browser: Client, phone: Client) -> None:
    editor = make.person("Editor")
    browser.force_login(editor)

    answer = browser.post(PAGE, {"end": UserSession.objects.get().pk})

    assert answer.status_code == 404
    assert is_in(phone)


def test_new_password_ends_the_other_sessions(browser: Client, phone: Client, anna: AbstractUser) -> None:
    sign_in(browser, anna)
    new = "an even longer password"

    browser.post(
        reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new}
    )

    assert is_in(browser)
    assert not is_in(phone)


def test_administrator_ends_anybodys_session_and_no_superusers(phone: Client, anna: AbstractUser) -> None:
    administrator = Client()
    administrator.force_login(make.person("Administrator"))
    session = UserSession.objects.get()
    end = reverse("admin:usersessions_usersession_delete", args=[session.pk])
    anna.is_superuser = True
    anna.save()
    assert administrator.post(end, {"post": "yes"}).status_code == 403
    anna.is_superuser = False
    anna.save()

    administrator.post(end, {"post": "yes"})

    assert not is_in(phone)


def test_deactivated_account_is_out_at_once(phone: Client, anna: AbstractUser) -> None:
    anna.is_active = False
    anna.save()

    assert not is_in(phone)


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (PHONE, "Safari on iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit Chrome/140.0 Safari/537.36 Edg/140.0", "Edge on Windows"),
        ("Mozilla/5.0 (Linux; Android 16) Chrome/140.0 Mobile Safari/537.36", "Chrome on Android"),
        ("curl/8.5", "Unknown browser"),
        ("", "Unknown browser"),
    ],
)
def test_browser_is_named_in_words(user_agent: str, words: str) -> None:
    assert browser_words(user_agent) == words
