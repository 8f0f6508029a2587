"""An import that is begun in the admin: a short one while its page is waited for, any other beside the
requests, so that the window in which it was begun shows how far it is.

What is said of the latter is kept with the import (`said` and `tried` of its counts) until somebody looks.
"""

from __future__ import annotations

import logging
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Event, Thread
from typing import IO

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, InterfaceError, OperationalError, connection, transaction
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from events.exchange.database_words import ending
from events.exchange.refusals import BrokenOff, Unreadable
from events.exchange.report import Report
from events.exchange.running import Options, run_import
from events.exchange.watching import watched
from events.history.context import changing_as
from events.models import ImportRun

#: Rows and bytes of a file that is read in within a moment.
SHORT_ROWS, SHORT_BYTES = 300, 1_000_000
#: Until an import has begun, so that the next page says that it goes on.
_SECONDS_TO_BEGIN = 5
#: Until what came of an import is kept, when its transaction has ended.
_SECONDS_TO_KEEP = 1.0
#: Of an import's counts: that it was begun beside the requests, and what is said of it at its end.
_BEGUN, _OUTCOME = "begun", {"said", "tried"}

_log = logging.getLogger(__name__)


def kept_file(run: ImportRun) -> IO[bytes]:
    """The uploaded file, on disk until it is closed. Raises OSError where there is no room for it."""
    file = tempfile.NamedTemporaryFile(suffix=f".{run.file_format}")  # noqa: SIM115 -- the caller closes it
    try:
        file.write(run.content or b"")
        file.flush()
    except OSError:
        with suppress(OSError):  # closing writes what is left
            file.close()
        raise
    return file


def is_short(run: ImportRun, about: int) -> bool:
    """Of a file of about so many rows."""
    return about <= SHORT_ROWS and run.size <= SHORT_BYTES


def carry_out(
    file: IO[bytes], run: ImportRun, about: int, *, by: User, options: Options,
    begun: Callable[[], None] = lambda: None,
) -> tuple[Report | None, str]:  # fmt: skip
    """The report, or the sentence that says why there is none."""
    tell = watched(run, about)

    def progress(rows: int) -> None:
        tell(rows)
        begun()

    try:
        return run_import(Path(file.name), run, by=by, options=options, progress=progress), ""
    except (Unreadable, BrokenOff, PermissionDenied) as error:
        return None, str(error)
    except OSError as error:
        return None, _("The import ended, and nothing was written: %s. Try again later.") % error.strerror
    except (OperationalError, InterfaceError) as error:
        return None, ending(error)


def begin(file: IO[bytes], run: ImportRun, about: int, *, by: User, options: Options) -> None:
    """Has it carried out in a thread, which closes the file, and returns when it has begun.

    A server that ends waits for the thread as for a request; where it does not, nothing is half-written.
    """
    run.counts |= {_BEGUN: True}
    run.save(update_fields=["counts"])
    begun = Event()
    given = (file, run, about, by, options, begun.set, get_language() or "en")
    Thread(target=_beside, name=f"import {run.pk}", args=given).start()
    begun.wait(_SECONDS_TO_BEGIN)


def _beside(
    file: IO[bytes], run: ImportRun, about: int, by: User, options: Options, begun: Callable[[], None],
    language: str,
) -> None:  # fmt: skip
    try:
        with file, override(language), changing_as(by=by, source=f"import {run.pk}"):
            try:
                report, said = carry_out(file, run, about, by=by, options=options, begun=begun)
            except Exception:
                _log.exception("Import %s", run.pk)
                report, said = None, _("The import ended by a fault of Dateline's own. Nothing was written.")
            _keep(run, report, said, options)
    finally:
        begun()
        connection.close()


def _keep(run: ImportRun, report: Report | None, said: str, options: Options) -> None:
    connection.close_if_unusable_or_obsolete()
    with suppress(DatabaseError, InterfaceError), transaction.atomic():
        kept = ImportRun.objects.select_for_update(no_key=True).only("counts", "problems").get(pk=run.pk)
        kept.counts = kept.counts | {"said": report.notes if report else [said]}
        if report and options.is_dry_run:
            kept.counts |= {"tried": report.counts}
            kept.problems = [problem.as_list() for problem in report.problems]
        kept.save(update_fields=["counts", "problems"])


def await_outcome(run: ImportRun) -> None:
    """Reads what came of an import that has ended just now: it is kept a moment after its transaction. Of one
    whose process was killed nothing is."""
    until = time.monotonic() + _SECONDS_TO_KEEP
    while _BEGUN in run.counts and not _OUTCOME & run.counts.keys() and time.monotonic() < until:
        time.sleep(0.02)
        run.refresh_from_db(fields=["state", "counts", "problems"])


def forget(run: ImportRun) -> None:
    """What was said of it when it was tried out, or begun, before."""
    run.counts = {name: value for name, value in run.counts.items() if name not in {_BEGUN, *_OUTCOME}}
    run.problems = []
