"""How fast articles are read, in what memory, and how much of the demonstration is read right."""

from __future__ import annotations

import resource
import time
from collections.abc import Iterator

from benchmarks.table import Row
from events.demonstration import content
from events.demonstration.content import span_of
from events.extraction.figures import read_figures
from events.ingestion.text import clean
from events.pipeline.reading import read_text

ROUNDS = 5
#: The first geoparser measured on such a machine: articles/s, MB, s to the first article.
BASELINE = (25, 600, 10)
#: Beside the reading of places, ms an article.
FIGURES_MS = 5
PARTS = ("measure", "people", "unit", "quantifier", "low", "high", "scope")


def measure() -> Iterator[Row]:
    articles = [(clean(table["text"]), table) for table in content.articles()]
    started = time.perf_counter()
    read_text(articles[0][0], language="en")
    yield Row(
        "time to the first article", time.perf_counter() - started, "s", BASELINE[2], "a first geoparser"
    )

    english = [text for text, table in articles if table["language"] == "en"]
    started = time.perf_counter()
    for _ in range(ROUNDS):
        for text in english:
            read_text(text, language="en")
    speed = ROUNDS * len(english) / (time.perf_counter() - started)
    yield Row("articles read, one core", speed, "articles/s", BASELINE[0], "the same", more_is_better=True)

    started = time.perf_counter()
    for _ in range(ROUNDS):
        for text in english:
            read_figures(text)
    each = (time.perf_counter() - started) * 1000 / (ROUNDS * len(english))
    yield Row("figures alone, an article", each, "ms", FIGURES_MS, "the limit set")

    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    yield Row("peak memory of the process", memory, "MB", BASELINE[1], "the same geoparser")
    yield from _quality(articles)


def _quality(articles: list[tuple[str, content.Table]]) -> Iterator[Row]:
    """Of what the demonstration's authors marked, which share the reading proposes by itself."""
    wanted = found = right = places = proposed = 0
    for text, table in articles:
        reading = read_text(text, language=table["language"])
        spans = {(m.toponym.start, m.toponym.end) for m in reading.mentions}
        figures = {(f.start, f.end): f for f in reading.figures}
        for event in table["events"]:
            for place in event.get("places", []):
                places += 1
                proposed += span_of(text, place["quote"], place.get("occurrence", 1)) in spans
            for figure in event.get("figures", []):
                wanted += 1
                read = figures.get(span_of(text, figure["wording"], figure.get("occurrence", 1)))
                found += read is not None
                right += read is not None and all(getattr(read, part) == figure.get(part) for part in PARTS)
    yield Row(f"places proposed, of {places} of the demonstration", 100 * proposed / places, "%")
    yield Row(f"figures found, of {wanted}", 100 * found / wanted, "%")
    yield Row("figures right in every part", 100 * right / wanted, "%")
