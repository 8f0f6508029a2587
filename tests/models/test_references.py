"""References without a foreign key hold like those with one do: against SQL by hand, two at once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.db.models import ForeignKey

from events.enums import FigureRole
from events.models import Dataset, Decision, Event, EventMention, ImportRun, Layer, SourceRecord
from events.review.acts import check_deferred_constraints
from events.review.constraints import constraint_of
from tests.models.test_concurrency import at_once, committed
from tests.review import factories as make

pytestmark = pytest.mark.django_db

NOBODY = 2_000_000_000
#: A decision outlives its article, and the history is only ever added to.
KEPT_BY_NOTHING = {("events_decision", "article_id"), ("events_change", "changeset_id")}

#: What is marked is compared with another article's text first.
SAID_BEFORE = {
    ("events_figure", "article_id"): "figure_wording_is_article_text",
    ("events_mention", "article_id"): "mention_quote_is_article_text",
}


def unkept_by_keys() -> set[tuple[str, str]]:
    """The columns that name rows and have no foreign key."""
    fields = [
        (model, field)
        for model in apps.get_app_config("events").get_models(include_auto_created=True)
        for field in model._meta.concrete_fields
    ]
    return {
        (model._meta.db_table, field.column)
        for model, field in fields
        if isinstance(field, ForeignKey) and not field.db_constraint
    } - KEPT_BY_NOTHING


def row_of(table: str) -> Any:
    """A row of the table, all that it names being there."""
    if table == "events_map":
        return make.map_(created_by=make.person())
    mention = make.mention(created_by=make.person())
    if table == "events_mention":
        return mention
    event = make.event(mention, by=mention.created_by)
    if table == "events_decision":
        return Decision.objects.create(verb="correct_event", by=mention.created_by, object=event)
    if table == "events_sourcerecord":
        dataset = Dataset.objects.create(name="A list", layer=event.layer, outlet=make.outlet())
        run = ImportRun.objects.create(dataset=dataset, by=mention.created_by, size=1)
        return SourceRecord.objects.create(
            dataset=dataset, run=run, source_id="1", row=1, event=event, article=mention.article, raw={},
            applied={}, digest="0",
        )  # fmt: skip
    made = {
        "events_article": lambda: make.article(created_by=mention.created_by),
        "events_event": lambda: event,
        "events_eventmention": event.event_mentions.get,
        "events_figure": lambda: make.figure(
            mention.article,
            event=event,
            role=FigureRole.CORROBORATING,
            created_by=mention.created_by,
            claimant=make.organisation(),
        ),
    }
    return made[table]()


def named_by_copy(row: Any, column: str) -> int:
    """What a copy of the row can name in this column: the same, but where the pair can be there once only."""
    if not isinstance(row, EventMention):
        return getattr(row, column)
    mention = make.mention()
    return make.event(mention).pk if column == "event_id" else mention.pk


def refusal(act: Callable[[], Any]) -> str:
    try:
        with transaction.atomic():
            act()
            check_deferred_constraints()
            transaction.set_rollback(True)
    except IntegrityError as error:
        return constraint_of(error)
    return "nothing refused it"


def by_hand(sql: str, *values: object) -> Callable[[], None]:
    def act() -> None:
        with connection.cursor() as cursor:
            cursor.execute(sql, values)

    return act


def test_every_reference_without_a_key_has_its_triggers() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, encode(tgargs, 'escape'), tgname FROM pg_trigger"
            " WHERE tgname IN ('named_rows_exist', 'row_is_not_named', 'rows_are_not_named')"
        )
        triggers = [(table, told.split("\\000")[:-1], name) for table, told, name in cursor.fetchall()]
    written = {
        (table, column)
        for table, told, name in triggers
        if name == "named_rows_exist"
        for column in told[::2]
    }
    deleted, emptied = (
        {pair for _, told, of in triggers if of == name for pair in zip(told[::2], told[1::2], strict=True)}
        for name in ("row_is_not_named", "rows_are_not_named")
    )

    assert len(unkept_by_keys()) == 19
    assert written == deleted == emptied == unkept_by_keys()


@pytest.mark.parametrize(("table", "column"), sorted(unkept_by_keys()))
def test_row_that_names_nothing_is_refused(table: str, column: str) -> None:
    row = row_of(table)
    # A copy of the row, but for what there can be once only.
    once = {
        "events_article": {"fingerprint": "'f'"},
        "events_map": {"slug": "'another'"},
        "events_mention": {"end": '"end" - 1', "quote": "left(quote, -1)"},
        "events_sourcerecord": {"source_id": "'2'"},
    }.get(table, {})
    names = [f'"{field.column}"' for field in row._meta.concrete_fields if field.column not in ("id", column)]
    values = ", ".join([once.get(name.strip('"'), name) for name in names])
    copied = (
        f"INSERT INTO {table} ({', '.join(names)}, {column}) SELECT {values}, %s FROM {table} WHERE id = %s"
    )

    assert refusal(by_hand(copied, named_by_copy(row, column), row.pk)) == "nothing refused it"
    assert refusal(by_hand(copied, NOBODY, row.pk)) == "named_row_exists"
    if table != "events_decision":  # none is ever changed
        update = f"UPDATE {table} SET {column} = %s WHERE id = %s"
        first = SAID_BEFORE.get((table, column), "named_row_exists")
        assert refusal(by_hand(update, NOBODY, row.pk)) == first


@pytest.mark.parametrize(("table", "column"), sorted(unkept_by_keys()))
def test_row_that_is_named_is_not_deleted(table: str, column: str) -> None:
    row = row_of(table)
    named = row._meta.get_field(column.removesuffix("_id")).related_model._meta.db_table

    def delete() -> None:
        with connection.cursor() as cursor:
            # What else names it by a key is not asked about here.
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
            cursor.execute(f"DELETE FROM {named} WHERE id = %s", [getattr(row, column)])
            cursor.execute("SET CONSTRAINTS row_is_not_named IMMEDIATE")

    assert refusal(delete) == "row_is_not_named"


def test_what_names_a_row_may_be_deleted_after_it() -> None:
    layer = make.layer()
    event = make.event(layer=layer)
    delete = by_hand("DELETE FROM events_layer WHERE id = %s", layer.pk)

    def both() -> None:
        delete()
        event.delete()

    assert refusal(delete) == "row_is_not_named"
    assert refusal(both) == "nothing refused it"


def test_table_that_is_named_is_not_emptied_alone() -> None:
    make.event()
    check_deferred_constraints()

    assert refusal(by_hand("TRUNCATE events_layer CASCADE")) == "row_is_not_named"


@committed
def test_layer_is_not_deleted_while_an_event_that_names_it_is_being_written() -> None:
    layer = make.layer()
    person = make.person()
    is_written, is_asked = threading.Event(), threading.Event()

    def write() -> None:
        with transaction.atomic():
            make.event(layer=layer, by=person)
            is_written.set()
            is_asked.wait(2)

    def delete() -> None:
        is_written.wait(5)
        with transaction.atomic():
            threading.Timer(0.5, is_asked.set).start()
            by_hand("DELETE FROM events_layer WHERE id = %s", layer.pk)()

    assert sorted(at_once(write, delete)) == ["done", "row_is_not_named"]
    assert Layer.objects.filter(pk=layer.pk).exists()


@committed
def test_event_is_not_deleted_while_a_row_that_names_it_is_being_written() -> None:
    event = make.event()
    mention = make.mention(event.mentions.get().article, "Binnish")
    is_written, is_asked = threading.Event(), threading.Event()

    def write() -> None:
        with transaction.atomic():
            EventMention.objects.create(event=event, mention=mention)
            is_written.set()
            is_asked.wait(2)

    def delete() -> None:
        is_written.wait(5)
        with transaction.atomic():
            by_hand("DELETE FROM events_eventmention WHERE event_id = %s", event.pk)()
            threading.Timer(0.5, is_asked.set).start()
            by_hand("DELETE FROM events_event WHERE id = %s", event.pk)()

    assert sorted(at_once(write, delete)) == ["done", "row_is_not_named"]
    assert EventMention.objects.filter(event=event).count() == 2


@committed
def test_event_is_refused_whose_layer_is_deleted_meanwhile() -> None:
    layer = make.layer()
    event = make.event()
    is_deleted, is_asked = threading.Event(), threading.Event()

    def delete() -> None:
        with transaction.atomic():
            by_hand("DELETE FROM events_layer WHERE id = %s", layer.pk)()
            is_deleted.set()
            is_asked.wait(2)

    def write() -> None:
        is_deleted.wait(5)
        threading.Timer(0.5, is_asked.set).start()
        Event.objects.filter(pk=event.pk).update(layer=layer)

    assert sorted(at_once(delete, write)) == ["done", "named_row_exists"]
