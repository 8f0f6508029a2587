"""The door as a test knocks on it."""

from __future__ import annotations

import re
import time
from html import unescape
from typing import Any

from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
)
from django.contrib.auth.models import AbstractUser
from django.test import Client
from django.urls import reverse

PASSWORD = "a long password for tests"


def sign_in(browser: Client, user: AbstractUser | str, password: str = PASSWORD, **more: Any) -> Any:
    name = user if isinstance(user, str) else user.username
    return browser.post(reverse("account_login"), {"login": name, "password": password}, **more)


def is_in(browser: Client) -> bool:
    """Whether the editors' side opens."""
    return browser.get(reverse("admin:index")).status_code == 200


def give_totp(user: AbstractUser) -> str:
    """An authenticator app for the account; the secret that its codes come from."""
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    return secret


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def words(answer: Any) -> str:
    """The text of a page, without its markup."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())
