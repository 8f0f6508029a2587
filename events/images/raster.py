"""SVG to PNG, with no font but ours."""

from __future__ import annotations

import resvg_py

from events.images import fonts


def png(markup: str, *, scale: int) -> bytes:
    """`scale` is how many pixels of the PNG a pixel of the drawing takes."""
    return resvg_py.svg_to_bytes(
        svg_string=markup, zoom=scale, skip_system_fonts=True, font_files=fonts.files()
    )
