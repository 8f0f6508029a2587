from __future__ import annotations

import pytest

from events.exchange.copying import copy, said
from events.models import Outlet

pytestmark = pytest.mark.django_db

TEXTS = [
    "", "plain", "a\tb", "two\nlines", "one\r\nthe other", "back\\slash", "\\N", "\\.", "\\t", "سراقب\t\\",
]  # fmt: skip


def test_texts_come_out_of_copy_as_they_went_in() -> None:
    copy(Outlet, ("id", "name"), [(n, text) for n, text in enumerate(TEXTS, start=9000)])

    written = Outlet.objects.filter(pk__gte=9000).order_by("pk")
    assert list(written.values_list("name", "url", "is_unnamed")) == [(text, "", False) for text in TEXTS]


def test_many_rows_all_come_in() -> None:
    copy(Outlet, ("id", "name"), ((n, f"Outlet {n}") for n in range(9000, 10_201)))

    assert Outlet.objects.filter(pk__gte=9000).count() == 1201


def test_what_is_no_text_is_written_as_the_database_reads_it() -> None:
    assert [said(value) for value in (None, 0, True, 2.5, "a\tb")] == ["\\N", "0", "True", "2.5", "a\\tb"]
