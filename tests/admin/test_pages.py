"""Every model's pages open, for those who may, without asking the database once a row."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.embeds.freezing import take
from events.models import (
    BulkAct,
    Comment,
    Dataset,
    Decision,
    Dismissal,
    Feed,
    FrozenMap,
    ImportRun,
    MentionCandidate,
    Merge,
    PlaceName,
    SourceRecord,
)
from events.review.comments import add_comment
from events.review.dismissals import dismiss_finding
from events.review.merging import merge_events
from tests import factories
from tests.admin.pages import add_url, change_url
from tests.review import factories as make

pytestmark = pytest.mark.django_db


def candidate() -> MentionCandidate:
    mention = make.mention()
    return MentionCandidate.objects.create(mention=mention, place=mention.place, rank=1, score=0.5)


def place_name() -> PlaceName:
    return PlaceName.objects.create(place=make.place(), name="Saraqib", key="saraqib")


def decision() -> Decision:
    event = make.event()
    return Decision.objects.filter(object_id=event.pk).first()


def merge() -> Merge:
    by = make.person()
    merge_events(make.event(), make.event(), by=by)
    return Merge.objects.first()


def dismissal() -> Dismissal:
    words = {"key": str(next(make.NUMBER)), "code": "above_population", "sentence": "More than live there."}
    return dismiss_finding(make.event(), reason="A camp.", by=make.person(), **words)


def frozen_map() -> FrozenMap:
    return take(factories.published_map(slug=f"frozen-{next(make.NUMBER)}"))


def feed() -> Feed:
    return Feed.objects.create(outlet=make.outlet(), url=f"https://news.example/{next(make.NUMBER)}")


def comment() -> Comment:
    return add_comment(make.event(), by=make.person("Editor"), text="Which one of the two?")


def dataset() -> Dataset:
    outlet = make.outlet()
    return Dataset.objects.create(name=outlet.name, outlet=outlet, licence="CC BY 4.0")


def import_run() -> ImportRun:
    return ImportRun.objects.create(
        dataset=dataset(), by=make.person("Editor"), file_name="a.csv", sha256="0", size=1, file_format="csv",
        counts={"rows": 1, "added": 1, "updated": 0, "refused": 0},
    )  # fmt: skip


def bulk_act() -> BulkAct:
    return BulkAct.objects.create(act="publish", model="event", by=make.person("Editor"))


def source_record() -> SourceRecord:
    run = import_run()
    return SourceRecord.objects.create(
        dataset=run.dataset, source_id="1", run=run, row=2, raw={"id": "1"}, applied={}, digest="0",
        event=make.event(),
    )  # fmt: skip


ROWS: dict[str, Callable[[], Any]] = {
    "article": make.article, "bulkact": bulk_act, "comment": comment, "dataset": dataset,
    "decision": decision, "dismissal": dismissal, "event": make.event, "feed": feed, "figure": make.figure,
    "frozenmap": frozen_map, "importrun": import_run, "layer": make.layer, "map": make.map_,
    "mention": make.mention, "mentioncandidate": candidate, "merge": merge,
    "organisation": make.organisation, "outlet": make.outlet, "place": make.place,
    "placename": place_name, "sourcerecord": source_record,
}  # fmt: skip
ADDED = [
    "article",
    "dataset",
    "event",
    "feed",
    "importrun",
    "layer",
    "map",
    "organisation",
    "outlet",
    "place",
    "placename",
]
#: A link between two models, what `load_gazetteer` draws, what geocoders have said: no editor's business. The
#: history, feeds' items, filters, steps, and what is kept from readers are on the pages of what they are of.
WITHOUT_PAGES = {
    "eventmention", "storystep", "basemapshape", "geocoderanswer", "geocoderturn",
    "change", "changeset", "feeditem", "savedfilter", "bulkrow",
    "confidentialnote", "discreetmention", "discretion", "keptsource", "withheldnote",
}  # fmt: skip


def test_every_model_is_in_the_admin_with_search_and_filters() -> None:
    models = {model._meta.model_name: model for model in apps.get_app_config("events").get_models()}

    assert set(models) - WITHOUT_PAGES == set(ROWS)
    for name in ROWS:
        page = admin.site._registry[models[name]]
        assert page.search_fields, name
        assert page.list_filter, name


def test_large_choices_are_searched_not_listed() -> None:
    large = {"article", "place", "mention", "event", "organisation", "outlet"}
    for model, page in admin.site._registry.items():
        if model._meta.app_label != "events":
            continue
        for field in model._meta.get_fields():
            target = getattr(field, "related_model", None)
            if field.concrete and field.editable and target and target._meta.model_name in large:
                shown = {*page.autocomplete_fields, *page.get_readonly_fields(None, model())}
                if page.fieldsets and field.name in str(page.fieldsets):
                    assert field.name in shown, f"{model._meta.model_name}.{field.name}"


@pytest.mark.parametrize("superuser", [False, True])
@pytest.mark.parametrize("name", sorted(ROWS))
def test_list_and_change_pages_open(name: str, superuser: bool, as_group: Any) -> None:
    browser = as_group("" if superuser else "Publisher", is_superuser=superuser)
    row = ROWS[name]()

    for url in (
        reverse(f"admin:events_{name}_changelist"),
        f"{reverse(f'admin:events_{name}_changelist')}?q=a",
    ):
        assert browser.get(url).status_code == 200
    answer = browser.get(change_url(row), follow=True)

    assert answer.status_code == 200
    assert " style=" not in answer.content.decode()


@pytest.mark.parametrize("superuser", [False, True])
@pytest.mark.parametrize("name", ADDED)
def test_add_pages_open(name: str, superuser: bool, as_group: Any) -> None:
    browser = as_group("" if superuser else "Publisher", is_superuser=superuser)

    assert browser.get(add_url(name)).status_code == 200


@pytest.mark.parametrize("name", sorted(set(ROWS) - set(ADDED)))
def test_what_is_only_read_or_decided_on_cannot_be_added(name: str, as_group: Any) -> None:
    assert as_group("", is_superuser=True).get(add_url(name)).status_code == 403


@pytest.mark.parametrize("name", sorted(ROWS))
def test_list_asks_as_often_for_three_rows_as_for_one(name: str, desk: Client) -> None:
    url = reverse(f"admin:events_{name}_changelist")

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert desk.get(url).status_code == 200
        return len(captured)

    ROWS[name]()
    desk.get(url)
    of_one = queries()
    ROWS[name]()
    ROWS[name]()

    assert queries() == of_one


@pytest.mark.parametrize("name", ["article", "event", "place", "mention", "organisation", "outlet"])
def test_autocomplete_answers(name: str, desk: Client) -> None:
    fields = {
        "article": ("article", "duplicate_of"), "event": ("map", "picked_events"),
        "place": ("event", "place"),
        "mention": ("eventmention", "mention"), "organisation": ("figure", "claimant"),
        "outlet": ("article", "outlet"),
    }  # fmt: skip
    model, field = fields[name]

    answer = desk.get(
        reverse("admin:autocomplete"),
        {"term": "a", "app_label": "events", "model_name": model, "field_name": field},
    )

    assert answer.status_code == 200


def test_admin_is_closed_to_strangers_and_readers(client: Client, as_group: Any) -> None:
    event = make.event()

    assert client.get(change_url(event)).status_code == 302
    assert as_group("").get(change_url(event)).status_code == 403
