"""How fast the desk follows a decision in a long article, in its own process; every row is taken back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date

from django.db import transaction

from benchmarks.table import Row, median_and_p95, milliseconds
from events.admin.desk_state import desk_state, parts
from events.demonstration import content
from events.demonstration.loading import demonstration_editor
from events.enums import MentionStatus
from events.ingestion.articles import add_article
from events.models import Mention, Outlet
from events.pipeline.storing import read_article
from events.pipeline.suggesting import suggest_events

WORDS = 10_000
TIMES = 20
#: Set in the issue, for 300 proposals.
REACH_MS = 150
#: The same, from the request to the page on screen.
OPEN_MS = 1_500


def measure() -> Iterator[Row]:
    """Of the answer to a decision its rows and what follows from it, with every second place accepted."""
    with transaction.atomic():
        by = demonstration_editor()
        article = add_article(
            outlet=Outlet.objects.create(name="The Desk's Benchmark"), headline="A long article", by=by,
            text=_long_text(), published_on=date(2019, 9, 1),
        ).article  # fmt: skip
        read_article(article, by=by)
        placed = article.mentions.filter(place__isnull=False).values_list("pk", flat=True)
        Mention.objects.filter(pk__in=list(placed[::2])).update(status=MentionStatus.ACCEPTED)
        proposals = article.mentions.count() + article.figures.count()
        one = article.mentions.earliest("start").pk
        median, p95 = median_and_p95(
            milliseconds(lambda: parts(article, by=by, mentions=[one], figures=[]), times=TIMES)
        )
        yield Row(f"a decision of {proposals} proposals, median", median, "ms", REACH_MS, "for 300 proposals")
        yield Row("the same, 95th percentile", p95, "ms")
        opening, _p95 = median_and_p95(
            milliseconds(lambda: json.dumps(desk_state(article, by=by)), times=TIMES // 4)
        )
        yield Row("the state that it opens with, median", opening, "ms", OPEN_MS, "for 300, with the page")
        yield Row(
            "events suggested of it, median",
            median_and_p95(milliseconds(lambda: suggest_events(article), times=TIMES))[0],
            "ms",
        )
        transaction.set_rollback(True)


def _long_text() -> str:
    texts = [table["text"] for table in content.articles()]
    told: list[str] = []
    while sum(len(text.split()) for text in told) < WORDS:
        told.append(texts[len(told) % len(texts)])
    return "\n\n".join(told)
