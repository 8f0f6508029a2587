"""What is known of a file before it is read in: its format, whose columns it has, and which is read as
what.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from django.contrib.auth.models import User
from django.db import transaction

from events.enums import ImportMode, Scheme, Status
from events.exchange import mapping as mappings
from events.exchange.formats.table import MAX_ROWS, Table
from events.exchange.opening import JSON_LINES, about_rows, digest_of, format_of, open_table
from events.exchange.records_in import check_lines
from events.exchange.refusals import Unreadable
from events.models import Dataset, ImportRun, Outlet
from events.review.acts import require

#: What is known of the two great collections; the terms are theirs, and an editor can correct them.
_KNOWN = {
    Scheme.UCDP: {
        "name": "UCDP GED", "url": "https://ucdp.uu.se/downloads/", "licence": "CC BY 4.0",
        "licence_url": "https://creativecommons.org/licenses/by/4.0/",
        "attribution": "UCDP Georeferenced Event Dataset (GED), Uppsala Conflict Data Program.",
    },
    Scheme.ACLED: {
        "name": "ACLED", "url": "https://acleddata.com/", "licence": "ACLED terms and conditions",
        "licence_url": "https://acleddata.com/terms-and-conditions/",
        "attribution": "Armed Conflict Location & Event Data (ACLED), acleddata.com.",
    },
}  # fmt: skip


@dataclass(slots=True)
class Preparation:
    run: ImportRun
    columns: list[str]
    notes: list[str]


def require_import(by: User) -> None:
    """Raises PermissionDenied for somebody who may not import. An import names data sets, and updates events,
    that are anybody's, so that it needs the right to work on all rows too."""
    require(by, "import_events")
    require(by, "change_others")


def prepare(
    path: Path,
    *,
    by: User,
    dataset: str = "",
    version: str = "",
    file_name: str = "",
    file_format: str = "",
    encoding: str = "",
    mapping: Mapping[str, str] | None = None,
    mode: ImportMode = ImportMode.ALL,
    target: Status = Status.DRAFT,
) -> Preparation:
    """Looks at the beginning of the file, and keeps an import that is not run yet. A data set that is not
    known is added, with its outlet.

    Raises PermissionDenied, and Unreadable with a sentence for a file that cannot be read in.
    """
    require_import(by)
    digest, size = digest_of(path)
    file_format = file_format or format_of(path, file_name)
    if file_format == JSON_LINES:
        check_lines(path)
        table = Table([], iter(()))  # each line names its fields itself
    else:
        table = open_table(path, file_format, encoding=encoding)
    _check_rows(path, file_format, table)
    table.close()
    with transaction.atomic():
        into = dataset_for(dataset, mappings.scheme_of(table.columns))
        guessed = mappings.guess(Scheme(into.scheme), table.columns, into.mapping)
        run = ImportRun.objects.create(
            dataset=into, by=by, version=version.strip()[:60], file_name=(file_name or path.name)[:255],
            sha256=digest, size=size, file_format=file_format, mapping={**guessed, **(mapping or {})},
            mode=mode,
            target=target,
        )  # fmt: skip
    return Preparation(run, table.columns, table.notes)


def _check_rows(path: Path, file_format: str, table: Table) -> None:
    """Raises Unreadable for a file of too many rows, which else is said when most of them are read in. A text
    can have several lines, so that the rows themselves are counted where it looks like too many."""
    if about_rows(path, file_format) <= MAX_ROWS:
        return
    if file_format == JSON_LINES:
        raise Unreadable(f"The file has more than {MAX_ROWS:,} lines. Split it.")
    deque(table.rows, maxlen=0)


def dataset_for(name: str, scheme: Scheme) -> Dataset:
    """The data set of that name; one that is not known is added with the terms of its makers, where known."""
    known = _KNOWN.get(scheme, {})
    name = " ".join((name or known.get("name", "")).split())
    if not name:
        raise Unreadable("Say which data set the file is of: its name is what readers are told.")
    found = Dataset.objects.filter(name=name).first()
    if found is not None:
        return found
    terms = {key: value for key, value in known.items() if key != "name"}
    outlet, _ = Outlet.objects.get_or_create(name=name, defaults={"url": terms.get("url", "")})
    if Dataset.objects.filter(outlet=outlet).exists():
        raise Unreadable(f"The outlet “{name}” stands for another data set already. Choose another name.")
    return Dataset.objects.create(name=name, scheme=scheme, outlet=outlet, **terms)
