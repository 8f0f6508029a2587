"""How fast articles are read, in what memory, and how much of the demonstration is read right."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.gold import INVENTED, read_gold
from benchmarks.table import Row
from events.demonstration import content
from events.demonstration.content import span_of
from events.ingestion.text import clean
from events.pipeline.reading import read_text

#: The first geoparser measured on such a machine: articles/s, MB, s to the first article.
BASELINE = (25, 600, 10)
FIRST = "a first geoparser"
#: A million characters, in seconds.
LONG_TEXT_S = 20
PARTS = ("measure", "people", "unit", "quantifier", "low", "high", "scope")


def measure() -> Iterator[Row]:
    """Wall time is that of this machine as busy as it is; CPU time leaves out the database's part too."""
    yield from _work([document.text for document in read_gold(INVENTED)])
    yield from _quality([(clean(table["text"]), table) for table in content.articles()])


def _work(texts: list[str]) -> Iterator[Row]:
    """What a process of its own takes that has read nothing yet."""
    worker = subprocess.run(
        [sys.executable, "-m", "benchmarks.worker"],
        input=json.dumps(texts),
        text=True,
        capture_output=True,
        cwd=Path(__file__).parent.parent,
    )
    if worker.returncode:
        sys.exit(f"The measured process ended with {worker.returncode}:\n{worker.stderr}")
    took = json.loads(worker.stdout)
    yield Row("from the process' start to the first article", took["to_first_s"], "s", BASELINE[2], FIRST)
    yield Row("of these until Django is up", took["to_set_up_s"], "s")
    yield Row("CPU time of the process until then", took["to_first_cpu_s"], "s")
    what = f"articles of {took['characters_per_article']:.0f} characters, one process"
    yield Row(what, took["articles_per_s"], "articles/s", BASELINE[0], FIRST, more_is_better=True)
    yield Row("the same by the process' CPU time", took["articles_per_cpu_s"], "articles/s")
    yield Row("peak memory of the process", took["memory_mb"], "MB", BASELINE[1], FIRST)
    yield Row("a text of 1,000,000 characters", took["long_text_s"], "s", LONG_TEXT_S, "the limit set")
    yield Row("the same by the process' CPU time", took["long_text_cpu_s"], "s")


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
