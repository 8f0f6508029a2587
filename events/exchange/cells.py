"""Cells of a spreadsheet that begin as a formula does: written so that none is run, read back as they were.

OWASP's rule for CSV: an apostrophe before = + - @, a tab or a carriage return. A text that begins with
apostrophes before such a sign gets one more, so that reading gives back exactly what was written. Numbers are
numbers and stay as they are.
"""

from __future__ import annotations

import re
from typing import Any

_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_ESCAPED = re.compile(r"'+[=+\-@\t\r]")


def written_cell(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and _FORMULA.match(value) else value


def read_cell(value: str) -> str:
    return value[1:] if _ESCAPED.match(value) else value
