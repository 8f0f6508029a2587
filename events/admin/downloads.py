"""Answers that are files: streamed as text, or written first where the format needs its end to be known."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable
from typing import IO

from django.http import FileResponse, HttpResponse, StreamingHttpResponse

_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "geojson": "application/geo+json",
    "jsonl": "application/x-ndjson",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
#: Bytes of a workbook that are held in memory; more is kept in a file meanwhile.
_IN_MEMORY = 5_000_000


def streamed(pieces: Iterable[str], form: str, name: str) -> StreamingHttpResponse:
    answer = StreamingHttpResponse(pieces, content_type=_TYPES[form])
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def workbook(write: Callable[[IO[bytes]], None], name: str) -> HttpResponse | StreamingHttpResponse:
    """What `write` raises is raised before anything was answered."""
    file = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 -- the answer closes it
    try:
        write(file)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=name, content_type=_TYPES["xlsx"])
