"""How an event's page is cited: as text, and in the formats of reference managers. Pure.

A page can be corrected, so a citation names the day on which it was last changed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from events.api.wording import day_text

#: What means something to TeX, and how it is written to mean itself.
_TEX = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "%": r"\%", "#": r"\#",
    "_": r"\_", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip
_TEX_SIGNS = re.compile(r"[\\{}$&%#_~^]")
#: A month in BibTeX is a macro, not a word.
_BIBTEX_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


@dataclass(frozen=True, slots=True)
class Citation:
    """`site` holds the page, `publisher` answers for it; either may be empty. `url` is the permanent link."""

    key: str
    title: str
    site: str
    publisher: str
    url: str
    published: date | None
    changed: date | None = None
    language: str = "en"

    @property
    def dated(self) -> date | None:
        return self.changed or self.published

    def text(self) -> str:
        """One line: title, publisher, date, permanent link. The day of access is the reader's to add."""
        owners = ", ".join(dict.fromkeys(name for name in (self.site, self.publisher) if name))
        said = {"title": _one_line(self.title), "owners": owners, "url": self.url}
        if self.published is None:
            return _("“%(title)s.” %(owners)s. %(url)s") % said
        said["day"] = day_text(self.published)
        if not self.changed or self.changed <= self.published:
            return _("“%(title)s.” %(owners)s, published %(day)s. %(url)s") % said
        said["changed"] = day_text(self.changed)
        return _("“%(title)s.” %(owners)s, published %(day)s, corrected %(changed)s. %(url)s") % said

    def bibtex(self, accessed: date) -> str:
        fields = {
            "title": f"{{{_tex(self.title)}}}",
            "author": f"{{{_tex(self.publisher or self.site)}}}",
            "organization": _tex(self.site),
            "year": str(self.dated.year) if self.dated else "",
            "date": self.dated.isoformat() if self.dated else "",
            "url": self.url,
            "urldate": accessed.isoformat(),
            "langid": self.language,
        }
        lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
        if self.dated:
            lines.insert(4, f"  month = {_BIBTEX_MONTHS[self.dated.month - 1]},")
        return "\n".join([f"@online{{{self.key},", *lines, "}"]) + "\n"

    def ris(self, accessed: date) -> str:
        """RIS, as RefMan defined it: two letters, two spaces, a hyphen, a space."""
        lines = [
            ("TY", "ELEC"),
            ("TI", _one_line(self.title)),
            ("AU", _one_line(self.publisher or self.site)),
            ("PB", _one_line(self.site)),
            ("PY", str(self.dated.year) if self.dated else ""),
            ("DA", f"{self.dated:%Y/%m/%d}" if self.dated else ""),
            ("UR", self.url),
            ("Y2", f"{accessed:%Y/%m/%d}"),
            ("LA", self.language),
        ]
        return "".join(f"{tag}  - {value}\r\n" for tag, value in lines if value) + "ER  - \r\n"

    def csl(self, accessed: date) -> dict[str, Any]:
        """An item of CSL-JSON."""
        item = {
            "id": self.key,
            "type": "webpage",
            "title": _one_line(self.title),
            "author": [{"literal": self.publisher or self.site}],
            "container-title": self.site,
            "publisher": self.publisher,
            "issued": _date_parts(self.dated) if self.dated else None,
            "accessed": _date_parts(accessed),
            "URL": self.url,
            "language": self.language,
        }
        return {name: value for name, value in item.items() if value}


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _tex(text: str) -> str:
    return _TEX_SIGNS.sub(lambda sign: _TEX[sign.group()], _one_line(text))


def _date_parts(day: date) -> dict[str, list[list[int]]]:
    return {"date-parts": [[day.year, day.month, day.day]]}
