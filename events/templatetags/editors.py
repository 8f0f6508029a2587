from __future__ import annotations

import json

from django import template
from django.templatetags.static import static
from django.utils.safestring import SafeString, mark_safe

from events.api import basemap
from mapsite.importmap import PACKAGES

register = template.Library()


@register.simple_tag
def editors_importmap() -> SafeString:
    """The import map of the editors' forms, where django-leaflet has put its Leaflet in the window already:
    modules that import "leaflet" get that one, so that a page never holds two."""
    imports = {name: static(file) for name, file in PACKAGES.items()}
    imports["leaflet"] = static("js/admin/window-leaflet.js")
    text = json.dumps({"imports": imports}).replace("<", "\\u003c")
    return mark_safe(text)  # noqa: S308 -- JSON without "<"


@register.simple_tag
def basemap_config() -> dict[str, object]:
    return {
        "url": basemap.url_template(),
        "max_zoom": basemap.MAX_ZOOM,
        "attribution": basemap.ATTRIBUTION,
    }
