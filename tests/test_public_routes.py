"""What is not published is on no public route: not in a body, not in a header, not in a count.

Every route outside the editors' side must be named here with the addresses to look at; a new one fails until
somebody has.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from events.enums import Acceptance, MentionStatus, PlaceKind, Status
from events.models import Article, Event, EventMention, Figure, Map, Mention, MentionCandidate
from events.models.decision import Decision
from tests.review import factories as make

#: In every text that readers must not see, and in nothing else.
SECRET = "hidden7f3ac2"
DRAFT_SLUG = "planned-map"

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Rows:
    event: Event
    unseen: tuple[Event, ...]
    map: Map


Addresses = Callable[[Rows], list[str]]

#: A route's name and where it is looked at. Those of unpublished rows must answer 404.
ROUTES: dict[str, Addresses] = {
    "home": lambda rows: ["/", "/?kind=shelling&q=saraqib", f"/?event={rows.unseen[0].pk}", "/?kind=war"],
    "events-geojson": lambda rows: [
        "/events.geojson",
        "/events.geojson?map=whole",
        "/events.geojson?measure=killed,injured,displaced",
        "/events.geojson?layer=nothing",
        f"/events.geojson?map={DRAFT_SLUG}",
    ],
    "event-geojson": lambda rows: [f"/events/{row.pk}.geojson" for row in (rows.event, *rows.unseen)],
    "event": lambda rows: [f"/events/{row.pk}/" for row in (rows.event, *rows.unseen)],
    "map": lambda rows: ["/maps/whole/", f"/maps/{DRAFT_SLUG}/"],
    "map-embed": lambda rows: ["/maps/whole/embed/", f"/maps/{DRAFT_SLUG}/embed/"],
    "oembed": lambda rows: [
        "/oembed?url=http://testserver/maps/whole/",
        f"/oembed?url=http://testserver/maps/{DRAFT_SLUG}/",
        f"/oembed?url=http://testserver/events/{rows.unseen[0].pk}/",
    ],
    "basemap-tile": lambda rows: [
        reverse("basemap-tile", kwargs={"version": "none", "z": 5, "x": 19, "y": 12}),
    ],
    "embed-loader": lambda rows: ["/embed.js"],
    "demo-article": lambda rows: ["/demo/article/"],
    "healthz": lambda rows: ["/healthz"],
    "robots": lambda rows: ["/robots.txt"],
}  # fmt: skip


def public_patterns(patterns: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[tuple[str, str]]:
    """Every route's name and path, but for those of the editors' side."""
    for pattern in patterns:
        path = f"{prefix}{pattern.pattern}"
        if path.startswith("admin/"):
            continue
        if isinstance(pattern, URLResolver):
            yield from public_patterns(pattern.url_patterns, path)
        else:
            yield pattern.name or path, path


def test_every_public_route_is_looked_at() -> None:
    names = {name for name, _path in public_patterns(get_resolver().url_patterns)}

    assert names == set(ROUTES), "name the new route in ROUTES, with addresses that could show a draft"


def hidden_event(status: Status, number: int) -> Event:
    """An event that readers must not see, made of nothing that they may."""
    article = make.article(
        f"{SECRET} shells fell on {SECRET}-town and 7 people died.",
        headline=f"{SECRET} headline", url=f"https://{SECRET}.example.org/a",
        archive_url=f"https://{SECRET}.example.org/b", outlet=make.outlet(name=f"{SECRET} outlet {number}"),
    )  # fmt: skip
    mention = make.mention(article, f"{SECRET}-town", evidence=[f"{SECRET} evidence"])
    figure = make.figure(
        article, "7", low=7, high=7, claimant=make.organisation(name=f"{SECRET} claimant {number}"),
        claimant_words=f"{SECRET} words", since=f"{SECRET} since", evidence=[f"{SECRET} evidence"],
    )  # fmt: skip
    event = make.published(
        mention, title=f"{SECRET} title", summary=f"{SECRET} summary",
        layer=make.layer(slug=f"{SECRET}-{number}", name=f"{SECRET} layer", description=f"{SECRET}"),
    )  # fmt: skip
    Figure.objects.filter(pk=figure.pk).update(event=event, status=status)
    Event.objects.filter(pk=event.pk).update(status=status)
    note(event, from_status=Status.DRAFT)
    return event


def note(event: Event, *, from_status: str) -> None:
    Decision.objects.create(
        verb="change", by=make.person(first_name=SECRET, email=f"{SECRET}@example.org"), object=event,
        note=f"{SECRET} note", public_note="" if from_status == Status.PUBLISHED else f"{SECRET} public note",
        from_status=from_status, changes={"title": [SECRET, SECRET]},
    )  # fmt: skip


def seen_event() -> Event:
    """A published event whose article also holds what nobody accepted."""
    sentence = "Shells fell on Saraqib in the night."
    article = make.article(
        f"{sentence} {SECRET} said {SECRET}-village lost five, {SECRET}-camp six and {SECRET}-hill eight.",
        created_by=make.person(last_name=SECRET),
    )
    seen = make.mention(article, "Saraqib", excerpt_start=0, excerpt_end=len(sentence))
    event = make.published(seen, title="Shelling in Saraqib")
    Mention.objects.filter(pk=seen.pk).update(evidence=[f"{SECRET} evidence"])
    MentionCandidate.objects.create(
        mention=seen, place=make.place(f"{SECRET} candidate"), rank=1, score=0.5, reasons=[f"{SECRET} reason"]
    )
    for quote, status in (("village", MentionStatus.PROPOSED), ("camp", MentionStatus.REJECTED)):
        mention = make.mention(article, f"{SECRET}-{quote}", status=status)
        EventMention.objects.create(event=event, mention=mention)
    make.mention(article, f"{SECRET}-hill", place=make.place(f"{SECRET} own area", kind=PlaceKind.OWN_AREA))
    for wording, acceptance in zip(("five", "eight", "six"), Acceptance, strict=True):
        make.figure(
            article, wording, acceptance=acceptance, status=Status.DRAFT, event=event,
            claimant=make.organisation(name=f"{SECRET} claimant {wording}"), claimant_words=f"{SECRET} words",
        )  # fmt: skip
    note(event, from_status=Status.PUBLISHED)
    return event


@pytest.fixture
def rows() -> Rows:
    event = seen_event()
    statuses = (Status.DRAFT, Status.IN_REVIEW, Status.WITHDRAWN)
    unseen = [hidden_event(status, number) for number, status in enumerate(statuses)]
    withdrawn_article = hidden_event(Status.PUBLISHED, 8)
    Article.objects.filter(mentions__events=withdrawn_article).update(status=Status.WITHDRAWN)
    whole = make.map_(slug="whole", title="The whole", status=Status.PUBLISHED, created_by=make.person())
    whole.picked_events.set([event, *unseen])
    make.map_(
        slug=DRAFT_SLUG, title=f"{SECRET} map", introduction=f"{SECRET} introduction",
        credits=f"{SECRET} credits",
    )  # fmt: skip
    return Rows(event, (*unseen, withdrawn_article), whole)


def everything_in(response: HttpResponse) -> str:
    headers = "\n".join(f"{name}: {value}" for name, value in response.items())
    return f"{headers}\n{response.content.decode('utf-8', 'replace')}"


@pytest.mark.parametrize("name", ROUTES)
def test_route_shows_nothing_unpublished(client: Client, rows: Rows, name: str) -> None:
    for address in ROUTES[name](rows):
        answer = client.get(address)

        shown = everything_in(answer)
        assert SECRET not in shown, address
        if DRAFT_SLUG in address:
            assert answer.status_code in (400, 404), address
        else:
            assert DRAFT_SLUG not in shown, address
        if any(f"/events/{row.pk}" in address for row in rows.unseen):
            assert answer.status_code == 404, address


def test_rows_are_there_for_editors_and_one_is_for_readers(client: Client, rows: Rows) -> None:
    collection = client.get("/events.geojson").json()

    assert Event.objects.count() == len(rows.unseen) + 1
    assert collection["numberMatched"] == len(collection["features"]) == 1
    seen = collection["features"][0]["properties"]
    assert seen["title"] == "Shelling in Saraqib"
    assert [excerpt["text"] for excerpt in seen["excerpts"]] == ["Shells fell on Saraqib in the night."]
    assert (seen["figures"], seen["corrections"]) == ([], [])


def test_search_finds_nothing_unpublished(client: Client, rows: Rows) -> None:
    assert client.get(f"/events.geojson?q={SECRET}").json()["numberMatched"] == 0


def test_layer_of_drafts_is_unknown(client: Client, rows: Rows) -> None:
    hidden = client.get(f"/events.geojson?layer={SECRET}-0")
    absent = client.get("/events.geojson?layer=absent")

    assert hidden.json()["error"].replace(f"{SECRET}-0", "absent") == absent.json()["error"]
