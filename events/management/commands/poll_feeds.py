from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from events.ingestion.feeds import forget_old_items, poll_due_feeds
from events.ingestion.fetching import FetchingIsOff


class Command(BaseCommand):
    help = (
        "Asks the feeds whose turn it is and puts what they offer into the inbox. Safe to run at any time "
        "and several times at once, for example every five minutes. Needs INTAKE_FETCH=1."
    )

    def handle(self, *args: Any, verbosity: int = 1, **options: Any) -> None:
        asked = failed = added = 0
        try:
            for polled in poll_due_feeds():
                asked += 1
                failed += bool(polled.error)
                added += polled.added
                if polled.error:
                    self.stderr.write(self.style.WARNING(f"{polled.feed}: {polled.error}"))
                elif verbosity > 1:
                    self.stdout.write(f"{polled.feed}: {polled.added} new")
        except FetchingIsOff as error:
            raise CommandError(
                "This site does not fetch feeds: INTAKE_FETCH is not set. Set INTAKE_FETCH=1 to let it ask "
                "other servers."
            ) from error
        forgotten = forget_old_items()
        if verbosity:
            self.stdout.write(
                f"{asked} feeds asked, {failed} of them in vain; {added} new items, {forgotten} old ones "
                "forgotten."
            )
