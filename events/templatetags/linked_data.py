from __future__ import annotations

import json
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

#: What could end the script, or begin a comment or an entity in it.
_SIGNS = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}


@register.simple_tag
def linked_data(thing: dict[str, Any]) -> SafeString:
    """JSON-LD as a block of data. The policy need not allow it: browsers do not run it."""
    text = json.dumps(thing, ensure_ascii=False, separators=(",", ":")).translate(_SIGNS)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308 -- no "<" in it
