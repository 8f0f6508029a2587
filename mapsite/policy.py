"""Which browser rules public pages go out with; the settings hold those of every other page."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from csp.constants import SELF
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.clickjacking import xframe_options_exempt

from mapsite.bundles import script_sources

View = Callable[..., HttpResponse]


def apply_public_policy(response: HttpResponse) -> None:
    """Scripts are our own files alone: no cache could keep a nonce."""
    response._csp_replace = {"script-src": script_sources()}


def public_policy(view: View) -> View:
    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = view(request, *args, **kwargs)
        apply_public_policy(response)
        return response

    return answer


def framed_policy(view: View) -> View:
    """The policy of a page that the sites of EMBED_FRAME_ANCESTORS may frame."""

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = view(request, *args, **kwargs)
        apply_public_policy(response)
        # The builder of embed codes shows them on our own pages.
        others = settings.EMBED_FRAME_ANCESTORS
        response._csp_replace["frame-ancestors"] = others if "*" in others else [SELF, *others]
        return response

    return xframe_options_exempt(answer)
