"""Sign-in by the newsroom's identity provider: a small one on this machine."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser
from django.test import Client
from pytest_django.fixtures import Settings

from tests.accounts.door import give_totp, is_in, words
from tests.review import factories as make

pytestmark = pytest.mark.django_db
User = get_user_model()

LOGIN = "/admin/account/oidc/sso/login/"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
JWK = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key()))


class Provider:
    """Answers what a provider is asked; `person` is who has just signed in there."""

    def __init__(self) -> None:
        self.person: dict[str, Any] = {}
        self.asked: list[dict[str, list[str]]] = []
        provider = self

        class Answers(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                path = urlsplit(self.path).path
                self.answer({
                    "/.well-known/openid-configuration": provider.described,
                    "/jwks": lambda: {"keys": [JWK]},
                    "/userinfo": lambda: provider.person,
                }[path]())  # fmt: skip

            def do_POST(self) -> None:
                sent = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
                provider.asked.append(sent)
                self.answer(provider.token())

            def answer(self, data: dict[str, Any]) -> None:
                body = json.dumps(data).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args: object) -> None:
                """Nothing: the tests' output is enough."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def described(self) -> dict[str, Any]:
        return {
            "issuer": self.url, "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token", "userinfo_endpoint": f"{self.url}/userinfo",
            "jwks_uri": f"{self.url}/jwks", "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }  # fmt: skip

    def token(self) -> dict[str, Any]:
        now = int(time.time())
        claims = {"iss": self.url, "aud": "dateline", "iat": now, "exp": now + 60, **self.person}
        signed = jwt.encode(claims, KEY, algorithm="RS256", headers={"kid": "1"})
        return {"access_token": "a", "token_type": "Bearer", "expires_in": 60, "id_token": signed}


@pytest.fixture
def provider(settings: Settings) -> Iterator[Provider]:
    made = Provider()
    app = {
        "provider_id": "sso", "name": "Newsroom", "client_id": "dateline", "secret": "s",
        "settings": {"server_url": made.url, "oauth_pkce_enabled": True},
    }  # fmt: skip
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
    yield made
    made.server.shutdown()
    made.server.server_close()


def _person(**claims: Any) -> dict[str, Any]:
    return {
        "sub": "p1", "email": "anna@example.org", "email_verified": True, "preferred_username": "anna.b",
        "given_name": "Anna", **claims,
    }  # fmt: skip


def _through(browser: Client, provider: Provider, **claims: Any) -> Any:
    """To the provider, where the person signs in, and back."""
    provider.person = _person(**claims)
    away = urlsplit(browser.get(LOGIN)["Location"])
    asked = parse_qs(away.query)
    assert asked["client_id"] == ["dateline"]
    assert "code_challenge" in asked
    back = urlsplit(asked["redirect_uri"][0]).path
    return browser.get(back, {"code": "c", "state": asked["state"][0]})


def test_door_names_the_provider(browser: Client, provider: Provider) -> None:
    assert "Log in with Newsroom" in words(browser.get("/admin/account/login/"))


def test_person_signs_in_to_the_account_of_their_verified_address(
    browser: Client, provider: Provider, anna: AbstractUser
) -> None:
    answer = _through(browser, provider)

    assert answer["Location"] == "/admin/"
    assert browser.session["_auth_user_id"] == str(anna.pk)
    assert "code_verifier" in provider.asked[0]


def test_address_that_the_provider_has_not_verified_is_nobodys(
    browser: Client, provider: Provider, anna: AbstractUser
) -> None:
    _through(browser, provider, email_verified=False)

    assert not is_in(browser)


def test_stranger_gets_no_account(browser: Client, provider: Provider) -> None:
    answer = _through(browser, provider)

    assert "Accounts are made by administrators" in words(answer)
    assert not User.objects.filter(username="anna.b").exists()


def test_groups_of_the_provider_make_an_account_and_its_roles(
    browser: Client, provider: Provider, settings: Settings
) -> None:
    settings.OIDC_GROUPS = {"desk": "Editor", "lead": "Publisher"}
    _through(browser, provider, groups=["desk", "canteen"])
    made = User.objects.get(username="anna.b")
    assert (made.is_staff, made.has_usable_password(), made.groups.get().name) == (True, False, "Editor")
    assert is_in(browser)

    _through(Client(), provider, groups=["lead"])

    assert made.groups.get().name == "Publisher"


def test_roles_that_are_not_mapped_stay_the_administrators(
    browser: Client, provider: Provider, anna: AbstractUser, settings: Settings
) -> None:
    settings.OIDC_GROUPS = {"lead": "Publisher"}
    anna.groups.add(make.Group.objects.get(name="Administrator"))
    anna.groups.add(make.Group.objects.get(name="Publisher"))

    _through(browser, provider, groups=[])
    _through(Client(), provider, groups=[])

    assert [group.name for group in anna.groups.all()] == ["Administrator"]


def test_second_factor_is_asked_for_after_the_provider_too(
    browser: Client, provider: Provider, anna: AbstractUser
) -> None:
    give_totp(anna)

    answer = _through(browser, provider)

    assert answer["Location"].startswith("/admin/account/2fa/authenticate/")
    assert not is_in(browser)


def test_answer_that_nobody_has_asked_for_is_refused(
    browser: Client, provider: Provider, anna: AbstractUser
) -> None:
    provider.person = _person()

    answer = browser.get(f"{LOGIN}callback/", {"code": "c", "state": "made up"})

    assert not is_in(browser)
    assert answer.status_code in (200, 401, 403)
