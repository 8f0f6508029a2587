from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from events.demonstration.loading import load
from events.demonstration.removing import remove


class Command(BaseCommand):
    help = "Loads the demonstration data through the real reading and the real verbs. Can be repeated."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--remove", action="store_true", help="Delete the demonstration's rows, and only them."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["remove"]:
            gone = remove()
            self.stdout.write("Removed: " + ", ".join(f"{number} {name}" for name, number in gone.items()))
            return
        try:
            loaded = load(progress=self.stdout.write if options["verbosity"] > 1 else lambda line: None)
        except ValueError as error:
            raise CommandError(str(error)) from error
        if not loaded.articles:
            self.stdout.write("The demonstration data is there already.")
            return
        self.stdout.write(
            f"Demonstration: {loaded.articles} articles, {loaded.events} events. "
            f"The reading proposed {loaded.places_found} of {loaded.places_wanted} places and "
            f"{loaded.figures_found} of {loaded.figures_wanted} figures, "
            f"{loaded.figures_right} of them right in every part."
        )
