"""Reports wrong settings when the process starts instead of when an editor meets them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import Error, register
from django.utils.module_loading import import_string


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
