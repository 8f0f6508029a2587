from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import InterfaceError, OperationalError
from tqdm import tqdm

from events.exchange.database_words import ending
from events.exchange.project_in import read_project
from events.exchange.refusals import Unreadable


class Command(BaseCommand):
    help = (
        "Reads a whole project, as export_project wrote it, into an empty database: after migrate, "
        "load_gazetteer and ensure_editor. All of it or nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="Do it all, and take it back.")
        parser.add_argument("--by", default="editor", help="The account that imports.")

    def handle(self, *args: Any, **options: Any) -> None:
        by = get_user_model().objects.filter(username=options["by"]).first()
        if by is None:
            raise CommandError(f'There is no account "{options["by"]}". Name one with --by.')
        try:
            with tqdm(unit=" lines", disable=not sys.stderr.isatty(), file=sys.stderr) as bar:
                counts = read_project(
                    options["file"], by=by, is_dry_run=options["dry_run"],
                    progress=lambda lines: bar.update(lines - bar.n) and None,
                )  # fmt: skip
        except (PermissionDenied, Unreadable) as error:
            raise CommandError(str(error)) from error
        except (OperationalError, InterfaceError) as error:
            raise CommandError(ending(error)) from error
        told = ", ".join(f"{number:,} {name}" for name, number in counts.items())
        self.stdout.write(f"{'Would be read' if options['dry_run'] else 'Read'}: {told}.")
