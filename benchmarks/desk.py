"""How fast the desk of a long article opens and follows decisions.

The server's part in its own process, where every row is taken back, and all of it in `desk_browser.py`."""

from __future__ import annotations

import gc
import json
import time
from collections.abc import Iterator
from datetime import date

from django.db import transaction

from benchmarks import desk_browser
from benchmarks.table import Matrix, Row, median_and_p95, milliseconds
from events.admin.desk_state import desk_state, parts
from events.demonstration import content
from events.demonstration.loading import demonstration_editor
from events.enums import MentionStatus
from events.ingestion.articles import add_article
from events.models import Article, Mention, Outlet
from events.pipeline.snapshot import Snapshot
from events.pipeline.storing import read_article
from events.pipeline.suggesting import suggest_events

WORDS = 10_000
#: Proposals in so many words of the demonstration's articles, and those that the issue speaks of.
DENSE, PROPOSALS = 780, 300
_NOTHING = (
    "Those who spoke that evening did so quietly, and mostly about the weather, the price of bread and what "
    "their neighbours had said. Nobody could say when the road would be open again, or whether the shops "
    "would be. A few had heard of talks, but not who was talking, nor what about."
)
TIMES = 20
#: Set in the issue, for 300 proposals.
REACH_MS = 150
#: The same, from the request to the page on screen.
OPEN_MS = 1_500


def measure() -> Iterator[Row | Matrix]:
    """Of the answer to a decision its rows and what follows from it, with every second place accepted."""
    for wanted in (PROPOSALS, DENSE):
        with transaction.atomic():
            yield from _measured(wanted)
            transaction.set_rollback(True)
    yield from desk_browser.measure()


def lay_out(wanted: int = PROPOSALS) -> Article:
    """The article, read, with every second place accepted."""
    by = demonstration_editor()
    article = add_article(
        outlet=Outlet.objects.create(name="The Desk's Benchmark"), headline="A long article", by=by,
        text=long_text(wanted), published_on=date(2019, 9, 1),
    ).article  # fmt: skip
    read_article(article, by=by)
    placed = article.mentions.filter(place__isnull=False).values_list("pk", flat=True)
    Mention.objects.filter(pk__in=list(placed[::2])).update(status=MentionStatus.ACCEPTED)
    return article


def _measured(wanted: int) -> Iterator[Row]:
    by, article = demonstration_editor(), lay_out(wanted)
    proposals = f"{article.mentions.count() + article.figures.count()} proposals"
    one = article.mentions.earliest("start").pk
    is_goal = wanted == PROPOSALS
    # As the server's workers do (mapsite/wsgi.py): else collections of garbage are the slowest twentieth.
    gc.collect()
    gc.freeze()
    used = time.process_time()
    median, p95 = median_and_p95(
        milliseconds(lambda: parts(Snapshot(article), by=by, mentions=[one], figures=[]), times=TIMES)
    )
    used = (time.process_time() - used) * 1000 / (TIMES + 1)
    yield Row(
        f"{proposals}: a decision, median", median, "ms", REACH_MS if is_goal else None, "with the write"
    )
    yield Row(f"{proposals}: the same, 95th percentile", p95, "ms")
    yield Row(f"{proposals}: the same, of Python's processor", used, "ms")
    opening, _p95 = median_and_p95(
        milliseconds(lambda: json.dumps(desk_state(article, by=by)), times=TIMES // 4)
    )
    goal = OPEN_MS if is_goal else None
    yield Row(f"{proposals}: the state to open with, median", opening, "ms", goal, "with the page")
    yield Row(
        f"{proposals}: events suggested, median",
        median_and_p95(milliseconds(lambda: suggest_events(article), times=TIMES))[0],
        "ms",
    )


def long_text(proposals: int | None = None) -> str:
    """Ten thousand words of the demonstration's articles, which tell of something in every sentence; for so
    many proposals alone with paragraphs between them that tell of nothing."""
    texts = [table["text"] for table in content.articles()]
    told: list[str] = []
    while sum(len(text.split()) for text in told) < WORDS * min(1, (proposals or DENSE) / DENSE):
        told.append(texts[len(told) % len(texts)])
    missing = WORDS - sum(len(text.split()) for text in told)
    between = "\n\n".join([_NOTHING] * round(missing / len(told) / len(_NOTHING.split())))
    return "\n\n".join(f"{text}\n\n{between}".strip() for text in told)
