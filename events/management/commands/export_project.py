from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from tqdm import tqdm

from events.exchange.project_files import FORMATS, WHOLE, file_name, write_project
from events.exchange.project_out import select_project
from events.exchange.refusals import Unreadable


class Command(BaseCommand):
    help = (
        "Writes the whole project to a file: as JSON lines with everything, which import_project reads into "
        "an empty database, or its events as CSV, XLSX or GeoJSON. What is confidential is left out unless "
        "it is asked for."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "target", type=Path, metavar="FILE|DIR", help="Into a folder, under a dated name."
        )
        parser.add_argument("--format", choices=FORMATS, help="When the file's name does not say it.")
        parser.add_argument(
            "--with-confidential", action="store_true",
            help="With known places, kept sources and confidential notes, for whoever may see them.",
        )  # fmt: skip
        parser.add_argument("--by", default="editor", help="The account that exports.")

    def handle(self, *args: Any, **options: Any) -> None:
        by = get_user_model().objects.filter(username=options["by"]).first()
        if by is None:
            raise CommandError(f'There is no account "{options["by"]}". Name one with --by.')
        target: Path = options["target"]
        form = options["format"] or target.suffix.lower().lstrip(".")
        if target.is_dir():
            form = options["format"] or WHOLE
            target = target / file_name(form, timezone.localdate())
        if form not in FORMATS:
            raise CommandError(
                f'"{target.name}" does not say its format. End it in one of {", ".join(FORMATS)}, or use '
                "--format."
            )
        if options["with_confidential"] and form != WHOLE:
            raise CommandError(f"Only {WHOLE} holds what is confidential. Leave --with-confidential out.")
        try:
            selection = select_project(by=by, with_confidential=options["with_confidential"])
            self._write(target, form, selection)
        except (PermissionDenied, Unreadable) as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f'"{target}" cannot be written: {error.strerror}.') from error
        for name, number in selection.left_out().items():
            self.stderr.write(f"left out: {number:,} {name}")
        self.stdout.write(f"{target}: {target.stat().st_size / 1e6:,.1f} MB")

    def _write(self, target: Path, form: str, selection: Any) -> None:
        """Under another name until it is whole: a file that breaks off must not look like one."""
        partial = target.with_name(f"{target.name}.part")
        try:
            # Nobody else's to read: it holds private texts.
            partial.touch(mode=0o600)
            with partial.open("wb") as file, tqdm(
                unit=" B", unit_scale=True, disable=not sys.stderr.isatty(), file=sys.stderr
            ) as bar:  # fmt: skip
                write_project(file, form, selection, progress=lambda written: bar.update(written) and None)
            partial.replace(target)
        finally:
            partial.unlink(missing_ok=True)
