from __future__ import annotations

import pytest
from django.db import connection

from events.exchange.copying import Target, blocks, escaped, said, write

pytestmark = pytest.mark.django_db

TEXTS = [
    "", "plain", "a\tb", "two\nlines", "one\r\nthe other", "back\\slash", "\\N", "\\.", "\\t", "سراقب\t\\",
]  # fmt: skip


def test_texts_come_out_of_copy_as_they_went_in() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE told (number int, text text, other text) ON COMMIT DROP")
    target = Target("COPY told FROM STDIN", rest="\t\\N")

    write(target, blocks(target, (f"{n}\t{escaped(text)}" for n, text in enumerate(TEXTS))))

    with connection.cursor() as cursor:
        cursor.execute("SELECT text, other FROM told ORDER BY number")
        assert cursor.fetchall() == [(text, None) for text in TEXTS]


def test_what_is_no_text_is_written_as_the_database_reads_it() -> None:
    assert [said(value) for value in (None, 0, True, 2.5, "a\tb")] == ["\\N", "0", "True", "2.5", "a\\tb"]


def test_many_lines_come_in_blocks_that_together_are_all_of_them() -> None:
    target = Target("", rest="\t1")

    made = list(blocks(target, map(str, range(1201))))

    assert len(made) == 3
    assert b"".join(made).decode() == "".join(f"{n}\t1\n" for n in range(1201))
