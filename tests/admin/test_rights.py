"""A contributor who forges what is somebody else's: every page, action, choice and decision of the admin.

What they may not see is not there (404), what they may see and not change says so (403), and nothing happens.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.contrib import admin
from django.contrib.auth.models import AbstractUser, Group
from django.contrib.contenttypes.models import ContentType
from django.db import connection, models
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from events.admin.desk_acts import VERBS
from events.admin.rights import OwnInline, OwnRows
from events.embeds.freezing import take
from events.models import (
    Article,
    BulkAct,
    BulkRow,
    Decision,
    Dismissal,
    Event,
    EventMention,
    Figure,
    Map,
    Mention,
    MentionCandidate,
    Merge,
)
from events.review.events import publish_event
from events.review.merging import merge_events
from tests.admin.pages import change_url, opened
from tests.review import factories as make

pytestmark = pytest.mark.django_db

SECRET = "Zzsecret"


class World:
    """A forger with every right that depends on no row, their own work, and an editor's."""

    def __init__(self) -> None:
        self.forger = make.person("Contributor")
        role = Group.objects.create(name="All but what others brought in")
        role.permissions.set(
            Group.objects.get(name="Publisher").permissions.exclude(codename="change_others")
        )
        role.permissions.add(*_of(Group.objects.get(name="Publisher"), "view_merge", "view_dismissal"))
        self.forger.groups.set([role])
        self.editor = make.person("Publisher")
        self.client = Client()
        self.own = self._work(self.forger, "Own")
        self.hidden = self._work(self.editor, SECRET)
        self.shown = self._work(self.editor, "Shown", is_published=True)

    def _work(self, by: AbstractUser, title: str, *, is_published: bool = False) -> dict[str, Any]:
        article = make.article(created_by=by, headline=f"{title} headline")
        mention, figure = make.mention(article), make.figure(article)
        candidate = MentionCandidate.objects.create(mention=mention, place=mention.place, rank=1, score=0.5)
        event = make.event(mention, by=by, figures=[figure], title=f"{title} event")
        row = {
            "article": article, "mention": mention, "figure": figure, "mentioncandidate": candidate,
            "event": event,
            "decision": Decision.objects.filter(content_type__model="event", object_id=event.pk).last(),
            "map": make.map_(created_by=by, title=f"{title} map", slug=f"{title}-map".lower()),
        }  # fmt: skip
        if is_published:
            publish_event(event, by=make.person())
            return row
        row["dismissal"] = Dismissal.objects.create(
            key=title, event=event, by=by, sentence=f"{title} sentence", reason="None."
        )
        away = make.event(make.mention(article, "Binnish"), by=by, title=f"{title} away")
        merge_events(event, away, by=by)
        row["merge"], row["away"] = Merge.objects.get(merged=away), away
        event.refresh_from_db()
        return row


def _of(group: Group, *names: str) -> Any:
    return group.permissions.model.objects.filter(content_type__app_label="events", codename__in=names)


@pytest.fixture(scope="module")
def made(made_once: Callable[..., World]) -> World:
    return made_once(World)


@pytest.fixture
def world(made: World) -> World:
    world = copy.deepcopy(made)
    world.client.force_login(world.forger)
    return world


def everything() -> dict[str, list[tuple[Any, ...]]]:
    kept: tuple[type[models.Model], ...] = (
        Article, Mention, Figure, Event, EventMention, Map, Merge, Dismissal, Decision, MentionCandidate,
    )  # fmt: skip
    return {model.__name__: list(model.objects.order_by("pk").values_list()) for model in kept}


def leaks(answer: Any) -> bool:
    """Whether it names a hidden row; the word that was searched for stands alone."""
    return f"{SECRET} " in answer.content.decode()


OWNED = ["article", "decision", "dismissal", "event", "figure", "map", "mention", "mentioncandidate", "merge"]


# Every page of every model


@pytest.mark.parametrize("page", ["change", "delete", "history", "version"])
def test_page_of_what_may_not_be_seen_is_not_there(page: str, world: World) -> None:
    before = everything()

    for name in OWNED:
        number = [1] if page == "version" else []
        url = reverse(f"admin:events_{name}_{page}", args=[world.hidden[name].pk, *number])
        shown = world.client.get(url)
        sent = world.client.post(url, {"post": "yes", "title": "Forged", "_act": "publish"})
        # What is never deleted is refused before anybody looks for the row.
        assert shown.status_code == 404 or (page, shown.status_code) == ("delete", 403), name
        assert sent.status_code in (403, 404, 405), name
        assert not leaks(shown), name
        assert not leaks(sent), name

    assert everything() == before


def test_what_readers_see_may_be_looked_at_and_not_changed(world: World) -> None:
    before = everything()

    for name in ("article", "event", "figure", "mention"):
        url = change_url(world.shown[name])
        page = world.client.get(url)
        answer = world.client.post(
            url,
            {"title": "Forged", "headline": "Forged", "low": "1", "status": "accepted", "_act": "withdraw"},
        )
        assert page.status_code == 200, name
        assert 'name="_save"' not in page.content.decode(), name
        assert answer.status_code == 403, name
        assert "somebody else’s work" in answer.content.decode(), name

    assert everything() == before


def test_list_shows_nothing_of_what_others_are_working_on(world: World) -> None:
    for name in OWNED:
        url = reverse(f"admin:events_{name}_changelist")
        for query in ("", f"?q={SECRET}", f"?q={world.hidden['article'].pk}"):
            answer = world.client.get(url + query)
            assert answer.status_code == 200, name
            assert not leaks(answer), name
        rows = world.client.get(url).context["cl"].queryset
        assert world.hidden[name] not in rows
        assert world.own[name] in rows


def test_no_list_names_what_is_hidden_in_its_filters(world: World) -> None:
    take(world.shown["map"])  # frozen maps are filtered by their map
    opened_lists = set()

    for model in admin.site._registry:
        if model._meta.app_label == "events":
            name = model._meta.model_name
            for query in ("", f"?map__id__exact={world.hidden['map'].pk}"):
                answer = world.client.get(reverse(f"admin:events_{name}_changelist") + query, follow=True)
                assert not leaks(answer), name
                opened_lists |= {name} if answer.status_code == 200 else set()

    assert {*OWNED, "frozenmap", "comment", "feed"} <= opened_lists


ACTIONS = [
    ("event", "bulk_publish"), ("event", "bulk_withdraw"), ("event", "bulk_relayer"), ("event", "bulk_merge"),
    ("event", "bulk_regeocode"), ("mention", "bulk_regeocode"), ("map", "bulk_publish"),
    ("map", "bulk_withdraw"), ("article", "bulk_withdraw"), ("article", "bulk_reinstate"),
    ("event", "assign_selected"), ("event", "submit_selected"),
    ("event", "merge_selected"), ("event", "delete_selected"), ("article", "delete_selected"),
    ("dismissal", "delete_selected"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "action"), ACTIONS)
@pytest.mark.parametrize("which", ["hidden", "shown"])
def test_action_on_what_is_not_theirs_does_nothing(name: str, action: str, which: str, world: World) -> None:
    rows = getattr(world, which)
    if name not in rows:
        return
    before = everything()

    answer = world.client.post(
        reverse(f"admin:events_{name}_changelist"),
        {"action": action, "_selected_action": [rows[name].pk, world.own[name].pk], "post": "yes"},
        follow=True,
    )

    assert not leaks(answer)
    after = everything()
    assert [row for row in after[type(rows[name]).__name__] if row[0] == rows[name].pk] == [
        row for row in before[type(rows[name]).__name__] if row[0] == rows[name].pk
    ]
    if which == "hidden":
        assert after == before


def test_export_holds_nothing_of_what_others_are_working_on(world: World) -> None:
    for name in OWNED:
        answer = world.client.get(reverse(f"admin:events_{name}_export", args=["csv"]))
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert f"{SECRET} ".encode() not in body, name


def test_every_action_of_the_admin_is_tried() -> None:
    found = {
        (model._meta.model_name, action)
        for model, page in admin.site._registry.items()
        if model._meta.app_label == "events" and model._meta.model_name in OWNED
        for action in page.actions
    }  # fmt: skip

    assert found <= set(ACTIONS), f"Try them here: {sorted(found - set(ACTIONS))}"


# Choices


@pytest.mark.parametrize(
    ("model", "field", "target"),
    [
        ("article", "duplicate_of", "article"), ("eventmention", "mention", "mention"),
        ("map", "picked_events", "event"),
    ],
)  # fmt: skip
def test_autocomplete_offers_nothing_of_others(model: str, field: str, target: str, world: World) -> None:
    asked = {"app_label": "events", "model_name": model, "field_name": field, "term": ""}

    answer = world.client.get(reverse("admin:autocomplete"), asked)

    offered = {row["id"] for row in answer.json()["results"]}
    assert str(world.hidden[target].pk) not in offered
    assert str(world.own[target].pk) in offered


def test_forged_duplicate_is_no_choice(world: World) -> None:
    own = world.own["article"]

    answer = world.client.post(
        change_url(own), opened(world.client, own) | {"duplicate_of": world.hidden["article"].pk}
    )

    assert answer.status_code == 200
    own.refresh_from_db()
    assert own.duplicate_of is None


def test_duplicate_that_may_not_be_seen_is_neither_shown_nor_cleared(world: World) -> None:
    own, hidden = world.own["article"], world.hidden["article"]
    Article.objects.filter(pk=own.pk).update(duplicate_of=hidden)

    page = world.client.get(change_url(own))
    world.client.post(change_url(own), opened(world.client, own) | {"headline": "Another headline"})

    assert not leaks(page)
    own.refresh_from_db()
    assert (own.headline, own.duplicate_of) == ("Another headline", hidden)


def test_forged_mention_tells_nothing(world: World) -> None:
    event, before = world.own["event"], everything()
    forged = {
        "event_mentions-TOTAL_FORMS": 2, "event_mentions-INITIAL_FORMS": 1,
        "event_mentions-1-mention": world.hidden["mention"].pk, "event_mentions-1-event": event.pk,
    }  # fmt: skip

    answer = world.client.post(change_url(event), opened(world.client, event) | forged)

    assert answer.status_code == 200
    assert everything() == before


def test_map_builder_says_nothing_of_an_event_whose_number_was_made_up(world: World) -> None:
    hidden, before = world.hidden["event"].pk, everything()
    role = world.forger.groups.get()
    role.permissions.add(*role.permissions.model.objects.filter(codename__in=["add_map", "change_map"]))
    sent = {"title": "Own", "slug": "own", "language": "en", "steps-INITIAL_FORMS": 0, "steps-TOTAL_FORMS": 1}

    for forged in (
        {"picked_events": [hidden]}, {"picked_events-add": str(hidden)}, {"screen-event": str(hidden)},
        {"steps-0-heading": "First", "steps-0-event": str(hidden)},
    ):  # fmt: skip
        for url in (reverse("admin:events_map_add"), reverse("admin:events_map_preview")):
            answer = world.client.post(url, {**sent, **forged})
            assert answer.status_code == 200, forged
            assert not leaks(answer), forged

    assert everything() == before


def test_forged_link_of_another_event_is_not_taken_out(world: World) -> None:
    event, link = world.own["event"], world.hidden["event"].event_mentions.first()
    before = everything()
    forged = {
        "event_mentions-TOTAL_FORMS": 1, "event_mentions-INITIAL_FORMS": 1, "event_mentions-0-id": link.pk,
        "event_mentions-0-event": event.pk, "event_mentions-0-DELETE": "on",
    }  # fmt: skip

    world.client.post(change_url(event), opened(world.client, event) | forged)

    assert everything() == before


# The desk


def _desk(world: World, article: Article, verb: str, kind: str, number: int, args: Any) -> Any:
    body = {
        "request_id": str(uuid4()), "verb": verb, "object": {"type": kind, "id": number}, "version": None,
        "args": args,
    }  # fmt: skip
    url = reverse("admin:events_article_desk_decide", args=[article.pk])
    return world.client.post(url, body, content_type="application/json")


@pytest.mark.parametrize(("which", "status"), [("hidden", 404), ("shown", 403)])
def test_desk_of_somebody_elses_article_is_closed(which: str, status: int, world: World) -> None:
    article = getattr(world, which)["article"]
    for name in ("desk", "desk_state", "desk_findings", "desk_search", "desk_words", "desk_embeds"):
        answer = world.client.get(reverse(f"admin:events_article_{name}", args=[article.pk]), {"q": "x"})
        assert answer.status_code == status, name
        assert not leaks(answer)


@pytest.mark.parametrize("where", ["its own desk", "another desk"])
def test_no_decision_reaches_what_is_not_theirs(where: str, world: World) -> None:
    home = world.hidden if where == "its own desk" else world.own
    before = everything()

    for verb, (kind, _act) in VERBS.items():
        is_own = kind == "article" and where == "another desk"
        if is_own and verb == "read_article":
            continue  # reading one's own article is one's own affair
        row = world.own[kind] if is_own else world.hidden[kind]
        answer = _desk(world, home["article"], verb, kind, row.pk, _forged(world, is_beyond=is_own))
        assert answer.status_code in (400, 403, 404), (verb, answer.content)
        assert not leaks(answer), verb
        assert everything() == before, verb


def _forged(world: World, *, is_beyond: bool) -> dict[str, Any]:
    """Arguments that would do for any verb, and name the hidden rows."""
    hidden = world.hidden
    return {
        "mentions": [hidden["mention"].pk], "figures": [hidden["figure"].pk], "title": "Forged",
        "kind": "shelling", "layer": hidden["event"].layer_id, "measure": "killed", "role": "origin",
        "start": 10_000 if is_beyond else 0, "end": 10_001 if is_beyond else 6, "reason": "Forged.",
        "newer": hidden["figure"].pk, "changes": {"low": 1}, "place": hidden["mention"].place_id,
        "key": SECRET, "dismissal": hidden["dismissal"].pk,
    }  # fmt: skip


def test_desk_of_ones_own_article_names_no_one_elses(world: World) -> None:
    own, hidden = world.own["article"], world.hidden["article"]
    Article.objects.filter(pk=hidden.pk).update(duplicate_of=own)

    answer = world.client.get(reverse("admin:events_article_desk_state", args=[own.pk]))

    assert answer.status_code == 200
    assert not leaks(answer)


def test_inbox_names_nothing_of_others(world: World) -> None:
    Article.objects.filter(pk=world.hidden["article"].pk).update(assignee=world.editor)

    for query in ("", "?status=all", f"?q={SECRET}"):
        answer = world.client.get(reverse("admin:events_inbox") + query)
        assert answer.status_code == 200
        assert not leaks(answer)


def test_newer_figure_of_somebody_elses_article_is_not_there(world: World) -> None:
    newer = {"newer": world.hidden["figure"].pk}
    answer = _desk(world, world.own["article"], "supersede_figure", "figure", world.own["figure"].pk, newer)

    assert answer.status_code == 400
    assert "There is no figure" in answer.json()["error"]


def test_page_asks_once_what_may_be_done_to_its_row(world: World) -> None:
    page, event = change_url(world.own["event"]), world.own["event"].pk
    world.client.get(page)

    with CaptureQueriesContext(connection) as captured:
        assert world.client.get(page).status_code == 200

    said = f'SELECT 1 AS "a" FROM "events_event" WHERE ("events_event"."id" = {event} '
    asked = [query["sql"] for query in captured if query["sql"].startswith(said)]
    # Once by Django, once by the findings, once by the comments.
    assert len(asked) == 3


# Merging, findings, short cuts


def test_merge_page_of_what_is_not_theirs_is_closed(world: World) -> None:
    page, own, before = reverse("admin:events_event_merge"), world.own["event"].pk, everything()

    for method in (world.client.get, world.client.post):
        assert method(f"{page}?events={own},{world.hidden['event'].pk}").status_code == 404
        refused = method(f"{page}?events={own},{world.shown['event'].pk}")
        assert refused.status_code == 403
        assert "somebody else’s work" in refused.content.decode()
        assert (
            method(reverse("admin:events_event_unmerge", args=[world.hidden["away"].pk])).status_code == 404
        )

    assert everything() == before


def test_findings_name_nothing_of_others(world: World) -> None:
    twin = make.event(
        make.mention(world.own["article"], "Saraqib", after=60), by=world.forger, title="Own twin"
    )
    Event.objects.filter(pk=twin.pk).update(
        earliest=world.hidden["event"].earliest, geometry=world.hidden["event"].geometry,
        point=world.hidden["event"].point, place=world.hidden["event"].place,
    )  # fmt: skip

    for url in (reverse("admin:events_findings"), change_url(twin), change_url(world.own["article"])):
        answer = world.client.get(url)
        assert answer.status_code == 200
        assert not leaks(answer)


@pytest.mark.parametrize("which", ["hidden", "shown"])
def test_finding_about_what_is_not_theirs_is_not_dismissed(which: str, world: World) -> None:
    before = everything()

    answer = world.client.post(
        reverse("admin:events_finding_dismiss"),
        {"model": "event", "id": getattr(world, which)["event"].pk, "key": "x", "reason": "Forged."},
    )

    assert answer.status_code == (302 if which == "hidden" else 403)
    assert everything() == before


def test_short_cut_to_a_row_says_nothing_of_one_that_may_not_be_seen(world: World) -> None:
    kind = ContentType.objects.get_for_model(Map).pk
    hidden = reverse("admin:view_on_site", args=[kind, world.hidden["map"].pk])

    assert world.client.get(hidden).status_code == 404
    assert (
        world.client.get(reverse("admin:view_on_site", args=[kind, world.own["map"].pk])).status_code == 302
    )


def test_notice_of_a_near_duplicate_names_no_one_elses_article(world: World) -> None:
    outlet = make.outlet()

    answer = world.client.post(
        reverse("admin:events_article_add"),
        {
            "outlet": outlet.pk, "headline": "Pasted", "published_on": "2019-08-31", "language": "en",
            "text": world.hidden["article"].text + " One more sentence stands here.",
        },
        follow=True,
    )  # fmt: skip

    assert Article.objects.get(headline="Pasted").created_by == world.forger
    assert not leaks(answer)


FORGED_BULK = [
    ("event", "publish", {}), ("event", "withdraw", {}), ("event", "relayer", {"layer": "1"}),
    ("event", "merge", {}), ("mention", "regeocode", {"accepted": "on", "drawn": "on"}),
    ("map", "publish", {}), ("map", "withdraw", {}), ("article", "withdraw", {}),
    ("article", "reinstate", {}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "act", "options"), FORGED_BULK)
@pytest.mark.parametrize("which", ["hidden", "shown"])
def test_bulk_action_on_what_is_not_theirs_does_nothing(
    name: str, act: str, options: dict[str, str], which: str, world: World
) -> None:
    forged = getattr(world, which)[name]
    kept = world.own["away" if name == "event" else name]
    if act == "relayer":
        options = {"layer": str(make.layer().pk)}
    if act == "merge":
        options = {"keep": str(kept.pk)}
    url = reverse(f"admin:events_{name}_bulk", args=[act])
    rows = f"{forged.pk}:{forged.version} {kept.pk}:{kept.version}"
    sent = {"rows": rows, "public_note": "Forged.", "note": "Forged.", f"to-{forged.pk}": "1", **options}
    before = everything()

    for way in ({}, {"_do": "1"}, {"_do": "1", "whole": "on"}):
        # What the form says it has shown is forged, too.
        for shown in (
            "{}",
            json.dumps({key: int(value) if value.isdecimal() else True for key, value in options.items()}),
        ):
            answer = world.client.post(url, {**sent, **way, "shown": shown}, follow=True)
            assert not leaks(answer)

    after = everything()
    model = type(forged).__name__
    assert [row for row in after[model] if row[0] == forged.pk] == [
        row for row in before[model] if row[0] == forged.pk
    ]
    if which == "hidden":
        assert not BulkRow.objects.filter(object_id=forged.pk, bulk__model=name).exists()


def test_bulk_action_of_somebody_else_is_not_there(world: World) -> None:
    bulk = BulkAct.objects.create(act="relayer", model="event", by=world.editor)
    BulkRow.objects.create(bulk=bulk, object_id=world.hidden["event"].pk, position=0, version=1, label=SECRET)
    url = reverse("admin:events_bulkact_change", args=[bulk.pk])

    history = reverse("admin:events_bulkact_history", args=[bulk.pk])

    answers = [world.client.get(url), world.client.post(url), world.client.post(url, {"_undo": "1"})]
    for answer in (*answers, world.client.get(history)):
        assert answer.status_code in (403, 404)
        assert not leaks(answer)
    assert bulk not in world.client.get(reverse("admin:events_bulkact_changelist")).context["cl"].queryset


# That nothing is left out


def test_every_page_and_inline_keeps_object_rights() -> None:
    for model, page in admin.site._registry.items():
        if model._meta.app_label != "events":
            continue
        assert isinstance(page, OwnRows), f"{type(page).__name__} shows everybody everything"
        for inline in page.inlines:
            assert issubclass(inline, OwnInline), f"{inline.__name__} shows everybody everything"


def _routes(patterns: Any, names: list[str]) -> list[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            _routes(pattern.url_patterns, names)
        elif isinstance(pattern, URLPattern) and pattern.name:
            names.append(pattern.name)
    return names


#: Addresses of the admin of our own beside Django's pages, and where they are tried.
TRIED: dict[str, Callable[..., Any] | str] = {
    "events_article_desk": test_desk_of_somebody_elses_article_is_closed,
    "events_article_desk_state": test_desk_of_somebody_elses_article_is_closed,
    "events_article_desk_decide": test_no_decision_reaches_what_is_not_theirs,
    "events_article_desk_findings": test_desk_of_somebody_elses_article_is_closed,
    "events_article_desk_search": test_desk_of_somebody_elses_article_is_closed,
    "events_article_desk_words": test_desk_of_somebody_elses_article_is_closed,
    "events_article_desk_embeds": test_desk_of_somebody_elses_article_is_closed,
    "events_inbox": test_inbox_names_nothing_of_others,
    "events_comment_say": "tests/admin/test_comments.py",
    "events_comment_answer": "tests/admin/test_comments.py",
    "events_comment_resolve": "tests/admin/test_comments.py",
    "events_comment_reopen": "tests/admin/test_comments.py",
    "events_filter_save": "one's own",
    "events_deleted": "tests/admin/test_deleted.py",
    "events_frozenmap_freeze": "shows what is published alone",
    "events_importrun_look": "imports are for those who work on all",
    "events_importrun_problems": "imports are for those who work on all",
    "events_importrun_stop": "imports are for those who work on all",
    "events_bookmarklet": "one's own",
    "events_receive": "one's own",
    "events_event_merge": test_merge_page_of_what_is_not_theirs_is_closed,
    "events_event_unmerge": test_merge_page_of_what_is_not_theirs_is_closed,
    "events_findings": test_findings_name_nothing_of_others,
    "events_finding_dismiss": test_finding_about_what_is_not_theirs_is_not_dismissed,
    "events_article_bulk": test_bulk_action_on_what_is_not_theirs_does_nothing,
    "events_event_bulk": test_bulk_action_on_what_is_not_theirs_does_nothing,
    "events_map_bulk": test_bulk_action_on_what_is_not_theirs_does_nothing,
    "events_mention_bulk": test_bulk_action_on_what_is_not_theirs_does_nothing,
    "events_project": "tests/admin/test_project.py",
    "events_map_preview": "tests/admin/test_map_preview.py",
    "events_map_events": "finds what is published alone",
    "events_map_places": "places belong to nobody",
    "events_find_place": "places belong to nobody",
    "events_adopt_place": "places belong to nobody",
}
#: Django's own pages, and the versions that the history of a row leads to.
OF_EACH = ("_changelist", "_add", "_history", "_delete", "_change", "_version", "_export")


def test_every_address_of_the_admin_is_tried() -> None:
    [editors] = [
        pattern for pattern in get_resolver().url_patterns
        if isinstance(pattern, URLResolver) and pattern.namespace == "admin"
    ]  # fmt: skip
    ours = {name for name in _routes(editors.url_patterns, []) if name.startswith("events_")}

    missing = {name for name in ours if not name.endswith(OF_EACH)} - TRIED.keys()

    assert not missing, f"Try what a contributor can forge there: {sorted(missing)}"
