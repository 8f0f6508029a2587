from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Document:
    """The text of a file or page and what it says of itself; what it does not say is empty.

    `notices` are sentences for the editor, of what was guessed or is to be looked at.
    """

    text: str
    headline: str = ""
    published_on: date | None = None
    language: str = ""
    outlet: str = ""
    url: str = ""
    notices: tuple[str, ...] = field(default=())


def language_code(value: str | None) -> str:
    """The language of a tag ("en-GB", "ar_SY"), as two or three letters; empty when it is none."""
    found = re.match(r"([A-Za-z]{2,3})(?:[-_]|$)", (value or "").strip())
    return found[1].lower() if found else ""
