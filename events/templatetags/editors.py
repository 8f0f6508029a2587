from __future__ import annotations

from django import template

from events.api import basemap

register = template.Library()


@register.simple_tag
def basemap_config() -> dict[str, object]:
    return {
        "url": basemap.url_template(),
        "max_zoom": basemap.MAX_ZOOM,
        "attribution": basemap.ATTRIBUTION,
    }
