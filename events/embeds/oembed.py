"""oEmbed 1.0 (https://oembed.com): a publisher's system asks what to put in the place of an address."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.urls import Resolver404, resolve, reverse
from django.views.decorators.http import require_safe

from events.api.errors import BadParameter, NotPublished, answers_errors_in_json, json_error, shown
from events.api.params import MAP_FILTERS, parse, published_map
from events.api.versions import PUBLIC_MAX_AGE_S, cacheable
from events.embeds.options import kept_query, read_options
from events.embeds.snippet import (
    Subject,
    absolute_url,
    frame_code,
    subject_of_event,
    subject_of_home,
    subject_of_map,
)
from events.images.addresses import card_path
from events.models import Event

#: Pixels; an asker's maximum makes it smaller.
WIDTH, HEIGHT = 720, 520
#: The picture for cards; an asker with less room gets none rather than one that is too large.
THUMBNAIL = (1200, 630)

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
    url = request.GET.get("url", "")
    if _is_private(url, request):
        # The editors' side is there for everyone to see, and not for everyone to read. A map that is not
        # published is neither: it is not told apart from one that never was.
        return json_error(
            f'"{shown(url, longest=200)}" is for editors. Give the address of a map.', "url", status=401
        )
    subject = _subject_at(url, request)
    answer = _answer(subject, request, *(_side(name, request) for name in ("maxwidth", "maxheight")))
    if answer_format == "xml":
        response = HttpResponse(_xml(answer), content_type="text/xml; charset=utf-8")
    else:
        response = JsonResponse(answer)
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _own_path(url: str, request: HttpRequest) -> tuple[str, str] | None:
    """Path and query of an address of this site; None for any other."""
    try:
        address = urlsplit(url)
    except ValueError:
        return None
    own_hosts = {request.get_host(), urlsplit(settings.SITE_URL).netloc} - {""}
    if address.scheme not in ("http", "https") or address.netloc not in own_hosts:
        return None
    return address.path or "/", address.query


def _is_private(url: str, request: HttpRequest) -> bool:
    own = _own_path(url, request)
    return own is not None and own[0].startswith(reverse("admin:index"))


def _subject_at(url: str, request: HttpRequest) -> Subject:
    if not url:
        raise BadParameter("url", '"url" is missing. Give the address of a map, for example /maps/idlib/.')
    unknown = NotPublished("url", f'There is no published map at "{shown(url, longest=200)}".')
    own = _own_path(url, request)
    if own is None:
        raise unknown
    try:
        match = resolve(own[0])
        query = QueryDict(own[1])
    except Resolver404:
        raise unknown from None
    subject = _subject(match.url_name or "", match.kwargs)
    if subject is None:
        raise unknown
    try:
        parse(query, allow=MAP_FILTERS, strict=False)
        read_options(query)
    except BadParameter as error:
        raise NotPublished("url", error.sentence) from None
    return replace(subject, query=kept_query(query))


def _subject(route: str, found: dict[str, Any]) -> Subject | None:
    match route:
        case "home" | "home-embed":
            return subject_of_home()
        case "map" | "map-embed":
            of_map = published_map(found["slug"])
            return subject_of_map(of_map) if of_map else None
        case "event" | "event-embed":
            of_events = Event.objects
            event = of_events.published().filter(pk=found["pk"]).first()
            event = event or of_events.shown_instead_of(found["pk"])
            return subject_of_event(event) if event else None
    return None


def _side(name: str, request: HttpRequest) -> int | None:
    value = request.GET.get(name, "")
    if not value:
        return None
    if not re.fullmatch(r"[0-9]{1,9}", value) or int(value) == 0:
        raise BadParameter(name, f'"{shown(value)}" is not a number of pixels. Use a whole number above 0.')
    return int(value)


def _answer(
    subject: Subject, request: HttpRequest, most_wide: int | None, most_high: int | None
) -> dict[str, Any]:
    """`width` and `height` are always numbers: Ghost and WordPress leave out what has none."""
    own_height = subject.height or HEIGHT
    width = min(WIDTH, most_wide) if most_wide else WIDTH
    height = min(own_height, most_high) if most_high else own_height
    return {
        "version": "1.0",
        "type": "rich",
        "title": subject.title,
        "author_name": settings.SITE_OWNER or settings.SITE_NAME,
        "provider_name": settings.SITE_NAME,
        "provider_url": absolute_url(request, reverse("home")),
        "cache_age": PUBLIC_MAX_AGE_S,
        "html": frame_code(subject, request, width=width, height=height),
        "width": width,
        "height": height,
        **_thumbnail(subject, request, most_wide, most_high),
    }


def _thumbnail(
    subject: Subject, request: HttpRequest, most_wide: int | None, most_high: int | None
) -> dict[str, Any]:
    """The picture must keep within the asker's limits too, so there is none where it would not."""
    width, height = THUMBNAIL
    if subject.kind != "map" or width > (most_wide or width) or height > (most_high or height):
        return {}
    kept = {*MAP_FILTERS, "as_of", "step"}
    filters = {name: value for name, value in subject.query.items() if name in kept}
    picture = card_path(request, "map-image", filters, slug=subject.key)
    return {
        "thumbnail_url": absolute_url(request, picture),
        "thumbnail_width": width,
        "thumbnail_height": height,
    }


def _xml(answer: dict[str, Any]) -> bytes:
    root = ET.Element("oembed")
    for name, value in answer.items():
        ET.SubElement(root, name).text = str(value)
    return ET.tostring(root, encoding="utf-8", xml_declaration=True)
