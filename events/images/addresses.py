"""The addresses of pictures, for the pages that show or announce them."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from events.api.params import FILTERS
from mapsite.language import PARAMETER


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


def card_of_page(request: HttpRequest, name: str, **key: object) -> str:
    """The same for a page that has its filters in its address, also as of a day."""
    kept = {*FILTERS, "as_of"} & set(request.GET)
    filters = {name: ",".join(request.GET.getlist(name)) for name in kept}
    return card_path(request, name, filters, **key)
