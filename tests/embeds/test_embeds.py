from __future__ import annotations

import html
import re

import pytest
from django.test import Client, RequestFactory
from pytest_django.fixtures import Settings

from events.embeds.snippet import (
    frame_code,
    frame_code_with_picture,
    script_code,
    subject_of_event,
    subject_of_home,
    subject_of_map,
)
from events.enums import Status
from events.review.maps import withdraw_map
from events.review.merging import merge_events
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

    # Our own pages too: the builder of embed codes shows them.
    assert policy_of(client.get("/maps/idlib/embed/"))["frame-ancestors"] == [
        "'self'",
        "https://herald.example.org",
    ]


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


def test_embed_code_carries_the_map_and_its_picture_for_pages_without_scripts(rf: RequestFactory) -> None:
    idlib = make.map_(slug="idlib", title="A <& B>")

    assert script_code(subject_of_map(idlib), rf.get("/")) == (
        '<p data-dateline-map="idlib"><a href="http://testserver/maps/idlib/">A &lt;&amp; B&gt;</a></p>\n'
        '<noscript><a href="http://testserver/maps/idlib/"><img src="http://testserver/maps/idlib/image.png" '
        'alt="Map: A &lt;&amp; B&gt;" width="960" height="720" style="max-width:100%;height:auto">'
        "</a></noscript>\n"
        '<script async src="http://testserver/embed.js"></script>'
    )


def test_embed_code_names_the_address_of_the_settings(rf: RequestFactory, settings: Settings) -> None:
    settings.SITE_URL = "https://maps.example.org"

    assert 'src="https://maps.example.org/embed.js"' in script_code(subject_of_map(make.map_()), rf.get("/"))


def test_codes_carry_what_was_chosen_and_a_fixed_height(rf: RequestFactory) -> None:
    query = {"kind": "shelling,protest", "view": "8/35.8/36.6", "theme": "dark"}
    home = subject_of_home(query)

    assert script_code(home, rf.get("/"), height=400).startswith(
        '<p data-dateline-map="" data-dateline-height="400"><a href="http://testserver/?kind=shelling,protest'
        '&amp;view=8/35.8/36.6&amp;theme=dark">Dateline</a></p>'
    )
    assert frame_code(home, rf.get("/"), height=400) == (
        '<iframe src="http://testserver/embed/?kind=shelling,protest&amp;view=8/35.8/36.6&amp;theme=dark" '
        'title="Dateline" width="100%" height="400" loading="lazy" frameborder="0"></iframe>'
    )


def test_picture_in_a_code_shows_what_the_embed_does(rf: RequestFactory) -> None:
    query = {"kind": "shelling", "as_of": "2026-11-22", "show": "table", "draw": "heat", "lang": "fr"}

    code = frame_code_with_picture(subject_of_home(query), rf.get("/"), height=400)

    picture = re.search(r'<img src="([^"]*)"', code)[1]
    assert picture == "http://testserver/image.png?kind=shelling&amp;as_of=2026-11-22&amp;lang=fr"
    event = factories.published_event()
    assert f'src="http://testserver/events/{event.pk}/image.png"' in script_code(
        subject_of_event(event), rf.get("/")
    )


def test_code_of_an_event_names_it(rf: RequestFactory) -> None:
    event = factories.published_event(title="Shells at night")

    code = script_code(subject_of_event(event), rf.get("/"))

    assert code.startswith(f'<p data-dateline-event="{event.pk}"><a href="http://testserver/events/')


@pytest.mark.parametrize("path", ["/embed/", "/maps/idlib/embed/", "/events/{}/embed/"])
def test_every_embed_may_be_framed_and_keeps_no_cookie(client: Client, path: str) -> None:
    make.map_(slug="idlib", status=Status.PUBLISHED)
    event = factories.published_event()

    response = client.get(path.format(event.pk))

    assert response.status_code == 200
    assert policy_of(response)["frame-ancestors"] == ["*"]
    assert "X-Frame-Options" not in response.headers
    assert "noindex" in response.text
    assert InlineFinder(response.text).found == []
    assert not response.cookies


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?hide=legend,list", "without-legend without-list"),
        ("?hide=list&hide=time", "without-list without-time"),
        ("?hide=colour,figures", "embedded"),
        ("?theme=dark", 'data-theme="dark"'),
        ("?theme=dark", 'name="color-scheme" content="dark"'),
    ],
)
def test_embed_leaves_out_what_it_is_asked_to(client: Client, query: str, found: str) -> None:
    make.map_(slug="idlib", status=Status.PUBLISHED)

    assert found in client.get(f"/maps/idlib/embed/{query}").text


def test_theme_that_does_not_exist_is_as_good_as_none(client: Client) -> None:
    assert "data-theme" not in client.get('/embed/?theme="><script>').text


def test_event_embed_has_its_claims_and_sources_and_links_that_leave_the_frame(client: Client) -> None:
    event = factories.published_event(title="Shells at night")

    text = client.get(f"/events/{event.pk}/embed/").text

    assert "Shells at night" in text
    assert 'dir="auto">More than 12</strong>' in text
    assert '<mark class="figure">More than 12</mark>' in text
    assert "https://herald.example.org/night" in text
    links = re.findall(r"<a [^>]*href=\"[^#\"][^>]*>", text)
    assert links
    assert all('target="_blank"' in link and 'rel="noopener"' in link for link in links)


def test_graphic_event_is_behind_a_notice_in_its_embed(client: Client) -> None:
    event = factories.published_event(is_graphic=True)

    text = client.get(f"/events/{event.pk}/embed/").text

    assert '<details class="embed-sources">' in text
    assert "What follows describes graphic violence. Show it." in text


def test_embed_of_an_event_that_is_not_published_says_so(client: Client) -> None:
    event = make.event()

    response = client.get(f"/events/{event.pk}/embed/")

    assert response.status_code == 404
    assert f"There is no published event {event.pk}." in response.text
    assert policy_of(response)["frame-ancestors"] == ["*"]


def test_embed_of_a_merged_event_leads_to_the_kept_one(client: Client) -> None:
    by = make.person()
    kept, merged = factories.published_event(by=by), factories.published_event(by=by, has_figure=False)
    merge_events(kept, merged, by=by, public_note="One event.")

    response = client.get(f"/events/{merged.pk}/embed/")

    assert response.status_code == 301
    assert response.headers["Location"] == f"/events/{kept.pk}/embed/"
    assert "X-Frame-Options" not in response.headers


@pytest.mark.parametrize("path", ["/", "/maps/idlib/", "/events/{}/"])
def test_page_tells_publishers_systems_where_its_embed_is(client: Client, path: str) -> None:
    make.map_(slug="idlib", status=Status.PUBLISHED)
    event = factories.published_event()

    text = client.get(f"{path.format(event.pk)}?theme=dark&utm_source=x").text

    for kind in ("application/json+oembed", "text/xml+oembed"):
        link = re.search(rf'<link rel="alternate" type="{re.escape(kind)}" href="([^"]+)"', text)
        assert link, kind
        address = html.unescape(link[1])
        answer = client.get(address)
        assert answer.status_code == 200
        assert "theme=dark" in answer.text
        assert "utm_source" not in answer.text


def test_loader_keeps_its_address_and_may_be_loaded_by_any_page(client: Client) -> None:
    response = client.get("/embed.js")

    assert response.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert response.headers["Cache-Control"] == "public, max-age=3600"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert not response.cookies
    assert len(response.content) < 3000

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
