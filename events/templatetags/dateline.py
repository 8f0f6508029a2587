from django import template

from mapsite.bundles import script_address, script_tags, style_address, style_tags
from mapsite.language import in_language, other_languages

register = template.Library()
register.filter("in_language", in_language)
register.simple_tag(style_tags, name="styles")
register.simple_tag(script_tags, name="script")
register.simple_tag(script_address)
register.simple_tag(style_address)


@register.inclusion_tag("_languages.html", takes_context=True)
def languages(context: template.Context) -> dict[str, object]:
    """Links to this page in the languages that readers are offered."""
    return {"languages": other_languages(context["request"])}
