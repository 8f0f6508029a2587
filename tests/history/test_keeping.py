"""What the triggers keep, whatever the way in."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import IntegrityError, connection, transaction

from events.enums import Status
from events.history.context import changing_as
from events.models import Change, ChangeSet, Event, EventMention, Figure, Mention, Outlet, Place, PlaceName
from events.review.constraints import constraint_of, sentence_for
from tests.review import factories as make

pytestmark = pytest.mark.django_db


def kept(table: str, after: int = 0) -> list[tuple[Any, ...]]:
    """What was kept of a table's updates and deletions since a change."""
    rows = Change.objects.filter(table_name=table, pk__gt=after).order_by("pk")
    return [(row.operation, row.row_id, row.before, row.after) for row in rows]


def newest() -> int:
    return Change.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def inserted(table: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT row_ids::text FROM events_change"
            " WHERE table_name = %s AND operation = 'insert' ORDER BY id",
            [table],
        )
        return [ids for (ids,) in cursor.fetchall()]


def test_bulk_update_keeps_what_each_row_held() -> None:
    one, two = make.event(title="One"), make.event(title="Two")
    before = newest()

    Event.objects.filter(pk__in=[one.pk, two.pk]).update(title="Same")

    assert sorted(kept("events_event", before)) == [
        ("update", one.pk, {"title": "One"}, {"title": "Same"}),
        ("update", two.pk, {"title": "Two"}, {"title": "Same"}),
    ]


def test_raw_sql_is_kept_with_the_role_and_program_that_ran_it() -> None:
    outlet = make.outlet(name="The Example Herald")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE events_outlet SET country = 'SY' WHERE id = %s", [outlet.pk])
        cursor.execute("SELECT session_user, current_setting('application_name')")
        role, program = cursor.fetchone()

    change = Change.objects.select_related("changeset").latest("pk")
    assert (change.row_id, change.before, change.after) == (outlet.pk, {"country": ""}, {"country": "SY"})
    assert (change.changeset.by_id, change.changeset.database_role, change.changeset.application) == (
        None, role, program,
    )  # fmt: skip


def test_deletion_keeps_the_whole_row_and_those_that_went_with_it() -> None:
    event = make.event()
    link = EventMention.objects.get(event=event)
    before, number = newest(), event.pk

    event.delete()

    [row] = kept("events_event", before)
    assert row[:2] == ("delete", number)
    assert row[2]["title"] == event.title
    assert row[2]["geometry"] == event.geometry.hexewkb.decode()
    assert [row[:2] for row in kept("events_eventmention", before)] == [("delete", link.pk)]
    assert Change.objects.latest("pk").operation == "delete"


def test_insertion_of_many_rows_is_one_row_of_history() -> None:
    made = Outlet.objects.bulk_create([Outlet(name=f"Outlet no. {number}") for number in range(100)])

    assert inserted("events_outlet")[-1] == f"{{[{made[0].pk},{made[-1].pk + 1})}}"


def test_rows_that_do_not_follow_each_other_are_kept_as_ranges() -> None:
    first = Outlet.objects.create(name="The first").pk

    Outlet.objects.bulk_create([Outlet(pk=first + n, name=f"Outlet no. {n}") for n in (50, 52, 51, 90)])

    ranges = f"[{first + 50},{first + 53}),[{first + 90},{first + 91})"
    assert inserted("events_outlet")[-1] == f"{{{ranges}}}"


def test_links_of_both_sides_are_kept() -> None:
    figure = make.figure()
    mention = make.mention(figure.article)
    before = newest()

    figure.mentions.add(mention)
    figure.mentions.clear()

    operations = [(row[0], row[2]) for row in kept("events_figure_mentions", before)]
    link = operations[-1][1]
    assert [name for name, _row in operations] == ["insert", "delete"]
    assert (link["figure_id"], link["mention_id"]) == (figure.pk, mention.pk)
    assert Change.objects.latest("pk").parent_id == figure.pk


def test_emptied_table_keeps_what_it_held() -> None:
    map_ = make.map_()

    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE events_map CASCADE")

    [*_, row] = kept("events_map")
    assert (row[0], row[1], row[2]["slug"]) == ("delete", map_.pk, map_.slug)


def test_row_written_as_it_was_leaves_nothing() -> None:
    event = make.event()
    before = newest()

    Event.objects.filter(pk=event.pk).update(title=event.title, version=7)
    Mention.objects.filter(pk=event.mentions.get().pk).update(status="accepted")

    assert newest() == before


def test_what_triggers_write_is_no_history() -> None:
    event = make.published()
    before = newest()

    EventMention.objects.filter(event=event).update(is_shown=False)

    assert newest() == before


def test_gazetteer_is_kept_from_the_first_correction_on() -> None:
    place = make.place(dataset="packages")
    name = PlaceName.objects.create(place=place, name="Saraqeb", key="saraqeb", dataset="packages")
    before = newest()
    Place.objects.filter(pk=place.pk).update(population=1000)
    PlaceName.objects.filter(pk=name.pk).update(kind="main")
    assert newest() == before

    Place.objects.filter(pk=place.pk).update(population=2000, is_edited=True)
    name.delete()

    assert kept("events_place", before)[0][2] == {"population": 1000, "is_edited": False}
    assert kept("events_placename", before)[0][2]["name"] == "Saraqeb"


def test_who_got_which_right_is_kept_and_no_password() -> None:
    person = make.person()
    editors = Group.objects.get(name="Editor")
    before = newest()

    person.groups.add(editors)
    person.set_password("a long password")
    person.save()

    assert [row[0] for row in kept("auth_user_groups", before)] == ["insert"]
    assert kept("auth_user", before) == [("update", person.pk, {"password": None}, {"password": None})]


def test_context_names_account_request_and_source() -> None:
    person = make.person()
    with changing_as(by=person, source="import 7") as outer:
        make.outlet()
        with changing_as(source="100 % done's") as inner:
            Outlet.objects.update(country="SY")
        make.organisation()
    make.layer()

    said = ChangeSet.objects.filter(request_id__in=[outer, inner]).order_by("pk")
    assert [(one.by_id, one.by_name, one.source, one.request_id) for one in said] == [
        (person.pk, person.username, "import 7", outer),
        (None, "", "100 % done's", inner),
    ]
    assert [change.table_name for change in said[1].changes.order_by("pk")] == ["events_outlet"]
    assert Change.objects.select_related("changeset").latest("pk").changeset.by_id is None


def test_context_leaves_answers_of_statements_alone() -> None:
    with changing_as(source="a test"), connection.cursor() as cursor:
        cursor.execute("INSERT INTO events_outlet (name, url, country, language, is_demonstration)"
                       " VALUES ('100 %', '', '', 'en', false) RETURNING name")  # fmt: skip
        assert cursor.fetchone() == ("100 %",)
        assert Outlet.objects.filter(name="100 %").update(country="SY") == 1
        cursor.execute("WITH one AS (SELECT %s AS number) SELECT number FROM one", [1])
        assert cursor.fetchall() == [(1,)]
        assert Figure.objects.filter(pk=0).delete()[0] == 0


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE events_change SET row_id = 1",
        "DELETE FROM events_change",
        "TRUNCATE events_change, events_changeset",
        "UPDATE events_changeset SET by_id = 1",
        "DELETE FROM events_changeset",
    ],
)
def test_history_refuses_to_be_changed_even_by_its_owner(statement: str) -> None:
    make.outlet()

    with pytest.raises(IntegrityError) as refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert constraint_of(refused.value) == "history_is_append_only"
    assert sentence_for(refused.value).startswith("The history is only added to")


def test_row_keeps_its_number() -> None:
    outlet = make.outlet()

    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        Outlet.objects.filter(pk=outlet.pk).update(id=outlet.pk + 1_000_000)

    assert constraint_of(refused.value) == "row_keeps_its_number"


def test_withdrawn_event_tells_its_figures_changes_in_one_set() -> None:
    from events.review.events import withdraw_event

    event = make.published()
    by = make.person()
    with changing_as(by=by, source="a test") as request:
        withdraw_event(event, by=by, public_note="Wrong.")

    changes = Change.objects.filter(changeset__request_id=request)
    assert {row.table_name for row in changes} == {"events_event", "events_decision"}
    assert changes.get(table_name="events_event").after == {"status": Status.WITHDRAWN}
