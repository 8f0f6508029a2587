"""How a curated map opens on its page and in embeds, unless an address says otherwise.

It is said under the names of the address and in its words, so that one thing reads both:

>>> clean_screen({"draw": "heat", "hide": ["list", "legend"], "totals": True, "height": "640"})
{"draw": "heat", "hide": "legend,list", "totals": "1", "height": 640}
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from events.models import Event, Layer
from events.review.refusals import Refused

SHOWS = ("map", "list", "table")
DRAWINGS = ("symbols", "circles", "areas", "heat")
SORTS = ("date", "size", "place", "kind", "verification", "claimant", "outlet")
#: The parts of the page that `hide` can leave out.
PARTS = ("legend", "filters", "list", "time", "totals")
THEMES = ("light", "dark")
#: Percent of a layer's opacity: fainter is nothing, and a whole layer is as it is without one.
FAINTEST, FULL = 10, 100
#: Pixels of an embed's frame.
LEAST_HEIGHT, MOST_HEIGHT = 200, 2000


def clean_screen(stored: Any) -> dict[str, Any]:
    """The choices as they are kept in `Map.screen`; empty ones are left out. Raises Refused with a sentence
    for a name that is none of the screen's and for a value that cannot be meant."""
    if not isinstance(stored, dict):
        raise Refused('How a map opens is an object such as {"draw": "heat", "hide": "legend"}.')
    if unknown := [name for name in stored if name not in _READERS]:
        raise Refused(
            f"“{unknown[0]}” is not something that a map can open with. Use: {', '.join(_READERS)}."
        )
    read = {name: _READERS[name](stored[name]) for name in _READERS if name in stored}
    return {name: value for name, value in read.items() if value not in ("", None)}


def _one_of(name: str, choices: tuple[str, ...]) -> Callable[[Any], str]:
    def read(value: Any) -> str:
        if value in ("", None):
            return ""
        if value not in choices:
            raise Refused(f"“{value}” is not a value of “{name}”. Use: {', '.join(choices)}.")
        return str(value)

    return read


def _sort(value: Any) -> str:
    text = "" if value is None else str(value)
    if text and text.removeprefix("-") not in SORTS:
        raise Refused(f"Events are not sorted by “{text}”. Use: {', '.join(SORTS)}, with - for the reverse.")
    return text


def _parts(value: Any) -> list[str]:
    parts = value if isinstance(value, list | tuple) else str(value or "").split(",")
    return list(dict.fromkeys(str(part).strip() for part in parts if str(part).strip()))


def _known_layers(slugs: list[str], name: str) -> None:
    known = set(Layer.objects.filter(slug__in=slugs).values_list("slug", flat=True))
    if unknown := [slug for slug in slugs if slug not in known]:
        raise Refused(f"“{unknown[0]}” in “{name}” is no layer. Use the slug of a layer.")


def _hide(value: Any) -> str:
    names = _parts(value)
    _known_layers([name for name in names if name not in PARTS and name != "figures"], "hide")
    parts = [part for part in PARTS if part in names]
    return ",".join(parts + [name for name in names if name not in PARTS])


def _order(value: Any) -> str:
    slugs = _parts(value)
    _known_layers(slugs, "order")
    return ",".join(slugs)


def _opacity(value: Any) -> str:
    given = (
        value.items() if isinstance(value, Mapping) else [part.partition(":")[::2] for part in _parts(value)]
    )
    percents = {str(slug).strip(): str(percent).strip() for slug, percent in given}
    _known_layers(list(percents), "opacity")
    for slug, percent in percents.items():
        if not _is_number(percent) or not FAINTEST <= int(percent) <= FULL:
            raise Refused(
                f"“{percent}” is not an opacity of the layer “{slug}”. Use {FAINTEST} to {FULL} percent."
            )
    return ",".join(f"{slug}:{int(percent)}" for slug, percent in percents.items() if int(percent) < FULL)


def _event(value: Any) -> str:
    text = "" if value is None else str(value).strip()
    if text and not (_is_number(text) and Event.objects.filter(pk=int(text)).exists()):
        raise Refused(f"There is no event with the number “{text}” to open. Choose one of the map's events.")
    return text


def _totals(value: Any) -> str:
    if value in (True, "1", 1):
        return "1"
    if value in (False, "0", 0, "", None):
        return ""
    raise Refused(f"“{value}” does not say whether totals are shown. Use 1, or leave it out.")


def _height(value: Any) -> int | None:
    if value in ("", None):
        return None
    text = str(value)
    if not _is_number(text) or not LEAST_HEIGHT <= int(text) <= MOST_HEIGHT:
        raise Refused(
            f"“{value}” is not a height of an embed. Use {LEAST_HEIGHT} to {MOST_HEIGHT:,} pixels, or leave "
            "it out: then the embed chooses its own."
        )
    return int(text)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 18


_READERS: dict[str, Callable[[Any], Any]] = {
    "show": _one_of("show", SHOWS),
    "sort": _sort,
    "draw": _one_of("draw", DRAWINGS),
    "opacity": _opacity,
    "order": _order,
    "event": _event,
    "hide": _hide,
    "totals": _totals,
    "theme": _one_of("theme", THEMES),
    "height": _height,
}
