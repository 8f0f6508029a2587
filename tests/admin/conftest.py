from __future__ import annotations

import pytest
from django.contrib.auth.models import AbstractUser
from django.test import Client

from tests.review import factories as make


@pytest.fixture
def publisher(db: None) -> AbstractUser:
    return make.person("Publisher")


@pytest.fixture
def desk(client: Client, publisher: AbstractUser) -> Client:
    """A browser in which a publisher has signed in."""
    client.force_login(publisher)
    return client


@pytest.fixture
def as_group() -> object:
    def signed_in(group: str, **fields: object) -> Client:
        browser = Client()
        browser.force_login(make.person(group, **fields))
        return browser

    return signed_in
