"""One bulk action worked on from two windows at once, each on a connection of its own."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from events.models import BulkAct, Decision
from events.models.bulk import BulkOutcome
from events.review.bulk import Chosen
from events.review.bulk_layers import RelayerEvents
from events.review.bulk_working import begin, work_on
from tests.models.test_concurrency import committed
from tests.review import factories as make

pytestmark = pytest.mark.django_db

ACT = RelayerEvents()


@committed
def test_each_row_is_done_once_by_two_windows() -> None:
    publisher, layer = make.person(), make.layer()
    events = [make.event() for _ in range(8)]
    chosen = [Chosen(event.pk, event.version) for event in events]
    bulk = begin(ACT, chosen, by=publisher, options={"layer": layer.pk}, token=uuid.uuid4())

    def work(_window: int) -> int:
        try:
            return work_on(BulkAct.objects.get(pk=bulk.pk), ACT, by=publisher)
        finally:
            connection.close()

    try:
        with ThreadPoolExecutor(2) as windows:
            worked = list(windows.map(work, range(2)))

        assert sum(worked) == 8
        assert set(bulk.rows.values_list("outcome", flat=True)) == {BulkOutcome.DONE}
        decided = Decision.objects.filter(verb="change_event", by=publisher)
        assert sorted(decided.values_list("object_id", flat=True)) == [event.pk for event in events]
    finally:
        bulk.delete()
