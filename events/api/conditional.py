"""Answers "has it changed?" before anything else is done: most of what readers' browsers ask is just that."""

from __future__ import annotations

import time
from collections.abc import Callable
from math import ceil

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from events.api.versions import PUBLIC_MAX_AGE_S, etag_of, not_modified, published_version
from mapsite.language import PARAMETER, language_of

#: These have tags of their own, or none.
_ELSEWHERE = ("/admin/", settings.STATIC_URL, "/basemap/")


class NotModifiedMiddleware:
    """The first of all: it needs no session, no route and no view to know the tag of a public address."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self._version = ""
        self._asked_at = 0.0

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asked = request.META.get("HTTP_IF_NONE_MATCH")
        if asked and request.method in ("GET", "HEAD") and not request.path.startswith(_ELSEWHERE):
            return self._unchanged(request, asked) or self.get_response(request)
        return self.get_response(request)

    def _unchanged(self, request: HttpRequest, asked: str) -> HttpResponse | None:
        """Nothing for an address that is not public: nobody has been given a tag for it."""
        if settings.DEBUG:
            return None
        language = language_of(request)
        try:
            etag = etag_of(request, self._recent_version(), language)
        except (DisallowedHost, DatabaseError):
            return None  # said in full by those whose business it is
        if etag not in asked:
            return None
        # What was known a moment ago may be kept for so much less.
        response = not_modified(etag, max_age=PUBLIC_MAX_AGE_S - ceil(settings.VERSION_TRUSTED_S))
        if PARAMETER not in request.GET:
            patch_vary_headers(response, ["Accept-Language"])
        return response

    def _recent_version(self) -> str:
        now = time.monotonic()
        if not self._version or now - self._asked_at > settings.VERSION_TRUSTED_S:
            self._version, self._asked_at = published_version(), now
        return self._version
