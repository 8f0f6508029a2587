from __future__ import annotations

import html
import json
import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from events.api.event_page import LONGEST_DESCRIPTION
from events.enums import FigureRole, Precision, Status, Verification
from events.models import Article, Event, Figure
from events.review.events import change_event
from events.templatetags.linked_data import linked_data
from tests import factories
from tests.review import factories as make

pytestmark = pytest.mark.django_db

GORY = "Limbs lay in the road"


def page(client: Client, event: Event) -> str:
    return client.get(f"/events/{event.pk}/").text


def linked(text: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', text, re.S)
    assert found
    return json.loads(found.group(1))


def meta(text: str, name: str) -> str:
    found = re.search(rf'<meta (?:name|property)="{name}" content="(.*?)">', text)
    assert found, name
    return html.unescape(found.group(1))


def test_sentence_of_the_first_claim_stands_under_its_number(client: Client) -> None:
    event = factories.published_event()
    make.figure(
        factories.article(status=Status.PUBLISHED), event=event, status=Status.PUBLISHED,
        role=FigureRole.DISPUTED, claimant=make.organisation(),
    )  # fmt: skip

    said = page(client, event)

    first, second = re.findall(r'<li class="claim is-\w+">.*?</li>', said, re.S)
    assert '<mark class="figure">More than 12</mark>' in first
    assert "the sentence" not in first
    assert "the sentence" in second
    assert said.count('id="excerpt-') == len(set(re.findall(r'id="excerpt-\d+"', said)))


def test_precision_and_verification_are_said_in_words(client: Client) -> None:
    event = factories.published_event(verification=Verification.CONTESTED)
    Event.objects.update(precision=Precision.ADMIN1)

    said = page(client, event)

    assert "Placed at the province, not at a point." in said
    assert "<strong>Contested</strong>: claims about it contradict each other." in said


def test_place_leads_to_its_page(client: Client) -> None:
    event = factories.published_event()

    assert f'<a href="/places/{event.place_id}/">Saraqib, Syria</a>' in page(client, event)


def test_corrections_stand_by_day_and_are_told_at_the_top(client: Client) -> None:
    by = make.person()
    event = factories.published_event(by=by)
    change_event(event, {"title": "Shelling of Saraqib"}, by=by, public_note="It was another town.")

    said = page(client, event)

    assert "Changed after publication, last on" in said
    assert "<p><bdi>It was another town.</bdi></p>" in said
    assert linked(said)["correction"][0]["text"] == "It was another town."


def test_corrections_stand_by_the_newsroom_s_day_the_latest_first_each_note_once(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    by = make.person()
    event = factories.published_event(by=by)
    for moment, title, note in [
        (datetime(2027, 1, 20, 23, 30, tzinfo=UTC), "Shelling at night", "It was another town."),
        (datetime(2027, 1, 21, 9, 0, tzinfo=UTC), "Shelling at dawn", "It was another town."),
        (datetime(2027, 1, 23, 9, 0, tzinfo=UTC), "Shelling at noon", "It was at noon."),
    ]:
        monkeypatch.setattr("django.utils.timezone.now", lambda moment=moment: moment)
        event = change_event(event, {"title": title}, by=by, public_note=note)

    with timezone.override("Asia/Damascus"):
        said = page(client, event)

    days = re.findall(r'<li><time datetime="([\d-]+)">[^<]*</time><p><bdi>(.*?)</bdi></p></li>', said)
    assert days == [("2027-01-23", "It was at noon."), ("2027-01-21", "It was another town.")]
    assert "corrected 23 January 2027. http" in said


def test_source_without_a_link_is_said_to_be_off_the_web(client: Client) -> None:
    event = factories.published_event()
    Article.objects.update(url="", archive_url="https://archive.example.org/1")

    said = page(client, event)

    assert "not on the web" in said
    assert '<a href="https://archive.example.org/1" rel="noopener">archived copy</a>' in said


def test_excerpt_keeps_its_language_and_direction(client: Client) -> None:
    event = factories.published_event()
    Article.objects.update(language="ar")

    assert '<blockquote class="excerpt" lang="ar" dir="rtl">' in page(client, event)


def test_graphic_words_stay_closed_and_leave_by_no_other_way(client: Client) -> None:
    of = factories.article(text=f"{GORY}. {factories.TEXT}")
    shown = {"excerpt_start": 0, "excerpt_end": len(GORY) + 1 + factories.SHOWN_UNTIL}
    event = factories.published_event(
        of=of, mention=shown, figure=shown, is_graphic=True, summary=f"{GORY}, a witness said."
    )

    said = page(client, event)

    head, body = said.split("</head>")
    assert GORY not in head
    closed = re.search(r'<details class="graphic"><summary>.*?</details>', body, re.S)
    assert closed
    assert closed.group().count(GORY) == body.count(GORY) == 2
    assert "More than 12 people killed, claimed by" in meta(said, "description")
    for suffix in ("bib", "ris", "csl.json"):
        assert GORY not in client.get(f"/events/{event.pk}.{suffix}").text


def test_page_is_told_to_programs_as_a_report_with_its_sources_and_claims(client: Client) -> None:
    event = factories.published_event(title="Shelling in Saraqib")

    said = page(client, event)

    told = linked(said)
    claimant = Figure.objects.get().claimant
    assert (told["@type"], told["headline"]) == ("Report", "Shelling in Saraqib")
    assert told["url"] == f"http://testserver/events/{event.pk}/"
    assert told["temporalCoverage"] == "2019-08-30"
    assert told["spatialCoverage"]["geo"] == {
        "@type": "GeoCoordinates", "latitude": 35.86, "longitude": 36.8,
    }  # fmt: skip
    (source,) = told["citation"]
    assert (source["@type"], source["url"]) == ("NewsArticle", "https://herald.example.org/night")
    assert source["datePublished"] == "2019-08-31"
    (claim,) = told["mentions"]
    assert (claim["@type"], claim["text"]) == ("Claim", "More than 12 people killed")
    assert claim["author"]["name"] == claimant.name
    assert meta(said, "og:title") == "Shelling in Saraqib"
    assert meta(said, "og:url") == told["url"]


def test_report_says_where_it_belongs_and_where_its_source_is_kept(client: Client) -> None:
    event = factories.published_event()
    Article.objects.update(language="ar", archive_url="https://archive.example.org/1")

    told = linked(page(client, event))

    assert told["isPartOf"] == {"@type": "Dataset", "@id": "http://testserver/", "url": "http://testserver/"}
    (source,) = told["citation"]
    assert (source["inLanguage"], source["archivedAt"]) == ("ar", "https://archive.example.org/1")


def test_page_has_what_readers_take_along(client: Client) -> None:
    of = make.article(language="ar")
    event = factories.published_event(title="Shelling in Saraqib", of=of, is_demonstration=True)
    beside = make.mention(of, "Binnish", place=make.place("Binnish", lon=40))
    other = make.published(beside, title="Another one")

    said = page(client, event)

    address = f"/events/{event.pk}"
    assert f'type="url" readonly value="http://testserver{address}/"' in said
    assert f'href="/?event={event.pk}">See it on the map</a>' in said
    assert f'href="{address}/embed/code/"' in said
    cited = r'id="citation"[^>]*>“Shelling in Saraqib.” Dateline, The Example Herald, published'
    assert re.search(cited, said)
    assert f'<link rel="alternate" type="application/geo+json" href="{address}.geojson">' in said
    assert '<h1 class="card-title"><bdi>Shelling in Saraqib</bdi></h1>' in said
    assert "Demonstration data, written to try Dateline out. Not reporting." in said
    assert '<bdi lang="ar">' in said
    assert '<time datetime="2019-08-31">31 August 2019</time>' in said
    assert "<dt>Published</dt>" in said
    assert "From the same article" in said
    assert f'href="/events/{other.pk}/"' in said


def test_description_is_as_long_as_previews_show(client: Client) -> None:
    event = factories.published_event(summary="It was told at length. " * 40)

    told = meta(page(client, event), "description")

    assert len(told) == LONGEST_DESCRIPTION
    assert told.endswith("…")


def test_province_is_told_without_a_pin(client: Client) -> None:
    event = factories.published_event()
    Event.objects.update(precision=Precision.ADMIN1)

    assert linked(page(client, event))["spatialCoverage"] == {"@type": "Place", "name": "Saraqib, Syria"}


def test_data_cannot_close_its_script(client: Client) -> None:
    hostile = "</script><script>alert(1)</script><!-- &"
    event = factories.published_event(title=hostile)

    said = page(client, event)

    assert linked(said)["headline"] == hostile
    assert "<script>alert" not in said
    assert linked_data({"a": "</script>"}) == (
        '<script type="application/ld+json">{"a":"\\u003c/script\\u003e"}</script>'
    )


def test_event_without_date_or_figures_says_so_and_nothing_else(client: Client) -> None:
    event = factories.published_event(
        has_figure=False, earliest=None, latest=None, date_precision="unknown", title="Shelling"
    )

    said = page(client, event)

    assert "Date unknown." in said
    assert meta(said, "description") == "Shelling, artillery or missiles, Saraqib, Syria, date unknown."
    assert "temporalCoverage" not in linked(said)
