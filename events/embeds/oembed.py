"""oEmbed 1.0 (https://oembed.com): a publisher's system asks what to put in the place of an address."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import Resolver404, resolve, reverse
from django.utils.html import format_html
from django.views.decorators.http import require_safe

from events.api.errors import BadParameter, NotPublished, answers_errors_in_json, json_error, shown
from events.api.params import published_map
from events.api.versions import PUBLIC_MAX_AGE_S, cacheable
from events.embeds.snippet import absolute_url
from events.models import Map

WIDTH, HEIGHT = 720, 520

_PARAMETERS = {"url", "format", "maxwidth", "maxheight"}


@require_safe
@answers_errors_in_json
@cacheable
def oembed(request: HttpRequest) -> HttpResponse:
    for name in request.GET:
        # Askers add parameters of their own, such as WordPress's "dnt"; they are harmless, a typo is not.
        if name not in _PARAMETERS and name.lower() in _PARAMETERS:
            raise BadParameter(name, f'"{name}" is not a parameter of oEmbed. Use: {name.lower()}.')
    answer_format = request.GET.get("format") or "json"
    if answer_format not in ("json", "xml"):
        return json_error(
            f'The format "{shown(answer_format)}" is not offered. Use json or xml.', "format", status=501
        )
    of_map = _map_at(request.GET.get("url", ""), request)
    answer = _answer(
        of_map, request, width=_side("maxwidth", request, WIDTH), height=_side("maxheight", request, HEIGHT)
    )
    if answer_format == "xml":
        response = HttpResponse(_xml(answer), content_type="text/xml; charset=utf-8")
    else:
        response = JsonResponse(answer)
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _map_at(url: str, request: HttpRequest) -> Map:
    if not url:
        raise BadParameter("url", '"url" is missing. Give the address of a map, for example /maps/idlib/.')
    unknown = NotPublished("url", f'There is no published map at "{shown(url, longest=200)}".')
    try:
        address = urlsplit(url)
        match = resolve(address.path)
    except (ValueError, Resolver404):
        raise unknown from None
    own_hosts = {request.get_host(), urlsplit(settings.SITE_URL).netloc} - {""}
    if address.scheme not in ("http", "https") or address.netloc not in own_hosts:
        raise unknown
    of_map = published_map(match.kwargs["slug"]) if match.url_name in ("map", "map-embed") else None
    if of_map is None:
        raise unknown
    return of_map


def _side(name: str, request: HttpRequest, usual: int) -> int:
    value = request.GET.get(name, "")
    if not value:
        return usual
    if not re.fullmatch(r"[0-9]{1,9}", value) or int(value) == 0:
        raise BadParameter(name, f'"{shown(value)}" is not a number of pixels. Use a whole number above 0.')
    return min(int(value), usual)


def _answer(of_map: Map, request: HttpRequest, *, width: int, height: int) -> dict[str, Any]:
    html = format_html(
        '<iframe src="{}" title="{}" width="{}" height="{}" loading="lazy" frameborder="0"></iframe>',
        absolute_url(request, reverse("map-embed", args=[of_map.slug])),
        of_map.title,
        width,
        height,
    )
    return {
        "version": "1.0",
        "type": "rich",
        "title": of_map.title,
        "provider_name": settings.SITE_NAME,
        "provider_url": absolute_url(request, reverse("home")),
        "cache_age": PUBLIC_MAX_AGE_S,
        "html": str(html),
        "width": width,
        "height": height,
    }


def _xml(answer: dict[str, Any]) -> bytes:
    root = ET.Element("oembed")
    for name, value in answer.items():
        ET.SubElement(root, name).text = str(value)
    return ET.tostring(root, encoding="utf-8", xml_declaration=True)
