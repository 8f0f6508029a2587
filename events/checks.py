"""Reports wrong settings when the process starts instead of when an editor meets them."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.checks import Error, register
from django.utils.module_loading import import_string

from mapsite import brand


@register()
def check_geocoders(app_configs: Any, **kwargs: Any) -> list[Error]:
    """E001 and E002: each geocoder has a name of its own and a backend that can be imported."""
    errors = []
    names = [geocoder.get("NAME") for geocoder in settings.GEOCODERS]
    if len(set(names)) != len(names) or not all(names):
        errors.append(
            Error(
                f"GEOCODERS has missing or repeated names: {names}.",
                hint="Give every entry a NAME of its own; it is stored with each result.",
                id="events.E001",
            )
        )
    for geocoder in settings.GEOCODERS:
        try:
            import_string(geocoder["BACKEND"])
        except (ImportError, KeyError) as error:
            errors.append(
                Error(
                    f"The geocoder {geocoder.get('NAME')} cannot be loaded: {error}",
                    hint="BACKEND is the dotted path of a geopy geocoder class.",
                    id="events.E002",
                )
            )
    return errors


@register()
def check_brand(app_configs: Any, **kwargs: Any) -> list[Error]:
    """E003 to E005: colours that are colours and can be read, and a logo that this site serves itself."""
    light, dark = settings.SITE_ACCENT, settings.SITE_ACCENT_DARK
    errors = [
        *_colour_errors("SITE_ACCENT", light, brand.LIGHT_PAPER, "light"),
        *_colour_errors("SITE_ACCENT_DARK", dark, brand.DARK_PAPER, "dark"),
    ]
    if dark and not light:
        errors.append(
            Error(
                "SITE_ACCENT_DARK is set and SITE_ACCENT is not.",
                hint="Set SITE_ACCENT, the colour on light paper, too.",
                id="events.E003",
            )
        )
    return errors + _logo_errors(settings.SITE_LOGO)


@register()
def check_licence(app_configs: Any, **kwargs: Any) -> list[Error]:
    """E006: programs look a licence up by its address, so a name is none."""
    licence = settings.SITE_DATA_LICENCE
    if not licence or urlsplit(licence).scheme in ("http", "https"):
        return []
    hint = "Use for example https://creativecommons.org/licenses/by/4.0/, or leave it empty."
    sentence = f'SITE_DATA_LICENCE is "{licence}", which is not the address of a licence.'
    return [Error(sentence, hint=hint, id="events.E006")]


def _colour_errors(name: str, colour: str, paper: str, theme: str) -> list[Error]:
    if not colour:
        return []
    if not brand.is_colour(colour):
        hint = "Use six hexadecimal digits, for example #0b5394."
        return [Error(f'{name} is "{colour}", which is not a colour.', hint=hint, id="events.E003")]
    ratio = brand.contrast(colour, paper)
    if ratio >= brand.LEAST_CONTRAST:
        return []
    sentence = (
        f"{name} {colour} has a contrast of {ratio:.1f} on {theme} paper; text needs 4.5 (WCAG 2.2, 1.4.3)."
    )
    hint = f"The nearest that can be read is {brand.readable(colour, paper)}."
    return [Error(sentence, hint=hint, id="events.E004")]


def _logo_errors(logo: str) -> list[Error]:
    # "//host/logo.svg" is another site's.
    is_ours = not logo.startswith("//") if logo.startswith("/") else bool(finders.find(logo))
    if not logo or is_ours:
        return []
    return [
        Error(
            f'SITE_LOGO "{logo}" is neither a file in static/ nor a path on this site.',
            hint="Use for example img/logo.svg or /media/logo.svg: readers' browsers ask no other site.",
            id="events.E005",
        )
    ]
