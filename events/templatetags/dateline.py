from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from events.api.params import MAP_FILTERS
from mapsite.bundles import script_address, script_tags, style_address, style_tags
from mapsite.language import in_language, other_languages

register = template.Library()
register.filter("in_language", in_language)
register.simple_tag(style_tags, name="styles")
register.simple_tag(script_tags, name="script")
register.simple_tag(script_address)
register.simple_tag(style_address)


@register.simple_tag(takes_context=True)
def preload_events(context: template.Context) -> SafeString | str:
    """Loads beside the script what it asks for first: `data_url`, as long as the reader has set no filter.
    Some of these the script looks after itself, and asks for more than them."""
    if MAP_FILTERS & set(context["request"].GET):
        return ""
    return format_html('<link rel="preload" as="fetch" href="{}" crossorigin>', context["config"]["data_url"])


@register.inclusion_tag("_languages.html", takes_context=True)
def languages(context: template.Context) -> dict[str, object]:
    """Links to this page in the languages that readers are offered."""
    return {"languages": other_languages(context["request"], context.get("offered", ()))}
