"""The demonstration comes and goes on a database that holds other people's rows."""

import os

import pytest
from django.apps import apps

from events.demonstration.loading import load
from events.demonstration.removing import remove
from events.models import Change, ChangeSet, Outlet

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        not os.environ.get("DATELINE_TEST_TEMPLATE"), reason="needs the gazetteer, which `make test` loads"
    ),
]


def rows() -> dict[str, int]:
    """How many rows each model has; the history is only ever added to."""
    models = set(apps.get_app_config("events").get_models()) - {Change, ChangeSet}
    return {model.__name__: model._default_manager.count() for model in models}


def test_remove_takes_all_that_load_made_and_nothing_else() -> None:
    Outlet.objects.create(name="The Valley Post")
    before = rows()

    loaded = load()
    assert rows()["Event"] == before["Event"] + loaded.events
    assert not load().articles  # a second time adds nothing
    remove()

    assert rows() == before
