"""What a newsroom brands: its accent colour as a style sheet of its own, and its logo.

The colour is checked when the process starts: links and focus rings are drawn in it, on light paper and dark.
"""

from __future__ import annotations

import hashlib
import re

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_safe

#: The grounds that text stands on (`--paper` and `--paper-2` of css/tokens.css), the harder of each theme.
LIGHT_PAPER, DARK_PAPER = "#f7f4ec", "#232629"
#: WCAG 2.2, success criterion 1.4.3, for text of any size.
LEAST_CONTRAST = 4.5

_YEAR_S = 31_536_000
_STEPS = 100
_HEX = re.compile(r"#[0-9a-fA-F]{6}")


def is_colour(text: str) -> bool:
    return bool(_HEX.fullmatch(text))


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1–21, as WCAG 2.2 defines it."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def readable(colour: str, paper: str) -> str:
    """The colour, moved towards black or white no further than text on the paper needs."""
    end = "#ffffff" if _luminance(paper) < 0.2 else "#000000"
    for step in range(_STEPS + 1):
        moved = _mixed(colour, end, step / _STEPS)
        if contrast(moved, paper) >= LEAST_CONTRAST:
            return moved
    return end


def accents() -> tuple[str, str]:
    """The accent on light paper and on dark: without one of its own for the dark, made lighter."""
    dark = settings.SITE_ACCENT_DARK or readable(settings.SITE_ACCENT, DARK_PAPER)
    return settings.SITE_ACCENT, dark


def brand_css() -> str:
    """Empty without SITE_ACCENT."""
    if not settings.SITE_ACCENT:
        return ""
    light, dark = (f"{{--accent:{colour};--focus-ring:{colour}}}" for colour in accents())
    return (
        f':root,:root[data-theme="light"]{light}'
        f'@media (prefers-color-scheme:dark){{:root:not([data-theme="light"]){dark}}}'
        f':root[data-theme="dark"]{dark}\n'
    )


def brand_url() -> str:
    """The address of the style sheet, which changes with its content; empty when there is nothing to say."""
    css = brand_css()
    return f"{reverse('brand')}?v={_hash(css)}" if css else ""


def logo_url() -> str:
    """Of a file in `static/` or of a path on this site; empty without SITE_LOGO."""
    logo = settings.SITE_LOGO
    return static(logo) if logo and not logo.startswith("/") else logo


@require_safe
def brand(request: HttpRequest) -> HttpResponse:
    """Kept for a year under the address that pages link; asked for again under any other."""
    css = brand_css()
    response = HttpResponse(css, content_type="text/css; charset=utf-8")
    is_current = request.GET.get("v") == _hash(css)
    response["Cache-Control"] = f"public, max-age={_YEAR_S}, immutable" if is_current else "no-cache"
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _hash(css: str) -> str:
    return hashlib.sha256(css.encode()).hexdigest()[:12]


def _channels(colour: str) -> tuple[int, int, int]:
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return red, green, blue


def _luminance(colour: str) -> float:
    """Relative luminance, 0–1, of sRGB as WCAG 2.2 defines it."""
    linear = [
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in (channel / 255 for channel in _channels(colour))
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _mixed(one: str, other: str, share: float) -> str:
    pairs = zip(_channels(one), _channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)
