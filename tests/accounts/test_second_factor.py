"""Codes of an app, recovery codes, and roles that need a second factor: it is not got around."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.contrib.auth.models import AbstractUser
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from tests.accounts.door import PASSWORD, code_of, give_totp, is_in, sign_in, words
from tests.review import factories as make

pytestmark = pytest.mark.django_db

FACTOR = "/admin/account/2fa/"
#: Pages of all sorts that a role without its second factor must not open.
PAGES = (
    "/admin/", "/admin/events/article/", "/admin/events/event/add/", "/admin/events/event/findings/",
    "/admin/events/article/find-place/?q=x", "/admin/autocomplete/", "/admin/jsi18n/",
    "/admin/account/sessions/", "/admin/account/password/change/", "/admin/r/1/1/", "/admin/nowhere/",
)  # fmt: skip


@pytest.fixture
def required(settings: Settings) -> None:
    settings.MFA_REQUIRED_GROUPS = ["Publisher", "Administrator"]


def test_code_is_asked_for_and_lets_in(browser: Client, anna: AbstractUser) -> None:
    secret = give_totp(anna)

    asked = sign_in(browser, anna)
    assert asked["Location"].startswith(f"{FACTOR}authenticate/")
    assert not is_in(browser)
    wrong = browser.post(f"{FACTOR}authenticate/", {"code": "000000"})
    assert "Incorrect code" in words(wrong)
    assert not is_in(browser)
    browser.post(f"{FACTOR}authenticate/", {"code": code_of(secret)})

    assert is_in(browser)


def test_codes_cannot_be_guessed_on_and_on(browser: Client, anna: AbstractUser) -> None:
    secret = give_totp(anna)
    sign_in(browser, anna)

    said = [words(browser.post(f"{FACTOR}authenticate/", {"code": f"{n:06}"})) for n in range(7)]

    assert "Incorrect code" in said[0]
    assert "Too many failed login attempts" in said[-1]
    browser.post(f"{FACTOR}authenticate/", {"code": code_of(secret)})
    assert not is_in(browser)


def test_recovery_code_lets_in_once(browser: Client, anna: AbstractUser) -> None:
    give_totp(anna)
    codes = RecoveryCodes.activate(anna).get_unused_codes()
    sign_in(browser, anna)
    browser.post(f"{FACTOR}authenticate/", {"code": codes[0]})
    assert is_in(browser)

    other = Client()
    sign_in(other, anna)
    again = other.post(f"{FACTOR}authenticate/", {"code": codes[0]})

    assert "Incorrect code" in words(again)
    assert not is_in(other)
    assert len(Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()) == 9


@pytest.mark.usefixtures("required")
def test_role_without_second_factor_is_led_to_set_one_up_before_any_page(
    browser: Client, anna: AbstractUser
) -> None:
    sign_in(browser, anna)

    for page in PAGES:
        answer = browser.get(page)
        assert (answer.status_code, answer["Location"]) == (302, FACTOR), page
    assert "Your role needs a second factor" in words(browser.get(FACTOR))
    script = browser.get("/admin/events/article/", HTTP_ACCEPT="application/json")
    assert (script.status_code, script.json()["field"]) == (403, "")


@pytest.mark.usefixtures("required")
def test_role_sets_up_an_app_and_is_given_recovery_codes(browser: Client, anna: AbstractUser) -> None:
    sign_in(browser, anna)
    asked = browser.get(f"{FACTOR}totp/activate/")
    browser.post(asked["Location"], {"password": PASSWORD})
    page = browser.get(f"{FACTOR}totp/activate/")
    secret = browser.session["mfa.totp.secret"]
    assert secret in page.content.decode()

    done = browser.post(f"{FACTOR}totp/activate/", {"code": code_of(secret)})

    assert done["Location"] == f"{FACTOR}recovery-codes/"
    assert len(Authenticator.objects.get(user=anna, type="recovery_codes").wrap().get_unused_codes()) == 10


@pytest.mark.usefixtures("required")
@pytest.mark.parametrize("group", ["Contributor", "Editor"])
def test_other_roles_need_none(group: str, browser: Client) -> None:
    user = make.person(group)
    user.set_password(PASSWORD)
    user.save()
    sign_in(browser, user)

    assert is_in(browser)


@pytest.mark.usefixtures("required")
def test_superuser_needs_one_wherever_anybody_does(browser: Client, anna: AbstractUser) -> None:
    anna.groups.clear()
    anna.is_superuser = True
    anna.save()
    sign_in(browser, anna)

    assert browser.get("/admin/")["Location"] == FACTOR


@pytest.mark.usefixtures("required")
def test_session_that_was_opened_before_is_asked_for_the_factor(browser: Client, anna: AbstractUser) -> None:
    sign_in(browser, anna)
    secret = give_totp(anna)  # set up in another browser

    answer = browser.get("/admin/events/article/")
    assert answer["Location"].startswith(f"{FACTOR}reauthenticate/")
    assert browser.get("/admin/")["Location"].startswith(f"{FACTOR}reauthenticate/")
    browser.post(answer["Location"], {"code": code_of(secret)})

    assert is_in(browser)


def test_factor_is_not_taken_away_by_the_password_alone(browser: Client, anna: AbstractUser) -> None:
    """In a session from before it, by somebody who knows the password."""
    sign_in(browser, anna)
    browser.post("/admin/account/reauthenticate/", {"password": PASSWORD})
    secret = give_totp(anna)  # set up in another browser

    for page in ("", "totp/deactivate/", "totp/activate/", "webauthn/", "webauthn/add/",
                 "recovery-codes/generate/"):  # fmt: skip
        for ask in (browser.get, browser.post):
            assert ask(f"{FACTOR}{page}")["Location"].startswith(f"{FACTOR}reauthenticate/"), page
    assert Authenticator.objects.filter(user=anna, type="totp").exists()
    asked = browser.get(f"{FACTOR}totp/deactivate/")
    browser.post(asked["Location"], {"code": code_of(secret)})

    browser.post(f"{FACTOR}totp/deactivate/")

    assert not Authenticator.objects.filter(user=anna, type="totp").exists()


@pytest.mark.usefixtures("required")
def test_admins_own_sign_in_skips_nothing(browser: Client, anna: AbstractUser) -> None:
    give_totp(anna)

    for _ in range(2):
        browser.post("/admin/login/", {"username": anna.username, "password": PASSWORD, "next": "/admin/"})
        assert not is_in(browser)
    sign_in(browser, anna)
    for page in PAGES[:4]:
        assert browser.get(page)["Location"].startswith(("/admin/login/", "/admin/account/login/"))


@pytest.mark.usefixtures("required")
def test_new_password_by_link_skips_nothing(browser: Client, anna: AbstractUser) -> None:
    give_totp(anna)
    administrator = Client()
    administrator.force_login(make.person("", is_superuser=True))

    link = _link(anna)
    page = browser.get(link, follow=True)
    browser.post(
        page.request["PATH_INFO"], {"password1": "another long one", "password2": "another long one"}
    )

    assert not is_in(browser)
    asked = sign_in(browser, anna, "another long one")
    assert asked["Location"].startswith(f"{FACTOR}authenticate/")
    assert not is_in(browser)
    again = Client().get(link, follow=True)
    assert "This link no longer works" in words(again)


def _link(user: AbstractUser) -> str:
    from allauth.account import app_settings
    from allauth.account.utils import user_pk_to_url_str

    key = app_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(user)
    return reverse("account_reset_password_from_key", args=[user_pk_to_url_str(user), key])


@pytest.mark.usefixtures("required")
def test_factor_that_is_taken_away_is_needed_again(browser: Client, anna: AbstractUser) -> None:
    secret = give_totp(anna)
    sign_in(browser, anna)
    browser.post(f"{FACTOR}authenticate/", {"code": code_of(secret)})
    assert is_in(browser)

    Authenticator.objects.filter(user=anna).delete()

    assert browser.get("/admin/")["Location"] == FACTOR


@pytest.mark.usefixtures("required")
def test_readers_pages_do_not_ask(browser: Client, anna: AbstractUser) -> None:
    sign_in(browser, anna)

    assert browser.get("/").status_code == 200
