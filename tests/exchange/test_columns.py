"""The hashtags that HXL's tools read."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.apps import apps

from events.exchange.any_rows import columns_of
from events.exchange.columns import COLUMNS
from events.exchange.telling import rows_of
from events.models import Event
from tests.review import factories as make

#: Those of HXL 1.1 that our columns can have.
CORE = {
    "affected", "country", "date", "description", "event", "geo", "group", "indicator", "loc", "meta", "org",
    "status",
}  # fmt: skip
HASHTAG = re.compile(r"#([a-z]+)((?:\+[a-z][a-z0-9_]*)*)")


def tag_of(hxl: str) -> str:
    found = HASHTAG.fullmatch(hxl)
    assert found, hxl
    return found[1]


def test_every_column_has_a_hashtag_of_its_own_that_hxl_knows() -> None:
    assert {tag_of(column.hxl) for column in COLUMNS} <= CORE
    # The order of attributes says nothing.
    told = [frozenset(column.hxl.split("+")) for column in COLUMNS]
    assert len(set(told)) == len(told)


def test_columns_of_other_lists_have_hashtags_too() -> None:
    for model in apps.get_app_config("events").get_models():
        for column in columns_of(model):
            assert tag_of(column.hxl) in CORE, (model, column)


@pytest.mark.django_db
def test_days_and_numbers_are_what_hxl_takes_them_for() -> None:
    article = make.article()
    figure = make.figure(article, since="the winter", period_start="2019-01-01", period_end="2019-08-30")
    make.event(make.mention(article), figures=[figure], summary="S")

    rows = list(rows_of(Event.objects.all()))

    for column in COLUMNS:
        for value in (row[column.name] for row in rows if column.name in row):
            if tag_of(column.hxl) == "date":
                date.fromisoformat(str(value))
            elif tag_of(column.hxl) == "affected":
                assert isinstance(value, int), column
