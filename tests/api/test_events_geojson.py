from __future__ import annotations

import json
from itertools import pairwise
from typing import Any

import pytest
from django.contrib.gis.geos import Polygon
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from events.enums import Measure, MentionRole, Precision, Relation, Status, Unit
from events.models import Event, Figure, Mention
from events.review.merging import merge_events, unmerge_event
from tests.review import factories as make

pytestmark = pytest.mark.django_db

SENTENCE = "Shells fell on Saraqib and on Binnish in the night."


def get(client: Client, url: str = "/events.geojson", **headers: str) -> Any:
    response = client.get(url, headers=headers)
    assert response.status_code == 200, response.content
    return json.loads(response.content)


def whole_event() -> Event:
    """Published, with a figure, both quoted in sentences of the same article."""
    article = make.article(url="https://news.example.org/1")
    end = len(SENTENCE)
    mention = make.mention(article, excerpt_start=0, excerpt_end=end)
    start = article.text.index("More than 12")
    make.figure(
        article, excerpt_start=start, excerpt_end=article.text.index("\n"), claimant=make.organisation(),
        claimant_words="the rescue service",
    )  # fmt: skip
    event = make.published(mention, title="Shelling in Saraqib")
    Figure.objects.filter(article=article).update(event=event, status=Status.PUBLISHED)
    return event


def test_feature_says_what_when_where_who_and_how_known(client: Client) -> None:
    event = whole_event()
    article = Figure.objects.get().article

    collection = get(client)

    assert collection["numberMatched"] == 1
    feature = collection["features"][0]
    seen = feature["properties"]
    assert (feature["id"], feature["geometry"]) == (
        event.pk, {"type": "Point", "coordinates": [36.8, 35.86]},
    )  # fmt: skip
    assert (seen["title"], seen["group"], seen["date_text"]) == (
        "Shelling in Saraqib", "shelling", "30 August 2019",
    )  # fmt: skip
    assert (seen["precision"], seen["point"], seen["radius_m"]) == ("settlement", [36.8, 35.86], None)
    assert seen["sources"] == [
        {
            "outlet": article.outlet.name, "headline": article.headline, "url": "https://news.example.org/1",
            "archive_url": "", "published_on": "2019-08-31", "published_text": "31 August 2019",
            "language": "en", "is_demonstration": False,
        }
    ]  # fmt: skip
    figure = seen["figures"][0]
    excerpt = seen["excerpts"][figure["excerpt"]]
    assert excerpt["text"][slice(*figure["mark"])] == figure["wording"] == "More than 12"
    assert (figure["low"], figure["high"], figure["noun"]) == (12, None, "people killed")
    assert figure["claimant"].startswith("Rescue service")
    assert seen["excerpts"][0]["text"] == SENTENCE
    mark = seen["excerpts"][0]["marks"][0]
    assert (mark["kind"], SENTENCE[mark["start"] : mark["end"]]) == ("place", "Saraqib")


def test_one_event_is_the_same_feature(client: Client) -> None:
    event = whole_event()

    assert get(client, f"/events/{event.pk}.geojson") == get(client)["features"][0]


def test_area_is_simplified_rounded_and_turns_counter_clockwise(client: Client) -> None:
    corners = [
        (36, 35),
        (36, 36),
        (36.5000001, 36.0000004),
        (37, 36),
        (37.123456789, 35.5),
        (37, 35),
        (36, 35),
    ]
    area = make.mention(geometry=Polygon(corners, srid=4326), precision=Precision.ADMIN1)
    make.published(area)

    geometry = get(client)["features"][0]["geometry"]

    ring = geometry["coordinates"][0]
    twice_area = sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring))
    assert twice_area > 0
    assert [37.1235, 35.5] in ring
    assert len(ring) == 6


def test_near_is_drawn_with_the_circle_of_its_words(client: Client) -> None:
    make.published(
        make.mention(relation=Relation.NEAR, distance_m=4000.0, precision=Precision.NEAR, quote="Binnish")
    )

    seen = get(client)["features"][0]["properties"]

    assert seen["radius_m"] == 4000
    assert seen["place_text"].startswith("near Binnish")


@pytest.mark.parametrize(
    ("low", "high", "quantifier", "noun"),
    [(1, 1, "exact", "home destroyed"), (1, 3, "between", "homes destroyed")],
)
def test_noun_of_a_figure_agrees_with_the_number_said_last(
    client: Client, low: int, high: int, quantifier: str, noun: str
) -> None:
    whole_event()
    Figure.objects.update(
        measure=Measure.HOMES_DESTROYED, unit=Unit.HOME, low=low, high=high, quantifier=quantifier
    )

    figure = get(client)["features"][0]["properties"]["figures"][0]

    assert figure["noun"] == noun


def test_point_without_a_place_of_the_gazetteer_is_said_to_have_none(client: Client) -> None:
    """As an import leaves it, of a row with coordinates alone."""
    event = make.published(make.mention())
    Mention.objects.update(place=None)
    Event.objects.filter(pk=event.pk).update(place=None)

    feature = get(client)["features"][0]

    assert feature["geometry"]["coordinates"] == [36.8, 35.86]
    assert (feature["properties"]["place"], feature["properties"]["place_text"]) == (None, "place unknown")


def test_movement_goes_from_origin_to_destination(client: Client) -> None:
    article = make.article()
    make.published(
        make.mention(article, "Saraqib", role=MentionRole.ORIGIN, after=100),
        make.mention(article, "border", role=MentionRole.DESTINATION, place=make.place(lon=36.6, lat=36.2)),
        make.mention(article, "Binnish"),
    )

    assert get(client)["features"][0]["properties"]["movement"] == [
        {"origin": [36.8, 35.86], "destination": [36.6, 36.2]}
    ]


def test_queries_do_not_grow_with_the_events(client: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            get(client, "/events.geojson?kind=shelling")
        return len(captured)

    whole_event()
    get(client)  # what a process looks up once
    one = queries()
    whole_event()
    whole_event()

    assert queries() == one
    assert queries() <= 2, "an answer that is kept takes a look at the versions of data and background"


def test_mistake_is_answered_in_the_one_shape(client: Client) -> None:
    response = client.get("/events.geojson?kind=war")

    assert response.status_code == 400
    assert response.headers["Content-Type"] == "application/json"
    error = response.json()
    assert sorted(error) == ["error", "field"]
    assert error["field"] == "kind"


def test_unknown_or_draft_event_is_not_found_in_the_same_words(client: Client) -> None:
    draft = make.event()

    for pk in (draft.pk, draft.pk + 1):
        response = client.get(f"/events/{pk}.geojson")
        assert response.status_code == 404
        assert response.json() == {
            "error": f"There is no published event {pk}. The list is at /events.geojson.", "field": "id",
        }  # fmt: skip


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_only_reading_is_allowed(client: Client, method: str) -> None:
    assert getattr(client, method)("/events.geojson").status_code == 405


def test_head_has_the_headers_and_no_body(client: Client) -> None:
    response = client.head("/events.geojson")

    assert (response.status_code, response.content) == (200, b"")
    assert response.headers["ETag"]


def test_answer_may_be_kept_by_anyone_and_is_compressed(client: Client) -> None:
    whole_event()

    response = client.get("/events.geojson", headers={"accept-encoding": "gzip"})

    assert response.headers["Cache-Control"] == "public, max-age=60"
    assert response.headers["Content-Encoding"] == "gzip"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "Cookie" not in response.headers["Vary"]
    assert not response.cookies


def etag(client: Client) -> str:
    return client.get("/events.geojson").headers["ETag"]


def test_unchanged_data_are_not_sent_again(client: Client) -> None:
    whole_event()

    response = client.get("/events.geojson", headers={"if-none-match": etag(client)})

    assert (response.status_code, response.content) == (304, b"")
    assert response.headers["Cache-Control"] == "public, max-age=60"


def test_kept_event_of_a_merge_keeps_its_own_place(client: Client) -> None:
    by = make.person()
    keep, other = make.published(by=by), make.published(make.mention(quote="Binnish"), by=by)
    apart = make.mention(quote="Binnish")
    shared = make.published(apart, make.mention(place=apart.place), by=by)

    merge_events(keep, other, by=by, public_note="One event.")
    merge_events(keep, shared, by=by, public_note="One event.")

    [feature] = get(client)["features"]
    assert feature["properties"]["place_text"] == "Saraqib, Syria"
    assert feature["properties"]["place"]["id"] == keep.place_id
    assert [len(source["outlet"]) > 0 for source in feature["properties"]["sources"]] == [True] * 4
    unmerge_event(Event.objects.get(pk=other.pk), by=by, public_note="Two after all.")
    told = {feature["id"]: feature["properties"]["place_text"] for feature in get(client)["features"]}
    assert told == {keep.pk: "Saraqib, Syria", other.pk: "Binnish, Syria"}
