"""Colours and shapes, the same as on the page: `static/css/tokens.css`, `templates/events/_symbols.html`.

A picture is drawn without a style sheet, so they stand here once more; a test compares the two.
"""

from __future__ import annotations

from events.enums import KindGroup

_LIGHT = {
    "paper": "#fffdf9", "ink": "#1b1a17", "ink-2": "#57534a", "line": "#e2ddd1", "line-2": "#8c8677",
    "notice": "#fbf3da",
    "map-water": "#d9e3e6", "map-land": "#eeeae1", "map-focus": "#faf8f3", "map-admin": "#bdb6a6",
    "map-coast": "#b9c6ca", "map-border": "#a39b8a", "map-halo": "#faf8f3", "map-label": "#4f4a41",
    "map-label-quiet": "#6f695d", "map-water-ink": "#5d7680", "map-ink": "#1b1a17",
    "shelling": "#d55e00", "air_strike": "#0072b2", "fighting": "#cc79a7", "bombing": "#f0e442",
    "violence": "#000", "strategic": "#009e73", "protest": "#56b4e9", "displacement": "#e69f00",
    "disaster": "#8a8a8a", "mixed": "#6f695d", "outline": "#1b1a17", "halo": "#fff",
    "casualties": "#7d2b21", "displaced": "#3f4c8c",
}  # fmt: skip
_DARK = {
    **_LIGHT,
    "paper": "#1b1d1f", "ink": "#ecebe6", "ink-2": "#aeaba2", "line": "#34383c", "line-2": "#7d8187",
    "notice": "#332d1d",
    "map-water": "#14191d", "map-land": "#25282b", "map-focus": "#303438", "map-admin": "#4d5257",
    "map-coast": "#3a444b", "map-border": "#666b70", "map-halo": "#26292c", "map-label": "#c9c5bb",
    "map-label-quiet": "#969388", "map-water-ink": "#7f99a5", "map-ink": "#f2f0ea",
    "violence": "#fff", "mixed": "#b4b0a5", "outline": "#0d0e0f",
    "casualties": "#f09a8b", "displaced": "#a9b5f2",
}  # fmt: skip
THEMES = {"light": _LIGHT, "dark": _DARK}

#: The number in a cluster stands on white in both themes.
CLUSTER_INK = "#1b1a17"

#: Path data in a box from -10 to 10, without the frame around it.
SHAPES = {
    KindGroup.SHELLING: "M7 0A7 7 0 1 1-7 0 7 7 0 1 1 7 0z",
    KindGroup.AIR_STRIKE: "M0-8 8 6.4H-8z",
    KindGroup.FIGHTING: "M-6.4-6.4H6.4V6.4H-6.4z",
    KindGroup.BOMBING: "M-2.8-7.8h5.6v5h5v5.6h-5v5h-5.6v-5h-5v-5.6h5z",
    KindGroup.VIOLENCE: "M0 8-8-6.4H8z",
    KindGroup.STRATEGIC: "M0-8.4 8.4 0 0 8.4-8.4 0z",
    KindGroup.PROTEST: "M-7.8 0-3.9-6.8H3.9L7.8 0 3.9 6.8H-3.9z",
    KindGroup.DISPLACEMENT: "M-7.4-7H.6L8 0 .6 7h-8L-2.6 0z",
    KindGroup.DISASTER: "M0-8 7.8-2.3 4.8 6.9H-4.8L-7.8-2.3z",
}


def mixed(colour: str, other: str, share: float) -> str:
    """`share` of a colour and the rest of another, as `color-mix(in srgb, …)` of the page mixes them.

    >>> mixed("#000", "#fff", 0.4)
    "#999999"
    """
    parts = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(f"{round(one * share + another * (1 - share)):02x}" for one, another in parts)


def _channels(colour: str) -> tuple[int, int, int]:
    digits = colour.removeprefix("#")
    if len(digits) == 3:
        digits = "".join(2 * digit for digit in digits)
    red, green, blue = (int(digits[at : at + 2], 16) for at in (0, 2, 4))
    return red, green, blue


#: Figures that are drawn to one scale each.
FAMILIES = ("casualties", "displaced")
