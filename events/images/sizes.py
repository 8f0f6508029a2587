"""How large a picture may be: a few named sizes, so that nobody can ask for every picture there is."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import QueryDict

from events.api.errors import BadParameter, shown


@dataclass(frozen=True, slots=True)
class Size:
    """Pixels of CSS. With a `rail` the words stand beside the map, else above and below it."""

    width: int
    height: int
    title: float
    text: float
    note: float
    rail: int = 0
    title_lines: int = 2
    deck_lines: int = 2
    margin: int = 20
    symbol: float = 1.0
    is_brief: bool = False
    """No room for the keys to what is drawn around the symbols."""

    @property
    def legend(self) -> float:
        return self.text * 0.9 if self.rail else self.text


SIZES = {
    "standard": Size(960, 720, title=29, text=15, note=12),
    "card": Size(
        1200, 630, title=40, text=19, note=13.5, rail=420, title_lines=5, deck_lines=4, margin=32, symbol=1.35
    ),
    "small": Size(480, 360, title=19, text=12, note=10.5, deck_lines=0, margin=12, symbol=0.9, is_brief=True),
    "tall": Size(640, 800, title=27, text=15, note=12, title_lines=3, deck_lines=3),
}
SCALES = (1, 2)
THEMES = ("light", "dark")

#: What a picture may be asked for beyond filters: how it is drawn, and what a page's address holds besides.
PARAMETERS = frozenset({"size", "scale", "theme", "lang", "hide", "step", "event", "view", "as_of"})


@dataclass(frozen=True, slots=True)
class Wish:
    """How a picture is to be drawn."""

    size: Size
    scale: int = 1
    theme: str = "light"
    hidden: frozenset[str] = frozenset()
    """Slugs of layers, and "figures"."""
    event: int | None = None
    view: tuple[float, float, float] | None = None
    """Zoom, latitude and longitude of the middle."""


def read_wish(query: QueryDict) -> Wish:
    """The parameters that are no filters. What cannot be drawn is refused with a sentence."""
    return Wish(
        size=SIZES[_one_of("size", query, list(SIZES))],
        scale=int(_one_of("scale", query, [str(scale) for scale in SCALES])),
        theme=_one_of("theme", query, list(THEMES)),
        hidden=frozenset(filter(None, ",".join(query.getlist("hide")).split(","))),
        event=_event(query.get("event", "")),
        view=_view(query.get("view", "")),
    )


def _one_of(name: str, query: QueryDict, offered: list[str]) -> str:
    """The first on offer is what is meant when nothing is said."""
    asked = query.get(name, "") or offered[0]
    if asked not in offered:
        raise BadParameter(name, f'"{shown(asked)}" is not a {name} of a picture. Use: {", ".join(offered)}.')
    return asked


def _event(text: str) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) <= 18):
        raise BadParameter("event", f'"{shown(text)}" is not the id of an event. Use its number.')
    return int(text)


def _view(text: str) -> tuple[float, float, float] | None:
    if not text:
        return None
    try:
        zoom, lat, lon = (float(number) for number in text.split("/"))
    except ValueError:
        zoom = lat = lon = float("nan")
    if not (0 <= zoom <= 22 and abs(lat) <= 85 and abs(lon) <= 180):
        way_out = "Use zoom/latitude/longitude: 7/35.9/36.6."
        raise BadParameter("view", f'"{shown(text)}" is not a view. {way_out}')
    return zoom, lat, lon
