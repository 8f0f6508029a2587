from __future__ import annotations

import pytest
from django.db import connection

from events.exchange.searched import Searched

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
    searched = Searched()
    with connection.cursor() as cursor:
        cursor.execute("SELECT events_searched(%s)::text", [text])
        wanted = cursor.fetchone()[0]
        cursor.execute(
            "SELECT %s::tsvector::text", [searched.words_of(text, {} if text.isascii() else {text: wanted})]
        )
        assert cursor.fetchone()[0] == wanted
