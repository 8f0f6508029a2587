"""What is answered when a page fails, of which Django's own page says three words in English."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from mapsite.urls import handler500 as handler500
from mapsite.urls import urlpatterns as of_the_site


def fails(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("a secret of the server")


urlpatterns = [path("fails/", fails), path("fails.geojson", fails), *of_the_site]

pytestmark = pytest.mark.urls(__name__)


@pytest.fixture
def ask() -> Callable[..., HttpResponse]:
    return Client(raise_request_exception=False).get


def test_page_says_that_it_is_our_mistake_and_asks_no_database(ask: Callable[..., HttpResponse]) -> None:
    answer = ask("/fails/")

    assert answer.status_code == 500
    assert "not in what you asked for" in answer.text
    assert "secret" not in answer.text
    assert "frame-ancestors" in answer["Content-Security-Policy"]


def test_page_speaks_the_language_of_the_reader(ask: Callable[..., HttpResponse]) -> None:
    answer = ask("/fails/", headers={"accept-language": "ar"})

    assert '<html lang="ar" dir="rtl"' in answer.text
    assert "not in what you asked for" not in answer.text


def test_programs_are_told_in_json(ask: Callable[..., HttpResponse]) -> None:
    answer = ask("/fails.geojson")

    assert answer.status_code == 500
    assert answer.json()["error"].endswith("Try again in a few minutes.")
