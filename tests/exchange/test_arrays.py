"""Values as the text of an array come out of the database as they went in."""

from __future__ import annotations

import pytest
from django.db import connection

from events.exchange.arrays import numbers, texts

pytestmark = pytest.mark.django_db


def read(sql: str, *values: str) -> list[object]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchone()[0]


@pytest.mark.parametrize(
    "values",
    [
        [],
        [""],
        ["Idlib", "Hama"],
        ['a "quoted" name', "a, b", "{c}", "d"],
        ['"'],
        ['","', "x"],
        ["back\\slash", "\\N"],
        ["\\", '\\"', "\\N"],
        ["NULL", "null", " ", "two\nlines", "tab\there", "إدلب", "'quote'", "%s"],
    ],
)
def test_texts_come_out_as_they_went_in(values: list[str]) -> None:
    assert read("SELECT %s::text[]", texts(values)) == values


@pytest.mark.parametrize("values", [[], [None], [1.5, None, -0.1, 1e-17, 36.123456789012345], [1, 2]])
def test_numbers_come_out_as_they_went_in(values: list[float | None]) -> None:
    assert read("SELECT %s::float8[]", numbers(values)) == values
