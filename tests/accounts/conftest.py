from __future__ import annotations

import pytest
from django.contrib.auth.models import AbstractUser
from django.test import Client

from tests.accounts.door import PASSWORD
from tests.review import factories as make


@pytest.fixture(autouse=True)
def quick_passwords(settings) -> None:
    """Hashing as slowly as it must would be most of these tests."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def anna(db: None) -> AbstractUser:
    """A publisher with a password."""
    user = make.person("Publisher", email="anna@example.org")
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def browser() -> Client:
    return Client(HTTP_USER_AGENT="Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")
