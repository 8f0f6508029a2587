from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from mapsite.importmap import importmap_json
from mapsite.language import in_language, other_languages

register = template.Library()
register.filter("in_language", in_language)


@register.simple_tag
def importmap() -> SafeString:
    """The import map. Put it before the first module; the page's policy knows it by its hash."""
    # importmap_json has no "<", so it cannot close the script.
    return format_html('<script type="importmap">{}</script>', mark_safe(importmap_json()))  # noqa: S308


@register.inclusion_tag("_languages.html", takes_context=True)
def languages(context: template.Context) -> dict[str, object]:
    """Links to this page in the languages that readers are offered."""
    return {"languages": other_languages(context["request"])}
