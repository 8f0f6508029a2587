"""Values in the binary form of COPY come out of the database as they went in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from django.db import DataError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from events.exchange.binary import (
    NULL,
    Named,
    Target,
    Value,
    blocks,
    day,
    decimal,
    double,
    int4,
    int8,
    lexeme,
    moment,
    number,
    shape,
    target_of,
    text,
    truth,
    words,
)
from events.exchange.copying import write
from events.models import Article

pytestmark = pytest.mark.django_db

VALUES: list[tuple[str, Callable[[Any], Value], Any]] = [
    ("int", int4, 0),
    ("int", int4, -(2**31)),
    ("int", int4, 2**31 - 1),
    ("bigint", int8, -(2**63)),
    ("bigint", number, 10_000_000_000),
    ("bigint", number, None),
    ("float8", double, 1234.5678),
    ("boolean", truth, True),
    ("boolean", truth, False),
    ("date", day, date(1, 1, 1)),
    ("date", day, date(2000, 1, 1)),
    ("date", day, date(2019, 8, 30)),
    ("date", day, date(9999, 12, 31)),
    ("date", day, None),
    ("timestamptz", moment, datetime(2026, 11, 24, 1, 2, 3, 456_789, tzinfo=UTC)),
    ("timestamptz", moment, datetime(1999, 12, 31, 23, tzinfo=timezone(timedelta(hours=-5)))),
    ("varchar(20)", text, "سراقب \\N\t\r\n\\."),
    ("text", text, ""),
    ("json", text, '{"a": 1, "a":  2}'),
]


def told(kind: str, *values: Value, expression: str = "value") -> list[Any]:
    """What a column of the type has after such values."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE told (value {kind}) ON COMMIT DROP")
        write("COPY told FROM STDIN (FORMAT binary)", blocks(Target("", b"\0\1"), values))
        cursor.execute(f"SELECT {expression} FROM told")
        found = [row[0] for row in cursor]
        cursor.execute("DROP TABLE told")
    return found


@pytest.mark.parametrize(("kind", "form", "value"), VALUES)
def test_value_comes_out_as_it_went_in(kind: str, form: Callable[[Any], Value], value: Any) -> None:
    expression = "value::text" if kind == "json" else "value"

    assert told(kind, form(value), expression=expression) == [value]


@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])))
@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_comes_out_as_it_went_in(value: str) -> None:
    assert told("text", text(value), Named()[value]) == [value, value]


@pytest.mark.parametrize(
    ("size", "wanted"),
    [("5.5", Decimal("5.5")), ("5", 5), ("0.1", Decimal("0.1")), ("999.9", Decimal("999.9")), ("", None)],
)
def test_size_of_a_household_comes_out_as_it_went_in(size: str, wanted: Decimal | None) -> None:
    assert told("numeric(4, 1)", decimal(size)) == [wanted]


@pytest.mark.parametrize(
    "ewkt",
    [
        "SRID=4326;POINT(38.279745 49.052924)",
        "SRID=4326;POINT (-0.1 1e-7)",
        "SRID=4326;POINT(0.30000000000000004 -89.99999999999999)",
        "SRID=4326;LINESTRING(36 35,37 36.5)",
        "SRID=4326;POLYGON((0 0,4 0,4 4,0 0),(1 .5,2 .5,2 1,1 .5))",
        "SRID=4326;GEOMETRYCOLLECTION(POINT(1 2),MULTIPOINT((3 4),(5 6)))",
    ],
)
def test_shape_is_the_one_that_postgis_reads_from_the_same_text(ewkt: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT encode(ST_AsEWKB(%s::geometry), 'hex')", [ewkt])
        wanted = cursor.fetchone()[0]

    assert told("geometry(Geometry, 4326)", shape(ewkt), expression="encode(ST_AsEWKB(value), 'hex')") == [
        wanted
    ]
    assert told("geometry(Geometry, 4326)", shape(wanted), expression="encode(ST_AsEWKB(value), 'hex')") == [
        wanted
    ]


def test_no_shape_is_none() -> None:
    assert told("geometry(Geometry, 4326)", shape(None)) == [None]


def test_words_come_out_as_the_database_sorts_them() -> None:
    found = words(map(lexeme, ["shelling", "a", "idlib", "ab", "السوق", "shell"]))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT array_to_tsvector(%s)::text", [["shelling", "a", "idlib", "ab", "السوق", "shell"]]
        )
        wanted = cursor.fetchone()[0]

    assert told("tsvector", found, words([]), expression="value::text") == [wanted, ""]


def test_words_are_found_one_by_one() -> None:
    found = words(map(lexeme, ["ab", "abc", "b", "السوق", "سراقب"]))

    for word in ("ab", "abc", "b", "السوق", "سراقب"):
        assert told("tsvector", found, expression=f"value @@ '{word}'::tsquery") == [True]


def test_rows_come_in_blocks_that_together_are_all_of_them() -> None:
    rows = [int4(n) for n in range(1201)]

    assert len(list(blocks(Target("", b"\0\1"), rows))) == 4  # and the end
    assert told("int", *rows) == list(range(1201))


def test_no_rows_are_no_blocks() -> None:
    assert list(blocks(Target("", b"\0\1"), [])) == []


def test_columns_that_are_alike_and_those_not_named_have_their_values() -> None:
    now = datetime(2026, 11, 24, tzinfo=UTC)
    alike = {
        "version": 3,
        "created_by_id": None,
        "created_at": now,
        "updated_at": now,
        "status": "draft",
        "published_on": now.date(),
    }
    outlet = Article._meta.get_field("outlet").related_model.objects.create(name="The Herald")
    alike |= {"published_on": now.date()}
    columns = ("id", "outlet_id", "headline", "text", "url", "archive_url", "language", "kind", "fingerprint")
    target = target_of(Article, alike, columns)
    row = (
        int8(9000) + int8(outlet.pk) + b"".join(map(text, ("A head", "A text.", "", "", "en", "record", "f")))
    )

    write(target.sql, blocks(target, [row]))

    made = Article.objects.get(pk=9000)
    assert (made.version, made.created_by, made.created_at, made.status) == (3, None, now, "draft")
    assert (made.headline, made.bands, made.is_withheld, made.read_at) == ("A head", [], False, None)


def test_what_the_database_does_not_take_is_refused_as_a_rows_fault() -> None:
    with pytest.raises(DataError, match="value too long"):
        told("varchar(3)", text("abcd"))
    with pytest.raises(DataError, match="invalid byte sequence"):
        told("text", text("a\0b"))
    assert told("varchar(3)", NULL) == [None]
