from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from events.geocoding.answers import forget_expired
from events.geocoding.chain import retry_failed


class Command(BaseCommand):
    help = (
        "Asks outside geocoders again what they could not answer, when it is time, and deletes answers that "
        "may no longer be kept. Safe to run at any time, for example every ten minutes."
    )

    def handle(self, *args: Any, verbosity: int = 1, **options: Any) -> None:
        forgotten = forget_expired()
        asked = answered = 0
        for retried in retry_failed():
            asked += 1
            answered += not retried.error
            said = retried.error or f"{retried.results} places"
            if verbosity > 1 or retried.error:
                self.stdout.write(f"{retried.provider}, “{retried.query}”: {said}")
        if verbosity:
            self.stdout.write(
                f"{answered} of {asked} questions answered; {forgotten} expired answers deleted."
            )
