"""Lines of the log, without what the database says of a row that it refused: "Failing row contains (…)" holds
whatever an editor has typed, confidential notes and places that nobody may know among it."""

from __future__ import annotations

import logging
import re

#: From the word to where the exception ends: a value may have many lines.
_DETAIL = re.compile(
    r"DETAIL:  .*?(?=\n\nThe above exception was the direct cause|\n\nDuring handling of the above exception|"
    r"\nTraceback \(most recent call last\):|\Z)",
    re.DOTALL,
)


class WithoutRows(logging.Formatter):
    """Of a refusal's details it leaves that there were some; the error and its way here stay."""

    def format(self, record: logging.LogRecord) -> str:
        return _DETAIL.sub("DETAIL:  (left out of the log)", super().format(record))
