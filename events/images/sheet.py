"""The sheet that is drawn on: an SVG document whose text is text and whose every value is escaped.

Attributes only, no style sheet, pattern or reference: a picture looks the same in a browser, a word processor
and the rasteriser, and two on one page do not get in each other's way.
"""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree import ElementTree as ET

from events.enums import KindGroup, Verification
from events.images import fonts, palette
from events.images.fonts import Style

_NAMESPACE = "http://www.w3.org/2000/svg"
Element = ET.Element


class Sheet:
    """Pixels from the upper left; `is_mirrored` when the page is read from the right."""

    def __init__(
        self,
        width: float,
        height: float,
        *,
        theme: str,
        language: str,
        is_mirrored: bool,
        has_our_fonts: bool,
    ) -> None:
        self.width, self.height = width, height
        self.is_mirrored = is_mirrored
        self.has_our_fonts = has_our_fonts
        """Whether whoever draws it is sure to have them; a reader's browser is not."""
        self._colours = palette.THEMES[theme]
        self.root = ET.Element("svg", {
            "xmlns": _NAMESPACE, "viewBox": f"0 0 {_n(width)} {_n(height)}", "width": _n(width),
            "height": _n(height), "role": "img", "lang": language,
        })  # fmt: skip

    def describe(self, title: str, description: str) -> None:
        """The picture for those who do not see it."""
        self.root.set("aria-labelledby", "dateline-title dateline-desc")
        for position, (tag, text) in enumerate((("title", title), ("desc", description))):
            element = ET.Element(tag, {"id": f"dateline-{tag}"})
            element.text = fonts.clean(text)
            self.root.insert(position, element)

    def ink(self, name: str) -> str:
        return self._colours[name]

    def group(self, x: float, y: float) -> Element:
        return ET.SubElement(self.root, "g", {"transform": f"translate({_n(x)} {_n(y)})"})

    def draw(self, tag: str, on: Element | None = None, **attributes: str | float | None) -> Element:
        """`stroke_width=2` is the attribute stroke-width; None leaves one out."""
        said = {
            name.rstrip("_").replace("_", "-"): value if isinstance(value, str) else _n(value)
            for name, value in attributes.items()
            if value is not None
        }
        return ET.SubElement(self.root if on is None else on, tag, said)

    def text(
        self, text: str, x: float, y: float, style: Style, size: float, fill: str, *,
        anchor: str = "start", halo: str | None = None, spacing: float = 0.0, on: Element | None = None,
        from_right: bool | None = None,
    ) -> None:  # fmt: skip
        """A line with its base at `y`. `anchor` is on the sheet: start is left, however the text runs.

        `from_right` says how the paragraph runs that it is a line of; a line by itself knows."""
        text = fonts.clean(text)
        if not text:
            return
        if from_right is None:
            from_right = fonts.runs_from_right(text, is_mirrored=self.is_mirrored)
        face = style.face_for(text)
        room = fonts.width(text, style, size, spacing)
        self.draw(
            "text", on, x=x, y=y, fill=fill, font_size=size, font_weight=str(face.weight),
            font_family=f"'{face.family}', {face.fallback}",
            font_style="italic" if face.is_italic else None,
            text_anchor=None if anchor == "start" else anchor,
            letter_spacing=spacing * size if spacing else None,
            # Where the reader's machine lacks the font, another must not run out of its place.
            textLength=None if self.has_our_fonts else room,
            lengthAdjust=None if self.has_our_fonts else "spacingAndGlyphs",
            stroke=halo, stroke_width=max(2.6, size * 0.24) if halo else None,
            stroke_linejoin="round" if halo else None, paint_order="stroke" if halo else None,
        ).text = fonts.ordered(text, from_right=from_right)  # fmt: skip

    def symbol(
        self, group: KindGroup, x: float, y: float, *, verification: Verification = Verification.FAIR,
        scale: float = 1.0, on: Element | None = None, colour: str = "",
    ) -> None:  # fmt: skip
        """As on the page (`static/css/marks.css`), by how well the event is attested: whole, pale with a
        broken outline, half, or hollow and struck out."""
        at = f"translate({_n(x)} {_n(y)})" + (f" scale({_n(scale, 3)})" if scale != 1 else "")
        shape = palette.SHAPES[group]
        full, halo, outline = colour or self.ink(group.value), self.ink("halo"), self.ink("outline")
        drawn = {"on": on, "d": shape, "transform": at, "stroke_linejoin": "round"}
        self.draw("path", **drawn, fill=halo, stroke=halo, stroke_width=4.0)
        is_hollow = verification in (Verification.CONTESTED, Verification.DISCOUNTED)
        is_weak = verification is Verification.WEAK
        self.draw(
            "path", **drawn, stroke=outline,
            fill=halo if is_hollow else palette.mixed(full, halo, 0.38) if is_weak else full,
            stroke_width=2 if verification is Verification.CONFIRMED else 1.2,
            stroke_dasharray="2.6 1.8" if is_weak else None,
        )  # fmt: skip
        if verification is Verification.CONTESTED:
            # A frame of its own cuts off the other half.
            half = self.draw(
                "svg", on, x=x - 10 * scale, y=y - 10 * scale, width=10 * scale, height=20 * scale,
                viewBox="-10 -10 10 20",
            )  # fmt: skip
            self.draw("path", half, d=shape, fill=full, stroke=outline, stroke_width=1.3)
        if verification is Verification.DISCOUNTED:
            strike = path_through([(-7.5, 7.5), (7.5, -7.5)])
            self.draw(
                "path", on, d=strike, transform=at, stroke=outline, stroke_width=1.8, stroke_linecap="round"
            )

    def markup(self) -> str:
        return ET.tostring(self.root, encoding="unicode")


def _n(value: float, decimals: int = 1) -> str:
    return f"{value:.{decimals}f}".rstrip("0").rstrip(".") if value % 1 else f"{value:.0f}"


def path_through(points: Iterable[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{_n(x)} {_n(y)}" for x, y in points)
