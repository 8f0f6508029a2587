"""What the query string of an embed says beside its filters: parts left out, theme, day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import QueryDict

from events.api.params import MAP_FILTERS
from events.embeds.freezing import read_as_of
from events.review.screens import PARTS, THEMES
from mapsite.language import PARAMETER as LANGUAGE

#: How the events are drawn and what is open, in the order in which an address names them.
SCREEN = (
    "show",
    "sort",
    "draw",
    "opacity",
    "order",
    "step",
    "event",
    "view",
    "hide",
    "totals",
    "theme",
    LANGUAGE,
    "as_of",
)
#: Everything that an address of ours means something by; a publisher's campaign parameters are none.
PARAMETERS = (*sorted(MAP_FILTERS), *SCREEN)


@dataclass(frozen=True, slots=True)
class Options:
    """What cannot be used is left out, as with every other state of the screen; a wrong day is refused."""

    hidden: tuple[str, ...] = ()
    theme: str = ""
    as_of: date | None = None

    @property
    def body_class(self) -> str:
        return " ".join(f"without-{part}" for part in self.hidden)


def read_options(query: QueryDict) -> Options:
    names = {name.strip() for value in query.getlist("hide") for name in value.split(",")}
    theme = query.get("theme", "")
    return Options(
        hidden=tuple(part for part in PARTS if part in names),
        theme=theme if theme in THEMES else "",
        as_of=read_as_of(query.get("as_of", "")),
    )


def kept_query(query: QueryDict) -> dict[str, str]:
    """The parameters that mean something here, each once, a repeated one as a list separated by commas."""
    kept = {}
    for name in PARAMETERS:
        values = [value.strip() for value in query.getlist(name) if value.strip()]
        if values:
            kept[name] = ",".join(dict.fromkeys(values))
    return kept
