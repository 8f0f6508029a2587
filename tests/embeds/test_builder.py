from __future__ import annotations

import html
import re

import pytest
from django.test import Client
from django.utils import timezone

from events.enums import EventKind
from events.models import FrozenMap, Map
from tests import factories
from tests.policies import InlineFinder, policy_of
from tests.review import factories as make

pytestmark = pytest.mark.django_db

SITE = "http://testserver"


@pytest.fixture
def idlib() -> Map:
    return factories.published_map(slug="idlib", title="Idlib & Hama")


def codes(text: str) -> dict[str, str]:
    """The codes by their kind; none where the page refuses what is asked for."""
    found = re.findall(r'<textarea id="code-(\w+)"[^>]*>(.*?)</textarea>', text, re.DOTALL)
    return {name: html.unescape(value) for name, value in found}


def test_plain_codes_are_there_without_choosing_anything(client: Client, idlib: Map) -> None:
    response = client.get("/maps/idlib/embed/code/")

    assert response.status_code == 200
    picture = (
        f'<noscript><a href="{SITE}/maps/idlib/"><img src="{SITE}/maps/idlib/image.png" '
        'alt="Map: Idlib &amp; Hama" width="960" height="720" style="max-width:100%;height:auto">'
        "</a></noscript>"
    )
    assert codes(response.text) == {
        "script": f'<p data-dateline-map="idlib"><a href="{SITE}/maps/idlib/">Idlib &amp; Hama</a></p>\n'
        f"{picture}\n"
        f'<script async src="{SITE}/embed.js"></script>',
        "frame": f'<iframe src="{SITE}/maps/idlib/embed/" title="Idlib &amp; Hama" width="100%" height="560" '
        f'loading="lazy" frameborder="0"></iframe>\n{picture}',
        "address": f"{SITE}/maps/idlib/",
    }


def test_page_is_no_frame_itself_and_clean(client: Client, idlib: Map) -> None:
    response = client.get("/maps/idlib/embed/code/")

    assert response.headers["X-Frame-Options"] == "DENY"
    assert policy_of(response)["frame-src"] == ["'self'"]
    assert response.headers["Cache-Control"] == "no-cache"
    assert InlineFinder(response.text).found == []
    assert not response.cookies


def test_choices_become_parameters_and_the_preview_shows_them(client: Client, idlib: Map) -> None:
    query = (
        "?kind=shelling&from=2019-04-01&hide=legend&hide=list&totals=1&theme=dark&view=8/35.8/36.6&fit=fixed"
        "&height=420&measure=killed&when=live&as_of=2026-01-01&csrf=x"
    )

    text = client.get(f"/maps/idlib/embed/code/{query}").text

    kept = (
        "from=2019-04-01&kind=shelling&measure=killed&view=8/35.8/36.6&hide=legend,list&totals=1&theme=dark"
    )
    assert codes(text)["address"] == f"{SITE}/maps/idlib/?{kept}"
    assert 'height="420"' in codes(text)["frame"]
    assert 'data-dateline-height="420"' in codes(text)["script"]
    assert f'src="/maps/idlib/embed/?{html.escape(kept)}"' in text
    assert "<code>measure=killed</code>" in text


def test_frozen_map_is_of_today_unless_a_day_is_given(client: Client, idlib: Map) -> None:
    today = timezone.localdate().isoformat()

    text = client.get("/maps/idlib/embed/code/?when=frozen").text

    assert codes(text)["address"] == f"{SITE}/maps/idlib/?as_of={today}"
    assert FrozenMap.objects.get().map == idlib


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("?when=frozen&as_of=2999-01-01", "is yet to come"),
        ("?when=frozen&as_of=2001-01-01", "This map has never been frozen."),
        ("?kind=war", '"war" is not a known kind.'),
        ("?from=2019-05-01&to=2019-04-01", "is later than"),
    ],
)
def test_what_cannot_be_embedded_is_said_instead_of_a_code(
    client: Client, idlib: Map, query: str, sentence: str
) -> None:
    text = client.get(f"/maps/idlib/embed/code/{query}").text

    assert sentence in html.unescape(text)
    assert codes(text) == {}
    assert "<iframe" not in text


def test_event_can_be_open_in_the_map_or_alone_or_left_out(client: Client, idlib: Map) -> None:
    event = factories.published_event(title="Shells at night")
    at = f"/maps/idlib/embed/code/?event={event.pk}&theme=dark"

    assert codes(client.get(at).text)["address"] == f"{SITE}/maps/idlib/?event={event.pk}&theme=dark"
    assert codes(client.get(f"{at}&what=map").text)["address"] == f"{SITE}/maps/idlib/?theme=dark"
    alone = codes(client.get(f"{at}&what=alone").text)
    assert alone["address"] == f"{SITE}/events/{event.pk}/?theme=dark"
    assert alone["script"].startswith(f'<p data-dateline-event="{event.pk}">')


def test_event_that_the_map_does_not_show_is_not_offered(client: Client, idlib: Map) -> None:
    draft = make.event(title="Hidden title")

    text = client.get(f"/maps/idlib/embed/code/?event={draft.pk}").text

    assert "Hidden title" not in text
    assert codes(text)["address"] == f"{SITE}/maps/idlib/"


def test_kinds_and_layers_are_those_that_the_map_shows(client: Client, idlib: Map) -> None:
    by = make.person()
    factories.published_event(by=by)
    factories.published_event(
        by=by, kind=EventKind.PEACEFUL_PROTEST, layer=make.layer(slug="streets", name="Streets")
    )
    make.event(kind=EventKind.AIR_STRIKE)

    text = client.get("/maps/idlib/embed/code/?layer=streets").text

    assert re.findall(r'name="kind" value="(\w+)"', text) == ["shelling", "protest"]
    assert 'name="layer" value="streets" checked' in text


def test_all_events_and_single_events_have_a_page_of_codes_too(client: Client) -> None:
    event = factories.published_event()

    assert codes(client.get("/embed/code/").text)["address"] == f"{SITE}/"
    of_event = client.get(f"/events/{event.pk}/embed/code/?theme=light&kind=shelling").text
    assert codes(of_event)["address"] == f"{SITE}/events/{event.pk}/?theme=light"


@pytest.mark.parametrize("path", ["/maps/planned/embed/code/", "/events/999/embed/code/"])
def test_unpublished_has_no_page_of_codes(client: Client, path: str) -> None:
    make.map_(slug="planned")

    assert client.get(path).status_code == 404
