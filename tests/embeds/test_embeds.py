from __future__ import annotations

import html
import re

import pytest
from django.test import Client, RequestFactory
from pytest_django.fixtures import Settings

from events.embeds.snippet import embed_code
from events.enums import Status
from events.review.maps import withdraw_map
from tests import factories
from tests.policies import InlineFinder, policy_of
from tests.review import factories as make

pytestmark = pytest.mark.django_db


def test_embed_may_be_framed_by_others_and_sets_no_cookie(client: Client) -> None:
    make.map_(slug="idlib", title="Idlib", status=Status.PUBLISHED)

    response = client.get("/maps/idlib/embed/")

    assert response.status_code == 200
    assert policy_of(response)["frame-ancestors"] == ["*"]
    assert "X-Frame-Options" not in response.headers
    assert not response.cookies
    assert "Cookie" not in response.headers["Vary"]
    assert b'data-mode="embed"' in response.content


def test_embed_may_be_framed_by_the_named_sites_only(client: Client, settings: Settings) -> None:
    settings.EMBED_FRAME_ANCESTORS = ["https://herald.example.org"]
    make.map_(slug="idlib", status=Status.PUBLISHED)

    assert policy_of(client.get("/maps/idlib/embed/"))["frame-ancestors"] == ["https://herald.example.org"]


@pytest.mark.parametrize(
    ("path", "status", "sentence"),
    [
        ("/maps/planned/embed/", 404, "There is no published map “planned”."),
        ("/maps/nothing/embed/", 404, "There is no published map “nothing”."),
        ("/maps/withdrawn/embed/", 404, "The map “withdrawn” has been withdrawn."),
        ("/maps/idlib/embed/?kind=war", 400, '"war" is not a known kind.'),
    ],
)
def test_frame_says_why_it_shows_no_map(client: Client, path: str, status: int, sentence: str) -> None:
    make.map_(slug="planned", title="Hidden title")
    gone = factories.published_map(slug="withdrawn", title="Hidden title")
    withdraw_map(gone, by=make.person(), public_note="Outdated.")
    factories.published_map(slug="idlib")

    response = client.get(path)

    assert response.status_code == status
    assert sentence in html.unescape(response.text)
    assert "Hidden title" not in response.text
    assert policy_of(response)["frame-ancestors"] == ["*"]
    assert "X-Frame-Options" not in response.headers
    assert response.headers["Cache-Control"] == "no-cache"
    assert InlineFinder(response.text).found == []
    assert not response.cookies


def test_links_of_a_frame_without_a_map_leave_the_frame(client: Client) -> None:
    links = re.findall(r'<a [^>]*href="/[^>]*>', client.get("/maps/nothing/embed/").text)

    assert links
    assert all('target="_blank"' in link for link in links)


def test_embed_code_carries_the_map_and_a_link_for_pages_without_scripts(rf: RequestFactory) -> None:
    idlib = make.map_(slug="idlib", title="A <& B>")

    assert embed_code(idlib, rf.get("/")) == (
        '<p data-dateline-map="idlib"><a href="http://testserver/maps/idlib/">A &lt;&amp; B&gt;</a></p>\n'
        '<script async src="http://testserver/embed.js"></script>'
    )


def test_embed_code_names_the_address_of_the_settings(rf: RequestFactory, settings: Settings) -> None:
    settings.SITE_URL = "https://maps.example.org"

    assert 'src="https://maps.example.org/embed.js"' in embed_code(make.map_(), rf.get("/"))


def test_loader_keeps_its_address_and_may_be_loaded_by_any_page(client: Client) -> None:
    response = client.get("/embed.js")

    assert response.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert response.headers["Cache-Control"] == "public, max-age=3600"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert not response.cookies
    assert len(response.content.splitlines()) <= 60

    again = client.get("/embed.js", headers={"if-none-match": response.headers["ETag"]})
    assert again.status_code == 304


def test_loader_stores_nothing_and_runs_no_text_as_code(client: Client) -> None:
    source = client.get("/embed.js").content.decode()

    for word in ("cookie =", "localStorage", "sessionStorage", "innerHTML", "eval(", "document.write"):
        assert word not in source


def test_demonstration_article_is_there_with_the_map_that_it_embeds(client: Client) -> None:
    assert client.get("/demo/article/").status_code == 404

    make.map_(slug="north-west-syria-2019", title="The offensive", status=Status.PUBLISHED)
    response = client.get("/demo/article/")

    assert response.status_code == 200
    assert b'data-dateline-map="north-west-syria-2019"' in response.content
    assert b'src="/embed.js"' in response.content
