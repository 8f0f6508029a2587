"""The role that serves can do its work, and nothing to the history."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, ProgrammingError, connection, transaction

from events.enums import Status
from events.history.checks import check_database_log, check_roles
from events.models import Change, Event, Outlet
from events.review.events import publish_event, withdraw_event
from tests.review import factories as make

pytestmark = pytest.mark.django_db

#: Roles belong to the whole server: each process of the tests has its own, gone with the test's transaction.
ROLE = f"dateline_test_{os.getpid()}"


def execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.fixture
def application() -> Iterator[None]:
    """The test goes on as a role that may serve."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user")
        if not cursor.fetchone()[0]:
            pytest.skip("The role of the tests may make no other role.")
        cursor.execute(f"CREATE ROLE {ROLE} LOGIN")
    call_command("grant_application", ROLE)
    execute(f"SET SESSION AUTHORIZATION {ROLE}")
    yield
    connection.needs_rollback = False
    execute("RESET SESSION AUTHORIZATION")


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO events_changeset (at, transaction, by_name, source, database_role, application)"
        " VALUES (now(), pg_current_xact_id(), 'somebody else', '', '', '')",
        "INSERT INTO events_change (changeset_id, table_name, operation, row_ids)"
        " VALUES (1, 'events_outlet', 'insert', '{[1,2)}')",
        "UPDATE events_change SET before = NULL",
        "DELETE FROM events_change",
        "TRUNCATE events_change",
        "TRUNCATE events_outlet CASCADE",
        "DROP TABLE events_change",
        "DROP TRIGGER history_of_update ON events_outlet",
        "ALTER TABLE events_outlet DISABLE TRIGGER history_of_update",
        "ALTER TABLE events_outlet DISABLE TRIGGER ALL",
        "ALTER TABLE events_outlet ADD COLUMN mine text",
        "SET session_replication_role = replica",
        "CREATE OR REPLACE FUNCTION events_keep_history() RETURNS trigger LANGUAGE plpgsql AS"
        " 'BEGIN RETURN NULL; END'",
        "ALTER FUNCTION events_keep_history() OWNER TO CURRENT_USER",
        "SELECT events_current_changeset()",
        f"SELECT events_grant_application('{ROLE}')",
        # A table of its own with the triggers of history on it would write what it likes.
        "CREATE TEMP TABLE events_outlet (id bigint);"
        " CREATE TRIGGER forged AFTER INSERT ON events_outlet REFERENCING NEW TABLE AS after"
        " FOR EACH STATEMENT EXECUTE FUNCTION events_keep_history('', 'true', '{}', '{}')",
        "UPDATE django_migrations SET name = 'other'",
        "CREATE TABLE public.mine (id bigint)",
    ],
    ids=range(19),
)
def test_history_is_out_of_reach(application: None, statement: str) -> None:
    with pytest.raises(ProgrammingError) as refused, transaction.atomic():
        execute(statement)

    assert refused.value.__cause__.sqlstate == "42501"  # insufficient privilege


def test_own_temporary_tables_do_not_stand_for_the_history(application: None) -> None:
    execute("CREATE TEMP TABLE events_change (LIKE public.events_change INCLUDING DEFAULTS)")

    Outlet.objects.create(name="The Example Herald")

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_temp.events_change")
        assert cursor.fetchone() == (0,)


def test_editors_work_goes_on_and_is_kept(application: None) -> None:
    by = make.person()
    event = publish_event(make.event(by=by), by=by)
    withdraw_event(event, by=by, public_note="Wrong.")
    Event.objects.filter(pk=event.pk).update(title="By hand")

    last = Change.objects.select_related("changeset").filter(table_name="events_event").latest("pk")
    assert last.after == {"title": "By hand"}
    assert last.changeset.database_role == ROLE
    assert Event.objects.get(pk=event.pk).status == Status.WITHDRAWN


def test_check_is_quiet_with_a_role_of_its_own(application: None) -> None:
    assert check_roles(None) == []


def test_check_says_when_the_application_owns_the_history() -> None:
    [message] = check_roles(None)

    assert message.id == "events.I001"
    assert "grant_application" in message.hint


def test_check_says_when_the_database_logs_what_it_refuses() -> None:
    quiet = "SET LOCAL log_error_verbosity = terse; SET LOCAL log_min_error_statement = panic;"
    execute(f"{quiet} SET LOCAL log_statement = none; SET LOCAL log_min_duration_statement = -1")
    assert check_database_log(None) == []
    execute("SET LOCAL log_error_verbosity = 'default'; SET LOCAL log_min_duration_statement = 500")

    [message] = check_database_log(None)

    assert message.id == "events.I002"
    assert "log_error_verbosity is default, log_min_duration_statement is 500" in message.msg
    assert "log_error_verbosity = terse, log_min_duration_statement = -1" in message.hint


def test_tables_of_later_migrations_are_open_too(application: None) -> None:
    execute("RESET SESSION AUTHORIZATION")
    execute("CREATE TABLE events_later (id bigint GENERATED ALWAYS AS IDENTITY, word text)")
    execute(f"SET SESSION AUTHORIZATION {ROLE}")

    execute("INSERT INTO events_later (word) VALUES ('open')")


@pytest.mark.parametrize(
    ("role", "sentence"),
    [("nobody_of_this_name", "There is no role"), ("", "There is no role")],
)
def test_command_refuses_what_is_no_role(role: str, sentence: str) -> None:
    with pytest.raises(CommandError, match=sentence):
        call_command("grant_application", role)


def test_owner_is_no_role_to_serve_with() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        (owner,) = cursor.fetchone()

    with pytest.raises(CommandError, match="may do all that the owner"):
        call_command("grant_application", owner)


def test_constraint_still_speaks_to_the_application(application: None) -> None:
    Outlet.objects.create(name="Once")

    with pytest.raises(IntegrityError), transaction.atomic():
        Outlet.objects.create(name="Once")


def test_claims_follow_with_the_rights_of_the_owner() -> None:
    """A migration that replaces the function has to say so again: ALTER FUNCTION … SECURITY DEFINER."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT prosecdef, proconfig FROM pg_proc WHERE oid = 'events_follow_claims()'::regprocedure"
        )
        assert cursor.fetchone() == (True, ["search_path=public, pg_temp"])
