"""The head of a page for those who do not see it: search engines, link previews, programs."""

from __future__ import annotations

import json
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from events.api.event_page import LONGEST_DESCRIPTION
from events.api.linked_data import dataset
from events.embeds.snippet import absolute_url
from events.images.addresses import card_of_page

register = template.Library()

#: What could end the script, or begin a comment or an entity in it.
_SIGNS = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}


@register.simple_tag
def linked_data(thing: dict[str, Any]) -> SafeString:
    """JSON-LD as a block of data. The policy need not allow it: browsers do not run it."""
    text = json.dumps(thing, ensure_ascii=False, separators=(",", ":")).translate(_SIGNS)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308 -- no "<" in it


@register.simple_tag(takes_context=True)
def map_meta(context: template.Context) -> str:
    """What is told of the page of a map; nothing in an embed, which search engines are to leave alone."""
    page = context["page"]
    if page["mode"] == "embed" or "canonical_url" not in context:
        return ""
    request = context["request"]
    of_map = page["map"]
    description = (of_map or {}).get("introduction") or _(
        "Events told by published articles, on a map: each number in the article’s own words, with whoever "
        "claims it, the sentence it stands in and its source."
    )
    description = Truncator(" ".join(description.split())).chars(LONGEST_DESCRIPTION)
    if of_map:
        image = card_of_page(request, "map-image", slug=of_map["slug"])
        data = f"{reverse('events-geojson')}?map={of_map['slug']}"
    else:
        image, data = card_of_page(request, "home-image"), reverse("events-geojson")
    told = None
    # A part of the events is not another set of data: its canonical address is that of the whole.
    if not (set(page["filters"]) - {"map"}) and "as_of" not in request.GET:
        told = dataset(
            name=context["title"],
            description=description,
            url=context["canonical_url"],
            data_url=absolute_url(request, data),
            extent=page["extent"],
            time=page["time"],
        )
    meta = {
        "description": description,
        "type": "website",
        "image": absolute_url(request, image) if image else "",
        "linked_data": told,
    }
    return render_to_string("events/_meta.html", {**context.flatten(), "meta": meta})
