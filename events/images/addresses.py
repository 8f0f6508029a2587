"""The addresses of pictures, for the pages that show or announce them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from events.api.params import FILTERS
from events.images import fonts
from mapsite.language import PARAMETER

#: Longer ones are cut by whoever shows them.
_DESCRIPTION = 200


def meta_of(
    request: HttpRequest,
    name: str,
    *,
    description: str,
    absolute: Callable[[HttpRequest, str], str],
    **key: object,
) -> dict[str, str]:
    """What the head of a map's page says of it to those who share it: `meta` of `events/_meta.html`."""
    filters = {name: ",".join(request.GET.getlist(name)) for name in FILTERS & set(request.GET)}
    text = fonts.clean(description)
    if len(text) > _DESCRIPTION:
        text = f"{text[:_DESCRIPTION].rsplit(' ', 1)[0]}…"
    meta = {"type": "website", "description": text}
    # A page as of a day must not be announced with what is published now.
    if not request.GET.get("as_of"):
        meta["image"] = absolute(request, card_path(request, name, filters, **key))
    return meta


def card_path(
    request: HttpRequest, name: str, filters: Mapping[str, str] | None = None, **key: object
) -> str:
    """The path of the picture for social networks: what the page shows, in its language.

    >>> card_path(request, "map-image", {"kind": "shelling"}, slug="idlib")
    "/maps/idlib/image.png?kind=shelling&size=card"
    """
    query = {name: value for name, value in sorted((filters or {}).items()) if value and name != "map"}
    if language := request.GET.get(PARAMETER, ""):
        query[PARAMETER] = language
    path = reverse(name, kwargs={**key, "suffix": "png"})
    return f"{path}?{urlencode({**query, 'size': 'card'}, safe=',')}"
