"""The desk's page, its state and its search: who gets in, what is shown, in how many queries."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.conf import settings
from django.contrib.gis.geos import LineString
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from events.admin.desk_state import desk_state
from events.admin.desk_wording import parts_of_words
from events.enums import MentionStatus, PlaceKind, Precision, Relation
from events.folding import fold
from events.models import MentionCandidate, PlaceName
from tests.policies import policy_of
from tests.review import factories as make

pytestmark = pytest.mark.django_db


def url(name: str, article: Any) -> str:
    return reverse(f"admin:events_article_{name}", args=[article.pk])


def signed_in(user: Any = None) -> Client:
    client = Client()
    client.force_login(user or make.person())
    return client


def state_of(article: Any) -> dict[str, Any]:
    return desk_state(article, by=make.person())


def read_mention(article: Any, quote: str = "Saraqib", **fields: Any) -> Any:
    mention = make.mention(article, quote, status=MentionStatus.PROPOSED, **fields)
    for rank in (1, 2):
        MentionCandidate.objects.create(
            mention=mention, place=make.place(f"{quote} {rank}"), rank=rank, score=0.5, reasons=["same name"]
        )
    return mention


# Doors


def test_page_opens_with_its_state_and_no_inline_script() -> None:
    article = make.article()
    read_mention(article)

    response = signed_in().get(url("desk", article))

    html = response.content.decode()
    config = json.loads(re.search(r'<script id="desk-config"[^>]*>(.*?)</script>', html, re.DOTALL)[1])
    assert response.status_code == 200
    assert config["state"]["mentions"][0]["quote"] == "Saraqib"
    assert not re.search(r"\son\w+=|\sstyle=", html)
    inline = re.findall(r'<script(?![^>]*\bsrc=)[^>]*type="([^"]+)"', html)
    assert inline == ["application/json"]
    assert policy_of(response)["script-src"] == ["'self'"]
    assert "no-store" in response["Cache-Control"]
    # Without the token's cookie no decision would ever be saved.
    assert settings.CSRF_COOKIE_NAME in response.cookies


def test_anonymous_visitor_is_led_to_sign_in_and_requests_get_401() -> None:
    article = make.article()

    page, state = Client().get(url("desk", article)), Client().get(url("desk_state", article))

    assert (page.status_code, page["Location"]) == (
        302,
        f"/admin/login/?next=/admin/events/article/{article.pk}/desk/",
    )
    assert (state.status_code, state.json()["login"]) == (401, "/admin/login/")
    assert state.json()["error"].endswith("nothing here is lost.")


@pytest.mark.parametrize("name", ["desk", "desk_state", "desk_search"])
def test_staff_without_the_permission_stay_outside(name: str) -> None:
    article = make.article()

    response = signed_in(make.person("")).get(url(name, article))

    assert response.status_code == 403


def test_former_staff_stay_outside() -> None:
    article, user = make.article(), make.person()
    user.is_staff = False
    user.save()

    assert signed_in(user).get(url("desk_state", article)).status_code == 403


@pytest.mark.parametrize(
    ("method", "name"),
    [("post", "desk_state"), ("get", "desk_decide"), ("put", "desk_search"), ("post", "desk_findings")],
)
def test_other_methods_are_refused(method: str, name: str) -> None:
    assert getattr(signed_in(), method)(url(name, make.article())).status_code == 405


def test_decision_without_a_token_is_refused() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(make.person())

    response = client.post(url("desk_decide", make.article()), "{}", content_type="application/json")

    assert response.status_code == 403


def test_unknown_article_is_said_to_be_unknown() -> None:
    response = signed_in().get("/admin/events/article/4711/desk/state/")

    assert (response.status_code, response.json()["error"]) == (404, "There is no article 4711.")


# What is shown


def test_state_needs_the_same_queries_for_one_and_three_mentions() -> None:
    before, few, many = make.article(), make.article(), make.article()
    for article, quotes in (
        (before, ["Saraqib"]), (few, ["Saraqib"]), (many, ["Saraqib", "Binnish", "the border"]),
    ):  # fmt: skip
        mentions = [read_mention(article, quote) for quote in quotes]
        for wording in ["More than 12", "15"][: len(quotes)]:
            number = {} if wording == "More than 12" else {"low": 15, "high": 15}
            make.figure(article, wording, acceptance="proposed", **number).mentions.set(mentions)
    user = make.person()
    # Asks what a process asks once, such as the numbers of the models.
    desk_state(before, by=user)

    counts = []
    for article in (few, many):
        user._perm_cache = set(user.get_all_permissions())
        with CaptureQueriesContext(
            connection,
        ) as queries:
            desk_state(article, by=user)
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_place_named_twice_is_listed_once_and_its_shape_travels_with_it() -> None:
    article = make.article()
    idlib = make.place("Idlib", kind=PlaceKind.ADMIN1, geometry=make.square())
    for after in (0, 60):
        make.mention(article, place=idlib, geometry=idlib.geometry, precision=Precision.ADMIN1, after=after)

    state = state_of(article)

    assert list(state["places"]) == [str(idlib.pk)]
    assert state["places"][str(idlib.pk)]["geometry"]["type"] == "Polygon"
    assert [(row["geometry"], row["is_place_shape"]) for row in state["mentions"]] == [(None, True)] * 2


def test_readings_say_place_shape_and_role_in_words() -> None:
    article = make.article()
    idlib = make.place("Idlib", kind=PlaceKind.ADMIN1, geometry=make.square())
    border = make.place(
        "Syria–Turkey border", kind=PlaceKind.BORDER, geometry=LineString((36, 36), (37, 36.5), srid=4326)
    )
    make.mention(
        article, place=idlib, geometry=idlib.geometry, precision=Precision.ADMIN1,
        relation=Relation.PART_OF, direction="NW",
    )  # fmt: skip
    make.mention(
        article, "the border", place=border, geometry=border.geometry, precision=Precision.AREA,
        relation=Relation.BORDER, within=idlib, role="destination",
    )  # fmt: skip

    readings = [mention["reading"] for mention in state_of(article)["mentions"]]

    assert readings == [
        "north-western Idlib · an area, admin-1 · happened here",
        "Syria–Turkey border, along Idlib · a line, not exact · destination",
    ]


def test_figure_reads_with_scope_claimant_and_printer() -> None:
    article = make.article(outlet=make.outlet(name="The Example Herald"))
    service = make.organisation(name="Rescue service")
    make.figure(article, claimant=service, scope="running_total", since="since April", people="civilians")

    figure = state_of(article)["figures"][0]

    assert figure["title"] == "More than 12 civilians killed"
    assert figure["reading"] == (
        "running total (“since April”) · claimed by Rescue service · printed by The Example Herald"
    )


def test_title_of_a_figure_agrees_with_its_number() -> None:
    article = make.article()
    for high, quantifier in ((1, "exact"), (2, "between")):
        make.figure(
            article, "15", low=1, high=high, quantifier=quantifier, measure="homes_destroyed", unit="home"
        )

    titles = [figure["title"] for figure in state_of(article)["figures"]]

    assert titles == ["15 home destroyed", "15 homes destroyed"]


@pytest.mark.parametrize(
    ("words", "reading"),
    [("one child killed", "one child killed"), ("two children killed", "two children killed")],
)
def test_words_of_a_figure_are_read_back_in_the_plural_form_of_their_number(words: str, reading: str) -> None:
    assert parts_of_words(words)["reading"].startswith(reading)


def test_published_claim_that_differs_is_shown_beside_the_figure() -> None:
    place = make.place()
    first = make.article()
    told, claim = make.mention(first, place=place), make.figure(first)
    claim.mentions.set([told])
    event = make.published(told, figures=[claim])
    second = make.article()
    figure = make.figure(second, "15", low=15, high=15, acceptance="proposed")
    figure.mentions.set([make.mention(second, place=place)])

    claims = state_of(second)["figures"][0]["other_claims"]

    assert [(row["title"], row["event"], row["url"]) for row in claims] == [
        ("More than 12 people killed", event.title, event.get_absolute_url())
    ]


def test_near_duplicates_are_named_from_both_sides() -> None:
    first = make.article(outlet=make.outlet(name="First"))
    second = make.article(outlet=make.outlet(name="Second"), duplicate_of=first)

    assert [row["outlet"] for row in state_of(first)["article"]["duplicates"]] == ["Second"]
    assert [row["outlet"] for row in state_of(second)["article"]["duplicates"]] == ["First"]


def test_empty_article_has_a_state() -> None:
    state = state_of(make.article())

    assert (state["mentions"], state["figures"], state["read"]) == ([], [], False)
    assert state["counts"]["words"] == "0 places · 0 figures · 0 of 0 decided"


# Search


def test_search_finds_organisations_by_part_of_name_and_alias() -> None:
    make.organisation(name="Syrian Observatory for Human Rights", aliases=["SOHR"])

    for words in ("observatory", "sohr"):
        found = (
            signed_in().get(url("desk_search", make.article()), {"q": words, "for": "organisation"}).json()
        )
        assert [row["name"] for row in found["results"]] == ["Syrian Observatory for Human Rights"]


def test_search_of_the_gazetteer_alone_asks_no_other_provider(settings: Any) -> None:
    settings.GEOCODERS = ["nowhere.at.All"]
    town = make.place("Sarmin")
    PlaceName.objects.create(place=town, name="Sarmin", key=fold("Sarmin"), kind="main")

    found = signed_in().get(url("desk_search", make.article()), {"q": "sarmin", "for": "gazetteer"}).json()

    assert town.pk in [row["place"]["id"] for row in found["results"]]


@pytest.mark.parametrize("query", ["", "   ", "\x00"])
def test_empty_search_is_refused(query: str) -> None:
    response = signed_in().get(url("desk_search", make.article()), {"q": query})

    assert (response.status_code, response.json()["field"]) == (400, "q")


# A reading in part


@pytest.mark.parametrize(
    ("language", "is_part", "begin"),
    [
        (
            "ar",
            True,
            "Read in part: this article is in Arabic. Figures, roles and claimants were not read; relations "
            "(“near”, “north of”) only where the words are plain.",
        ),
        ("xq", True, "Read in part: this article is in a language with the code “xq”."),
        ("en", True, "Read in part: the statistical model for English is not installed here."),
        ("en", False, ""),
    ],
)
def test_reading_in_part_is_said_with_the_language_and_what_is_missing(
    language: str, is_part: bool, begin: str
) -> None:
    article = make.article(language=language, is_partly_read=is_part, read_at=timezone.now())

    words = state_of(article)["partly_read"]

    assert words.startswith(begin)
    assert bool(words) == is_part
    assert ("only where the words are plain" in words and "Figures, roles" in words) == (
        language in ("ar", "xq")
    )


def test_text_is_set_in_the_direction_of_its_language() -> None:
    html = signed_in().get(url("desk", make.article(language="ar"))).content.decode()

    assert re.search(r'<div id="desk-text"[^>]* lang="ar" dir="rtl"', html)
    assert re.search(r'<h1 lang="ar" dir="rtl">', html)
