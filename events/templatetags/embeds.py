"""How others embed the page in hand."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import ResolverMatch

from events.embeds.options import kept_query
from events.embeds.snippet import Subject, oembed_url

register = template.Library()


@register.inclusion_tag("embeds/_discovery.html", takes_context=True)
def oembed_links(context: template.Context) -> dict[str, Any]:
    """The links by which a publisher's system finds what to put in the place of the page's address."""
    request = context["request"]
    subject = _subject(context)
    return {
        "title": subject.title,
        "addresses": [
            ("application/json+oembed", oembed_url(subject, request)),
            ("text/xml+oembed", oembed_url(subject, request, answer_format="xml")),
        ],
    }


@register.simple_tag(takes_context=True)
def embed_builder(context: template.Context) -> str:
    """The address of the page on which a publisher puts the embed of this page together; of a map that is
    only previewed there is none yet."""
    if context["config"].get("is_preview"):
        return "#"
    return _subject(context).builder


def _subject(context: template.Context) -> Subject:
    request = context["request"]
    found: ResolverMatch = request.resolver_match
    key = found.kwargs.get("slug") or found.kwargs.get("pk") or ""
    kind = (found.url_name or "").removesuffix("-embed")
    return Subject(kind, str(key), context["title"], kept_query(request.GET))
