"""The picture's colours and shapes are the page's."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings

from events.enums import KindGroup
from events.images import palette

TOKENS = (Path(settings.BASE_DIR) / "static" / "css" / "tokens.css").read_text(encoding="utf-8")
SYMBOLS = (Path(settings.BASE_DIR) / "templates" / "events" / "_symbols.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_colours_are_those_of_the_style_sheet(theme: str) -> None:
    light, _, dark = TOKENS.partition("@media (prefers-color-scheme: dark)")
    tokens = dict(re.findall(r"--([\w-]+): (#[0-9a-f]+);", light))
    if theme == "dark":
        tokens |= dict(re.findall(r"--([\w-]+): (#[0-9a-f]+);", dark))

    assert palette.THEMES[theme] == {name: tokens.get(name) for name in palette.THEMES[theme]}


def test_shapes_are_those_of_the_page() -> None:
    shapes = dict(re.findall(r'id="shape-(\w+)"[^>]*><path d="([^"]+)"', SYMBOLS))

    assert {group.value: shape for group, shape in palette.SHAPES.items() if group.value in shapes} == shapes
    assert set(palette.SHAPES) == set(KindGroup)
    assert 'id="shape-shelling" viewBox="-10 -10 20 20"><circle r="7"/>' in SYMBOLS
