"""Prints what each part does, beside what it is held against: `make bench`, or `make bench ARGS="places"`."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Callable, Iterable
from importlib import import_module
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parent.parent
#: Without others being named; the others lay out databases of their own first, which takes minutes.
DEFAULT = ("reading", "places", "figures", "routes", "desk")
EVERY = (*DEFAULT, "history", "totals", "readers", "crowd", "imports", "access", "html", "lists", "hostile")


def main(arguments: list[str]) -> None:
    options = _options(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mapsite.settings")
    django.setup()
    _prepare()
    # Models need the set-up above.
    from benchmarks import desk, figures, history, lists, markup, places, readers, reading, routes, totals
    from benchmarks.gold import INVENTED, UnreadableGold
    from benchmarks.table import Matrix, Row, print_table

    gold = options.gold or _paths("DATELINE_GOLD") or [INVENTED]
    rows = options.rows or _paths("DATELINE_GOLD_ROWS")
    parts: dict[str, Callable[[], Iterable[Row | Matrix]]] = {
        "reading": reading.measure,
        "places": lambda: places.measure(gold),
        "figures": lambda: figures.measure(gold, rows),
        "routes": routes.measure,
        "desk": desk.measure,
        "history": history.measure,
        "totals": totals.measure,
        "imports": lambda: import_module("benchmarks.imports").measure(),
        "hostile": lambda: import_module("benchmarks.hostile").measure(),
        # Drive a browser, which other parts do without.
        "crowd": lambda: import_module("benchmarks.crowd").measure(),
        "access": lambda: import_module("benchmarks.access").measure(),
        "readers": lambda: readers.measure(with_umap=options.umap),
        "html": markup.measure,
        "lists": lambda: lists.measure(is_kept=options.keep),
    }
    try:
        for name in options.parts or DEFAULT:
            print_table(name, parts[name]())
    except UnreadableGold as error:
        sys.exit(str(error))


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "parts",
        nargs="*",
        metavar="PART",
        help=f"Of {', '.join(EVERY)}; all but the last eight unless named.",
    )
    parser.add_argument(
        "--gold", type=Path, action="append", default=[], metavar="FILE",
        help="Marked articles as JSON lines (benchmarks/gold.py), for places and figures; may be repeated. "
        "Else the files in DATELINE_GOLD, else the invented articles of this repository.",
    )  # fmt: skip
    parser.add_argument(
        "--rows", type=Path, action="append", default=[], metavar="FILE",
        help="A CSV table of excerpts with figures (columns excerpt, quantity, term, unit), for figures. "
        "Else the files in DATELINE_GOLD_ROWS.",
    )  # fmt: skip
    parser.add_argument(
        "--umap", action="store_true",
        help="For readers: measure uMap beside ours. Installs umap-project into .local/umap and wants nginx.",
    )  # fmt: skip
    parser.add_argument(
        "--keep", action="store_true",
        help="For lists: keep the database, and use the one that an earlier run has kept.",
    )  # fmt: skip
    options = parser.parse_args(arguments)
    if unknown := set(options.parts) - set(EVERY):
        parser.error(f"There is no benchmark {', '.join(sorted(unknown))}. Choose from: {', '.join(EVERY)}.")
    return options


def _paths(variable: str) -> list[Path]:
    return [Path(name) for name in os.environ.get(variable, "").split(os.pathsep) if name]


def _prepare() -> None:
    """What `make run` does first, where it never ran: schema, gazetteer, demonstration, static files."""
    from django.core.management import call_command
    from django.db import connection

    tasks = ["static"]
    has_schema = "events_place" in connection.introspection.table_names()
    if not has_schema or not _has_gazetteer():
        tasks.insert(0, "schema")
    connection.close()
    for task in tasks:
        status = subprocess.run([sys.executable, "bin/prepare.py", task], cwd=ROOT).returncode
        if status:
            sys.exit(status)
    if "schema" in tasks:
        call_command("load_demo")


def _has_gazetteer() -> bool:
    from events.models import Place

    return Place.objects.exists()


if __name__ == "__main__":
    main(sys.argv[1:])
