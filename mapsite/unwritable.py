"""Characters that no text can be kept with: a null, or half of a pair. No keyboard types them; a forged
request does, and a program that pastes what it should not. They are its mistake, not the server's."""

from __future__ import annotations

from collections.abc import Callable

from django.db import DataError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from events.api.errors import error_page


class UnwritableTextMiddleware:
    """Says so wherever a page has not looked for them itself. Nothing is written by then: each verb is one
    transaction."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not _is_unwritable(exception):
            return None
        sentence = _(
            "A text holds a character that cannot be kept, such as a null byte. Type it again instead of "
            "pasting it. Nothing was changed."
        )
        if request.content_type == "application/json":
            return JsonResponse({"error": sentence, "field": ""}, status=400)
        return error_page(request, sentence, status=400)


def _is_unwritable(exception: Exception) -> bool:
    """psycopg refuses both itself, so that there is no code of the database's to know them by."""
    if isinstance(exception, UnicodeEncodeError):
        return exception.reason == "surrogates not allowed"
    return isinstance(exception, DataError) and "NUL (0x00)" in str(exception)
