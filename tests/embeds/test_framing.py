"""Every public route refuses to be framed, but for those that are made for it."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from tests.policies import policy_of
from tests.test_public_routes import ADDRESSES, World

pytestmark = pytest.mark.django_db

FRAMED = {"embed/", "maps/<slug:slug>/embed/", "events/<int:pk>/embed/"}


@pytest.mark.parametrize("route", sorted(ADDRESSES))
def test_only_embeds_may_be_framed(route: str, client: Client, tmp_path: Path, settings: Settings) -> None:
    settings.LOCAL_DIR = tmp_path
    settings.EMBED_FRAME_ANCESTORS = ["https://herald.example.org"]
    addresses = ADDRESSES[route](World())

    for address in dict.fromkeys([addresses[0], addresses[-1]]):
        response = client.get(address)

        framers = policy_of(response)["frame-ancestors"]
        if route in FRAMED:
            assert framers == ["'self'", "https://herald.example.org"], address
            assert "X-Frame-Options" not in response.headers
        else:
            assert framers == ["'none'"], address
            assert response.headers["X-Frame-Options"] == "DENY", address
