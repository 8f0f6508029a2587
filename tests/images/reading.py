"""What stands in a picture's SVG, for the tests to look at."""

from __future__ import annotations

from dataclasses import dataclass
from xml.etree import ElementTree as ET

SVG = "{http://www.w3.org/2000/svg}"
_ISOLATES = str.maketrans("", "", "\u2067\u2069")


@dataclass(frozen=True)
class Text:
    text: str
    left: float
    right: float
    top: float
    bottom: float
    is_on_map: bool


class Picture:
    def __init__(self, markup: str | bytes) -> None:
        self.root = ET.fromstring(markup)
        self.width, self.height = float(self.root.get("width", 0)), float(self.root.get("height", 0))
        self.title = self.root.findtext(f"{SVG}title", "")
        self.description = self.root.findtext(f"{SVG}desc", "")
        [self.map] = self.root.findall(f"{SVG}g")
        self.texts = [*_texts(self.root, 0, 0), *_texts(self.map, *_moved(self.map), is_on_map=True)]

    @property
    def words(self) -> list[str]:
        return [text.text for text in self.texts if not text.is_on_map]

    @property
    def map_words(self) -> list[str]:
        return [text.text for text in self.texts if text.is_on_map]

    def tags(self) -> set[str]:
        return {element.tag.removeprefix(SVG) for element in self.root.iter()}

    def symbols(self, shape: str) -> list[tuple[float, float]]:
        """Where a shape is drawn on the map, in pixels of the map."""
        drawn = [path for path in self.map.iter(f"{SVG}path") if path.get("d") == shape]
        return [_moved(path) for path in drawn if path.get("stroke-width") == "1.2"]


def _moved(element: ET.Element) -> tuple[float, float]:
    x, y = element.get("transform", "").removeprefix("translate(").partition(")")[0].split()
    return float(x), float(y)


def _texts(parent: ET.Element, x: float, y: float, *, is_on_map: bool = False) -> list[Text]:
    found = []
    for element in parent.findall(f"{SVG}text"):
        size, width = float(element.get("font-size", 0)), float(element.get("textLength", 0))
        left = x + float(element.get("x", 0))
        left -= {"middle": width / 2, "end": width}.get(element.get("text-anchor", ""), 0)
        base = y + float(element.get("y", 0))
        text = (element.text or "").translate(_ISOLATES)
        found.append(Text(text, left, left + width, base - 0.72 * size, base + 0.2 * size, is_on_map))
    return found
