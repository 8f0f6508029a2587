"""The addresses of pictures, for the pages that show or announce them."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from mapsite.language import PARAMETER


def card_path(request: HttpRequest, name: str, filters: Mapping[str, str] | None = None, **key: object) -> str:
    """The path of the picture for social networks: what the page shows, in its language.

    >>> card_path(request, "map-image", {"kind": "shelling"}, slug="idlib")
    "/maps/idlib/image.png?kind=shelling&size=card"
    """
    query = {name: value for name, value in (filters or {}).items() if name != "map"}
    if language := request.GET.get(PARAMETER, ""):
        query[PARAMETER] = language
    path = reverse(name, kwargs={**key, "suffix": "png"})
    return f"{path}?{urlencode({**query, 'size': 'card'}, safe=',')}"
