"""A process of its own that reads articles as a worker does; writes what that took as JSON.

    python -m benchmarks.worker < articles.json        ["text", …]

Seconds count from the process' start, so that Django, spaCy and the gazetteer's first answers are in them.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time

STARTED = time.perf_counter()
#: A text as long as nobody writes one: how long the desk could hang.
LONG = 1_000_000


def main() -> None:
    texts = json.load(sys.stdin)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mapsite.settings")
    import django

    django.setup()
    from events.pipeline.reading import read_text

    set_up = time.perf_counter()
    read_text(texts[0])
    first, first_cpu_s = time.perf_counter(), time.process_time()
    cpu, rounds = time.process_time(), max(1, 100 // len(texts))
    for _ in range(rounds):
        for text in texts:
            read_text(text)
    count = rounds * len(texts)
    wall, cpu = time.perf_counter() - first, time.process_time() - cpu
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    whole = "\n\n".join(texts)
    long_text = (whole * (LONG // len(whole) + 1))[:LONG]
    started, cpu_started = time.perf_counter(), time.process_time()
    read_text(long_text)
    long_s, long_cpu_s = time.perf_counter() - started, time.process_time() - cpu_started
    answer = {
        "to_set_up_s": set_up - STARTED,
        "to_first_s": first - STARTED,
        "to_first_cpu_s": first_cpu_s,
        "articles_per_s": count / wall,
        "articles_per_cpu_s": count / cpu,
        "characters_per_article": len(whole) / len(texts),
        "memory_mb": memory / (1024 if sys.platform == "linux" else 1024 * 1024),
        "long_text_s": long_s,
        "long_text_cpu_s": long_cpu_s,
    }
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
