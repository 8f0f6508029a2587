"""The two forms of a picture, as they end its address."""

from __future__ import annotations


class SuffixConverter:
    """`<picture:suffix>` in a route: "png" or "svg"."""

    regex = "png|svg"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        if value not in ("png", "svg"):
            raise ValueError(f'A picture ends with png or svg, not with "{value}".')
        return value
