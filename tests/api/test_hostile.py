"""What nobody sends by mistake is answered like a mistake: with a sentence, never with a failure."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from django.conf import settings
from django.test import Client

from events.api.params import FILTERS
from tests import factories
from tests.policies import InlineFinder

pytestmark = pytest.mark.django_db

HOSTILE = {
    "a NUL byte": "%00",
    "a NUL byte in a word": "a%00b",
    "half a character": "%ed%a0%80%ff",
    "Arabic digits": quote("٢٠١٩-٠٨-٣١"),
    "superscript digits": quote("²,³,²,³"),
    "more digits than a number has": "9" * 5000,
    "more words than a search has": "word+" * 5000,
    "more commas than a list has": "," * 50_000,
    "an exponent": "1e308,1e308,1e309,1e309",
    "no number": "nan,nan,nan,nan",
    "a tag": quote("</script><script>alert(1)</script>"),
    "SQL": quote("'; DROP TABLE events_event; --"),
    "a pattern": quote("%_\\"),
    "direction marks": quote("\u202e\u2066"),
    "a year before years": "0000-01-01",
    "a year after years": "10000-01-01",
    "minus zero": "-0,-0,-0,-0",
}

SCREEN = ("event", "view", "hide")
NAMES = {
    "/": (*sorted(FILTERS), *SCREEN),
    "/events.geojson": sorted(FILTERS),
    "/maps/shown/embed/": ("bbox", "kind", *SCREEN),
    "/oembed": ("url", "format", "maxwidth", "maxheight"),
}


@pytest.mark.parametrize("value", HOSTILE.values(), ids=HOSTILE)
def test_hostile_value_is_taken_or_refused_with_a_sentence(client: Client, value: str) -> None:
    factories.published_map(slug="shown")
    for path, names in NAMES.items():
        for name in names:
            answer = client.get(f"{path}?{name}={value}")

            assert answer.status_code in (200, 400, 404, 501), (path, name)
            if answer.headers["Content-Type"].startswith("text/html"):
                assert InlineFinder(answer.text).found == [], (path, name)


@pytest.mark.parametrize("query", ["kind[]=clash", "kind[0]=clash", "%00=1", "filter[kind]=clash", "=1"])
def test_name_that_is_no_parameter_is_refused_in_one_printable_line(client: Client, query: str) -> None:
    answer = client.get(f"/events.geojson?{query}")

    assert answer.status_code == 400
    assert answer.json()["error"].isprintable()


@pytest.mark.parametrize("parameter", ["a=1&", "kind=clash&"])
def test_more_parameters_than_a_request_may_have_are_refused(client: Client, parameter: str) -> None:
    for path in ("/events.geojson", "/"):
        answer = client.get(f"{path}?{parameter * (settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1)}")

        assert answer.status_code == 400
        assert "The request cannot be read." in answer.text


@pytest.mark.parametrize(
    "path",
    [
        f"/events/{'9' * 40}/",
        f"/events/{'9' * 40}.geojson",
        f"/maps/{'a' * 5000}/",
        f"/maps/{'a' * 5000}/embed/",
        f"/basemap/none/{'9' * 40}/0/0.mvt",
        f"/basemap/none/3/{'9' * 40}/0.mvt",
        "/events/%D9%A1/",
        "/events/-1/",
        "/maps/..%2f..%2fetc/",
    ],
)
def test_address_of_nothing_is_not_found(client: Client, path: str) -> None:
    answer = client.get(path)

    assert answer.status_code == 404
    assert len(answer.content) < 10_000


def test_words_that_look_like_code_are_shown_as_words(client: Client) -> None:
    code = '</script><img src=x onerror="alert(1)"><style>*{}</style>'
    event = factories.published_event(
        title=code, summary=code, figure={"claimant_words": code, "since": code}
    )
    factories.published_map(slug="shown", title=code, introduction=code, credits=code)

    for path in ("/", f"/events/{event.pk}/", "/maps/shown/", "/maps/shown/embed/"):
        page = client.get(path).text

        assert InlineFinder(page).found == [], path
        assert "<img" not in page


def test_link_of_a_source_leads_to_the_web_or_nowhere(client: Client) -> None:
    of = factories.article(url="javascript:alert(1)", archive_url="data:text/html,x")
    event = factories.published_event(of=of)

    source = client.get(f"/events/{event.pk}.geojson").json()["properties"]["sources"][0]

    assert (source["url"], source["archive_url"]) == ("", "")
    assert "javascript:" not in client.get(f"/events/{event.pk}/").text
