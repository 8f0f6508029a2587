"""JSON lines, a line at a time: each is an object or a sentence that says why it is none."""

from __future__ import annotations

import json
from collections.abc import Generator
from pathlib import Path
from typing import Any

from events.exchange.formats.table import check_size
from events.exchange.refusals import Unreadable, Wrong, shortened

#: Signs of a line that begin or part values: each takes far more memory than its text.
_MAX_VALUES = 2_000_000


def lines_of(
    path: Path, most: int, of: str
) -> Generator[tuple[int, int, dict[str, Any] | Wrong], None, None]:
    """The number of each line, its bytes, and what it holds. `of` is what people call the lines.

    Raises Unreadable for a line of more bytes than `most`, which would fill the memory.
    """
    check_size(path)
    with path.open("rb") as file:
        for number, raw in enumerate(iter(lambda: file.readline(most + 1), b""), start=1):
            if len(raw) > most:
                raise Unreadable(
                    f"Line {number:,} has more than {most / 1e6:,.0f} MB. Often the line breaks are missing "
                    "there. Copy or export the file anew."
                )
            yield number, len(raw), _parsed(raw, of)


def _parsed(raw: bytes, of: str) -> dict[str, Any] | Wrong:
    if (values := raw.count(b",") + raw.count(b"[") + raw.count(b"{")) > _MAX_VALUES:
        return Wrong(f"The line has {values:,} values; at most {_MAX_VALUES:,} are read. Leave it out.")
    said = shortened(raw[:200].decode("utf-8", "replace"))
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return Wrong(
            f"Byte {error.start + 1:,} of the line (0x{raw[error.start]:02X}) is not UTF-8. Save the file as "
            "UTF-8.",
            value=said,
        )
    try:
        record = json.loads(text)
        # Half of a sign that is written in two can be in no text.
        if "\\ud" in text or "\\uD" in text:
            json.dumps(record, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return Wrong("The line holds half of a sign that is written in two. Correct it.", value=said)
    except (ValueError, RecursionError) as error:
        why = f"{error.msg}, sign {error.pos + 1:,}" if isinstance(error, json.JSONDecodeError) else error
        return Wrong(f'"{said}" is no line of {of}: {why}. Correct it, or export the file anew.', value=said)
    if not isinstance(record, dict):
        return Wrong(f'"{said}" is no line of {of}, which are objects. Correct it.', value=said)
    return record
