"""The code that a publisher pastes, and the addresses in it."""

from __future__ import annotations

from html import escape
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from events.models import Map


def absolute_url(request: HttpRequest, path: str) -> str:
    """The address for other sites: under SITE_URL where one is set, else where the request came to."""
    return f"{settings.SITE_URL}{path}" if settings.SITE_URL else request.build_absolute_uri(path)


def embed_code(of_map: Map, request: HttpRequest) -> str:
    """Two lines of HTML. Where scripts are stripped or off, a link to the map stays.

    A plain string, so that a template shows it as the text that it is.
    """
    page = escape(absolute_url(request, of_map.get_absolute_url()))
    loader = escape(absolute_url(request, reverse("embed-loader")))
    return (
        f'<p data-dateline-map="{of_map.slug}"><a href="{page}">{escape(of_map.title)}</a></p>\n'
        f'<script async src="{loader}"></script>'
    )


def oembed_url(of_map: Map, request: HttpRequest) -> str:
    """The address for a page's discovery link."""
    query = urlencode({"url": absolute_url(request, of_map.get_absolute_url())})
    return f"{absolute_url(request, reverse('oembed'))}?{query}"


def map_info(of_map: Map, request: HttpRequest) -> dict[str, Any]:
    """What the pages of a map say of it."""
    return {
        "slug": of_map.slug,
        "title": of_map.title,
        "introduction": of_map.introduction,
        "credits": of_map.credits,
        "url": absolute_url(request, reverse("map", args=[of_map.slug])),
        "embed_url": absolute_url(request, reverse("map-embed", args=[of_map.slug])),
        "embed_code": embed_code(of_map, request),
        "oembed_url": oembed_url(of_map, request),
    }
