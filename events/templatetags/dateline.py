from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from mapsite.importmap import importmap_json

register = template.Library()


@register.simple_tag
def importmap() -> SafeString:
    """The import map. Put it before the first module; the page's policy knows it by its hash."""
    # importmap_json has no "<", so it cannot close the script.
    return format_html('<script type="importmap">{}</script>', mark_safe(importmap_json()))  # noqa: S308
