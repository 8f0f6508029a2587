from __future__ import annotations

import pytest
from django.db import connection

from events.exchange.binary import Target, blocks
from events.exchange.copying import write
from events.exchange.searched import Searched, asked_of_the_database

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  . ,; ",
        "The residents' committee of O'Neil",
        "Aaa bbb 1122 mmm111 xx-yyy_zz",
        '20:30 a/b\\c `quoted` "words" a\tb\nc\x7fd',
        "committee " * 40,
        "ab" * 80,
        "Tīrs of Sarāqib’s market",
        "قصف على السوق في سراقب",
    ],
)
def test_words_are_those_that_the_database_finds(text: str) -> None:
    asked = {} if text.isascii() else asked_of_the_database({text})
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE told (words tsvector) ON COMMIT DROP")
        found = Searched().words_of(text, asked)
        write("COPY told FROM STDIN (FORMAT binary)", blocks(Target("", b"\0\1"), [found]))
        cursor.execute("SELECT words::text, events_searched(%s)::text FROM told", [text])
        written, wanted = cursor.fetchone()

    assert written == wanted
