"""`manage.py load_gazetteer`: fill the gazetteer and the background map, or add files to them."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from events.api import basemap
from events.enums import PlaceKind
from events.geocoding import boundaries, dumps, geonames, loading
from events.geocoding.boundary_files import Source, WrongBoundaries, field_mapping
from events.geocoding.dump_files import WrongFile
from events.review.aside import renew_all_names


class Command(BaseCommand):
    help = (
        "Without a file: load places, names, areas and borders from the installed packages and our own "
        "tables, and draw the background map from them; does nothing when the database holds just that. "
        "--geonames adds dumps of GeoNames, --boundaries a national file of boundaries. Every load keeps "
        "the places and names that editors made or corrected."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--force", action="store_true", help="load even if nothing has changed")
        parser.add_argument(
            "--geonames",
            metavar="FILE|DIR",
            type=Path,
            help="a dump of GeoNames (SY.zip, allCountries.zip, alternateNamesV2.zip) or a folder of them",
        )
        parser.add_argument(
            "--boundaries",
            metavar="FILE",
            type=Path,
            help="GeoJSON, Shapefile (.shp) or GeoPackage; needs the five options below",
        )
        parser.add_argument(
            "--fields", default="", help="name=ADM2_EN,code=ADM2_PCODE,parent=ADM1_EN,name:ar=ADM2_AR"
        )
        parser.add_argument("--kind", choices=[kind.value for kind in PlaceKind], help="what the areas are")
        parser.add_argument("--country", default="", help="their country's code, for example SY")
        parser.add_argument("--provider", default="", help="who made the file; shown with each place")
        parser.add_argument("--licence", default="", help="under which licence; shown with each place")
        parser.add_argument("--layer", default="", help="which layer, where the file has several")
        parser.add_argument(
            "--all-or-nothing", action="store_true", help="load nothing if a single row cannot be used"
        )

    def handle(self, *args: Any, verbosity: int = 1, **options: Any) -> None:
        self.verbosity, self.started = verbosity, time.monotonic()
        if options["geonames"] and options["boundaries"]:
            raise CommandError("Give --geonames or --boundaries, one at a time.")
        try:
            if options["geonames"]:
                self._load_dumps(options["geonames"], options["all_or_nothing"])
            elif options["boundaries"]:
                self._load_boundaries(options)
            else:
                self._load_packages(force=options["force"])
        except (WrongFile, WrongBoundaries) as error:
            raise CommandError(str(error)) from error
        self._renew_names()

    def _renew_names(self) -> None:
        """No passage that readers see may hold a further name of a place that is kept from them."""
        for number in renew_all_names():
            self._warn(
                f"Event no. {number} is shown less exactly than it is known, and a further name of its place "
                "stands in its title, a figure, its layer or a map. Change that, then load again by --force."
            )

    def _load_packages(self, *, force: bool) -> None:
        if missing := loading.missing_source():
            raise CommandError(
                f"{missing} does not exist, and polygons come from there. Run: npm ci --ignore-scripts"
            )
        if not force and loading.loaded_stamp() == loading.stamp():
            self._say("The gazetteer is up to date.")
            return
        report = loading.load(self._progress)
        self._progress("Drawing the first tiles of the background map", 0.98)
        basemap.prerender()
        self._progress("Done", 1.0)
        for warning in report.warnings:
            self._warn(warning)
        counts = ", ".join(f"{count:,} × {kind}" for kind, count in report.places.items())
        removed = (
            f" {report.removed:,} places that are gone from the packages were removed."
            if report.removed
            else ""
        )
        self._say(
            f"The gazetteer holds {counts}; {report.names:,} names; {report.shapes:,} background shapes "
            f"({self._seconds()} s).{removed}"
        )

    def _load_dumps(self, path: Path, all_or_nothing: bool) -> None:
        report = dumps.load(path, self._progress, all_or_nothing=all_or_nothing)
        self._progress("Done", 1.0)
        self._complain(report.complaints, report.bad_rows)
        left_out = sum(report.skipped.values())
        often = sorted(report.skipped.items(), key=lambda item: -item[1])[:5]
        kinds = ", ".join(f"{count:,} × {feature}" for feature, count in often)
        self._say(
            f"Of {report.read:,} places {report.new:,} are new and {report.known:,} were known; "
            f"{report.names:,} names are new ({self._seconds()} s)."
            + (f" {left_out:,} of other kinds were left out ({kinds} …)." if left_out else "")
        )

    def _load_boundaries(self, options: dict[str, Any]) -> None:
        for wanted in ("fields", "kind", "country", "provider", "licence"):
            if not options[wanted]:
                raise CommandError(
                    f"--boundaries also needs --{wanted}. See: manage.py load_gazetteer --help"
                )
        country = options["country"].upper()
        if country not in geonames.countries():
            raise CommandError(f'"{options["country"]}" is no country code. Use two letters, for example SY.')
        source = Source(
            path=options["boundaries"],
            fields=field_mapping(options["fields"]),
            kind=PlaceKind(options["kind"]),
            country=country,
            provider=options["provider"],
            licence=options["licence"],
            layer=options["layer"],
        )
        report = boundaries.load(source, self._progress, all_or_nothing=options["all_or_nothing"])
        self._progress("Done", 1.0)
        for sentence in report.mended:
            self._warn(sentence)
        self._complain(report.complaints, report.bad_rows)
        self._say(
            f"{report.new:,} areas are new, {report.changed:,} were loaded again, {report.removed:,} are "
            f"gone and were removed, {report.edited:,} that editors corrected were left alone "
            f"({self._seconds()} s)."
        )

    def _complain(self, complaints: list[str], count: int) -> None:
        for sentence in complaints:
            self._warn(sentence)
        if count > len(complaints):
            self._warn(f"{count - len(complaints):,} more rows could not be used.")

    def _warn(self, sentence: str) -> None:
        self.stderr.write(self.style.WARNING(sentence))

    def _seconds(self) -> str:
        return f"{time.monotonic() - self.started:.0f}"

    def _progress(self, step: str, share: float) -> None:
        if self.verbosity:
            self._say(f"{share:4.0%}  {time.monotonic() - self.started:5.1f} s  {step}")

    def _say(self, line: str) -> None:
        if self.verbosity:
            self.stdout.write(line)
            self.stdout.flush() if hasattr(self.stdout, "flush") else sys.stdout.flush()
