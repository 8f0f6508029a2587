"""A frozen map never changes, and shows nothing that is not published any more."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from events.embeds import freezing
from events.embeds.freezing import take
from events.embeds.standing import standing_of
from events.enums import Status
from events.models import Article, EventMention, FrozenMap, Map, Organisation
from events.review.articles import withdraw_article
from events.review.discretion import show_coarser
from events.review.events import change_event, withdraw_event
from events.review.figures import withdraw_figure
from events.review.maps import change_map, withdraw_map
from tests import factories
from tests.review import discretion as given
from tests.review import factories as make

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 22)


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 11, 22, 14, 5, tzinfo=UTC)

    def shift(self, by: timedelta) -> None:
        self.now += by


@pytest.fixture(autouse=True)
def on_a_day(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr("django.utils.timezone.now", lambda: clock.now)
    return clock


@pytest.fixture
def idlib() -> Map:
    return factories.published_map(slug="idlib", title="Idlib", credits="Drawn by the desk.")


def titles(client: Client, day: date = TODAY, query: str = "", of: str = "/maps/idlib") -> list[str]:
    answer = client.get(f"{of}/frozen/{day}.geojson{query}")
    assert answer.status_code == 200, answer.text
    return [feature["properties"]["title"] for feature in answer.json()["features"]]


def test_map_is_frozen_once_a_day_when_it_is_first_asked_for(client: Client, idlib: Map) -> None:
    factories.published_event(title="Shells at night")

    assert titles(client) == ["Shells at night"]
    assert client.get(f"/maps/idlib/embed/?as_of={TODAY}").status_code == 200

    frozen = FrozenMap.objects.get()
    assert (frozen.map, frozen.day, frozen.number) == (idlib, TODAY, 1)
    assert frozen.taken_by is None


def test_frozen_map_stays_as_it_was_when_the_live_one_changes(client: Client, idlib: Map) -> None:
    by = make.person()
    shown = factories.published_event(by=by, title="Shells at night")
    titles(client)

    change_event(shown, {"title": "Shells in the morning"}, by=by, public_note="It was in the morning.")
    factories.published_event(by=by, title="A later report")
    change_map(idlib, {"title": "North-western Syria", "credits": "Somebody else"}, by=by)

    assert titles(client) == ["Shells at night"]
    page = client.get(f"/maps/idlib/embed/?as_of={TODAY}").text
    assert "Drawn by the desk." in page
    assert "Shells at night" in page
    assert "North-western Syria" not in page
    assert "A later report" not in page


def test_row_of_a_frozen_map_cannot_be_changed(idlib: Map) -> None:
    frozen = take(idlib)

    with pytest.raises(IntegrityError, match="cannot be changed"), transaction.atomic():
        FrozenMap.objects.filter(pk=frozen.pk).update(number=7)


def test_withdrawn_event_leaves_the_frozen_map_which_says_so(client: Client, idlib: Map) -> None:
    by = make.person()
    gone = factories.published_event(by=by, title="Wrongly reported")
    factories.published_event(by=by, title="Shells at night")
    assert sorted(titles(client)) == ["Shells at night", "Wrongly reported"]

    withdraw_event(gone, by=by, public_note="It did not happen.")

    assert titles(client) == ["Shells at night"]
    assert client.get(f"/maps/idlib/frozen/{TODAY}.geojson").json()["withdrawn"] == 1
    page = client.get(f"/maps/idlib/embed/?as_of={TODAY}&totals=1").text
    assert "1 event has been withdrawn since." in page
    assert "Wrongly reported" not in page
    assert 'class="totals-line' not in page


def test_days_of_a_withdrawn_event_are_not_in_the_time_of_the_frozen_map(client: Client, idlib: Map) -> None:
    by, day = make.person(), date(2018, 1, 5)
    gone = factories.published_event(by=by, title="Wrongly reported", earliest=day, latest=day)
    factories.published_event(by=by, title="Shells at night")
    address = f"/maps/idlib/embed/?as_of={TODAY}"
    assert day.isoformat() in client.get(address).text

    withdraw_event(gone, by=by, public_note="It did not happen.")

    assert day.isoformat() not in client.get(address).text


def test_event_that_is_only_shown_less_exactly_is_not_called_withdrawn(client: Client, idlib: Map) -> None:
    event = given.published(given.area(), title="Shells at night")
    factories.published_event(title="A truce")
    assert len(titles(client)) == 2

    show_coarser(event, by=make.person(), reason="Medics work there.")

    assert titles(client) == ["A truce"]
    data = client.get(f"/maps/idlib/frozen/{TODAY}.geojson").json()
    assert (data["withdrawn"], data["changed"]) == (0, 1)
    page = client.get(f"/maps/idlib/embed/?as_of={TODAY}").text
    assert "1 event has changed since and is left out here." in page
    assert "withdrawn since" not in page


def test_event_leaves_with_the_article_that_alone_tells_it(client: Client, idlib: Map) -> None:
    by = make.person()
    of = factories.article()
    factories.published_event(by=by, of=of)
    titles(client)

    withdraw_article(of, by=by, public_note="The outlet took it back.")

    assert titles(client) == []


def test_withdrawn_figure_leaves_with_the_words_that_only_it_showed(client: Client, idlib: Map) -> None:
    by = make.person()
    until = factories.TEXT.index(" More than")
    shown = factories.published_event(by=by, mention={"excerpt_end": until})
    assert "More than 12" in client.get(f"/maps/idlib/frozen/{TODAY}.geojson").text

    withdraw_figure(shown.figures.get(), by=by, public_note="Counted twice.")

    left = client.get(f"/maps/idlib/frozen/{TODAY}.geojson").json()["features"][0]["properties"]
    assert (left["figures"], left["claims"]) == ([], [])
    assert [passage["text"] for passage in left["excerpts"]] == [factories.TEXT[:until]]
    assert [mark["kind"] for mark in left["excerpts"][0]["marks"]] == ["place"]


def test_claims_and_sources_are_counted_anew_when_an_article_is_withdrawn(client: Client, idlib: Map) -> None:
    by = make.person()
    shown = factories.published_event(by=by)
    other = factories.article(published_on=date(2019, 1, 1), url="https://other.example.org/")
    told = make.mention(other, place=shown.place, excerpt_start=0, excerpt_end=30)
    EventMention.objects.create(event=shown, mention=told)
    Article.objects.filter(pk=other.pk).update(status=Status.PUBLISHED)
    before = client.get(f"/maps/idlib/frozen/{TODAY}.geojson").json()["features"][0]["properties"]
    assert len(before["sources"]) == 2

    withdraw_article(other, by=by, public_note="Taken back.")

    left = client.get(f"/maps/idlib/frozen/{TODAY}.geojson").json()["features"][0]["properties"]
    assert len(left["sources"]) == 1
    assert {passage["source"] for passage in left["excerpts"]} == {0}
    assert left["claims"][0]["claims"][0]["printers"] == [0]
    assert left["figures"][0]["source"] == 0
    assert left["figures"][0]["excerpt"] == 0


def test_earlier_day_has_the_last_map_frozen_by_then(client: Client, idlib: Map, on_a_day: Clock) -> None:
    by = make.person()
    factories.published_event(by=by, title="The first")
    take(idlib)
    on_a_day.shift(timedelta(days=5))
    factories.published_event(by=by, title="The second")
    take(idlib)

    assert titles(client, TODAY) == titles(client, TODAY + timedelta(days=4)) == ["The first"]
    assert sorted(titles(client, TODAY + timedelta(days=5))) == ["The first", "The second"]


@pytest.mark.parametrize(
    ("day", "status", "sentence"),
    [
        ("2026-11-23", 400, "23 November 2026 is yet to come"),
        (
            "2026-11-21",
            404,
            "This map was first frozen on 22 November 2026, so there is nothing of 21",
        ),
        ("22.11.2026", 400, "“22.11.2026” is not a date."),
        ("20261122", 400, "“20261122” is not a date."),
    ],
)
def test_day_that_cannot_be_shown_is_refused_with_a_sentence(
    client: Client, idlib: Map, day: str, status: int, sentence: str
) -> None:
    take(idlib)

    for address in (f"/maps/idlib/embed/?as_of={day}", f"/maps/idlib/frozen/{day}.geojson"):
        answer = client.get(address)

        said = answer.json()["error"] if address.endswith(".geojson") else answer.text
        assert answer.status_code == status
        assert sentence in said


def test_day_before_anything_was_frozen_says_how_to_freeze(client: Client, idlib: Map) -> None:
    answer = client.get("/maps/idlib/embed/?as_of=2026-11-01")

    assert answer.status_code == 404
    assert "This map has never been frozen." in answer.text
    assert not FrozenMap.objects.exists()


def test_today_leads_to_the_date_that_an_article_keeps(client: Client, idlib: Map) -> None:
    answer = client.get("/maps/idlib/embed/?kind=shelling&as_of=today")

    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/maps/idlib/embed/?kind=shelling&as_of={TODAY}"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert "X-Frame-Options" not in answer.headers


def test_unpublished_map_is_not_frozen(client: Client) -> None:
    make.map_(slug="planned")

    for address in (f"/maps/planned/embed/?as_of={TODAY}", f"/maps/planned/frozen/{TODAY}.geojson"):
        assert client.get(address).status_code == 404
    assert not FrozenMap.objects.exists()


def test_withdrawn_map_is_not_shown_frozen_either(client: Client, idlib: Map) -> None:
    take(idlib)
    withdraw_map(idlib, by=make.person(), public_note="Outdated.")

    assert client.get(f"/maps/idlib/frozen/{TODAY}.geojson").status_code == 404
    assert "has been withdrawn" in client.get(f"/maps/idlib/embed/?as_of={TODAY}").text


def test_day_without_changes_stores_nothing_twice(idlib: Map, on_a_day: Clock) -> None:
    factories.published_event()
    first = take(idlib)
    on_a_day.shift(timedelta(days=1))
    second = take(idlib)
    on_a_day.shift(timedelta(days=1))
    third = take(idlib)

    assert (second.same_as, third.same_as) == (first, first)
    assert second.content is None
    assert second.number == 1


def test_map_of_all_events_is_frozen_apart_from_the_curated_ones(client: Client, idlib: Map) -> None:
    factories.published_event(title="Shells at night")
    take(idlib)

    assert titles(client, of="") == ["Shells at night"]
    assert sorted(FrozenMap.objects.values_list("map", flat=True), key=str) == [idlib.pk, None]
    assert client.get(f"/embed/?as_of={TODAY}").status_code == 200


def test_too_many_events_are_no_frozen_map(
    client: Client, idlib: Map, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(freezing, "MOST_FROZEN", 1)
    by = make.person()
    factories.published_event(by=by)
    factories.published_event(by=by)

    answer = client.get(f"/maps/idlib/embed/?as_of={TODAY}")

    assert answer.status_code == 400
    assert "This map shows 2 events; one of at most 1 can be frozen." in answer.text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?kind=shelling", ["Shells at night"]),
        ("?kind=displacement", []),
        ("?from=2019-08-31", []),
        ("?to=2019-08-30", ["Shells at night"]),
        ("?measure=killed", ["Shells at night"]),
        ("?measure=displaced", []),
        ("?size=12", ["Shells at night"]),
        ("?size=13", []),
        ("?layer=events", ["Shells at night"]),
        ("?layer=gone", []),
        ("?verification=confirmed", []),
        ("?precision=settlement", ["Shells at night"]),
        ("?bbox=36,35,37,36", ["Shells at night"]),
        ("?bbox=170,35,-170,36", []),
        ("?q=SARAQIB night", ["Shells at night"]),
        ("?q=nowhere", []),
    ],
)
def test_filters_choose_among_what_was_frozen(
    client: Client, idlib: Map, query: str, found: list[str]
) -> None:
    factories.published_event(title="Shells at night")

    assert titles(client, query=query) == found


def test_filters_by_place_claimant_and_outlet_look_at_what_was_frozen(client: Client, idlib: Map) -> None:
    province = make.place("Idlib")
    town = make.place("Saraqib", parent=province)
    shown = factories.published_event(title="Shells at night", mention={"place": town})
    claimant, outlet = shown.figures.get().claimant, shown.mentions.get().article.outlet

    for query in (f"place={province.pk}", f"claimant={claimant.pk}", f"outlet={outlet.pk}"):
        assert titles(client, query=f"?{query}") == ["Shells at night"], query
    for query in ("place=1", "claimant=999999", "outlet=999999"):
        assert titles(client, query=f"?{query}") == [], query


def test_frozen_map_offers_the_claimants_and_outlets_of_its_day(client: Client, idlib: Map) -> None:
    shown = factories.published_event(title="Shells at night")
    figure, outlet = shown.figures.get(), shown.mentions.get().article.outlet
    claimant = figure.claimant

    def offered() -> tuple[list[tuple[int, str, int]], ...]:
        config = client.get(f"/maps/idlib/?as_of={TODAY}&outlet={outlet.pk}").context["config"]
        return tuple(
            [(choice["value"], choice["label"], choice["count"]) for choice in config[name]]
            for name in ("claimants", "outlets")
        )

    named = offered()
    Organisation.objects.filter(pk=claimant.pk).update(name="Renamed")

    assert named == offered() == ([(claimant.pk, claimant.name, 1)], [(outlet.pk, outlet.name, 1)])
    withdraw_figure(figure, by=make.person(), public_note="It was not so.")
    assert offered() == ([], [(outlet.pk, outlet.name, 1)])


def test_event_outside_of_the_filters_is_shown_and_said_to_be(client: Client, idlib: Map) -> None:
    event = factories.published_event(title="Shells at night")
    query = f"as_of={TODAY}&kind=protest&event={event.pk}"

    page = client.get(f"/maps/idlib/?{query}")

    assert page.context["chosen_event"]["is_outside"]
    assert page.context["config"]["event_url"] == f"/maps/idlib/frozen/{TODAY}.geojson"
    assert titles(client, query=f"?id={event.pk}") == ["Shells at night"]
    assert titles(client, query="?id=999999") == []
    withdraw_event(event, by=make.person(), public_note="It was not so.")
    assert client.get(f"/maps/idlib/?{query}").context["chosen_event"] is None


def test_list_of_a_frozen_map_is_sorted_by_what_was_frozen(client: Client, idlib: Map) -> None:
    by = make.person()
    factories.published_event(by=by, title="At Aleppo", mention={"place": make.place("Aleppo")})
    factories.published_event(by=by, title="Without a number", has_figure=False)

    def listed(query: str) -> list[str]:
        text = client.get(f"/maps/idlib/?as_of={TODAY}&show=list&{query}").text
        return re.findall(r"At Aleppo|Without a number", text.split("</head>")[1])[:1]

    assert listed("sort=place") == ["At Aleppo"]
    assert listed("sort=-place") == ["Without a number"]
    assert listed("sort=size") == listed("sort=-size") == ["At Aleppo"]
    assert listed("sort=claimant") == listed("sort=-claimant") == ["At Aleppo"]


def test_unknown_parameter_of_the_data_is_refused(client: Client, idlib: Map) -> None:
    answer = client.get(f"/maps/idlib/frozen/{TODAY}.geojson?colour=red")

    assert answer.status_code == 400
    assert answer.json()["field"] == "colour"


def test_data_may_be_read_by_a_frame_without_an_origin(client: Client, idlib: Map) -> None:
    answer = client.get(f"/maps/idlib/frozen/{TODAY}.geojson", headers={"origin": "null"})

    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Content-Type"] == "application/geo+json"
    assert not answer.cookies
    again = client.get(
        f"/maps/idlib/frozen/{TODAY}.geojson", headers={"if-none-match": answer.headers["ETag"]}
    )
    assert again.status_code == 304


def test_totals_are_those_of_the_day_or_none(client: Client, idlib: Map) -> None:
    by = make.person()
    factories.published_event(by=by)
    of_the_day = client.get(f"/maps/idlib/embed/?as_of={TODAY}&totals=1").text
    assert "more than 12" in of_the_day.lower()
    factories.published_event(by=by)

    assert client.get(f"/maps/idlib/embed/?as_of={TODAY}&totals=1").text.count("totals-line") == 1
    # The day's totals are of all its events, so under a filter there are none.
    assert "totals-line" not in client.get(f"/maps/idlib/embed/?as_of={TODAY}&totals=1&kind=clash").text
    assert "totals-line" not in client.get(f"/maps/idlib/embed/?as_of={TODAY}").text


def test_as_many_queries_for_three_events_as_for_one(
    client: Client, idlib: Map, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    by = make.person()
    factories.published_event(by=by)
    one = take(idlib).whole.content
    factories.published_event(by=by)
    factories.published_event(by=by)
    three = take(None).whole.content
    assert (len(one["features"]), len(three["features"])) == (1, 3)

    for content in (one, three):
        with django_assert_num_queries(4):
            standing_of(content["features"], content["seals"])


def test_mistake_in_an_event_embed_says_how_to_freeze_it(client: Client) -> None:
    shown = factories.published_event()

    answer = client.get(f"/events/{shown.pk}/embed/?as_of={TODAY}")

    assert answer.status_code == 400
    assert "One event cannot be frozen by itself." in answer.text
