"""The one shape in which a public route says what is wrong with a request."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from mapsite.policy import apply_public_policy


def shown(value: object, *, longest: int = 60) -> str:
    """A sender's value as it may stand in a sentence: not longer than a line, no control characters."""
    text = "".join(char if char.isprintable() else "�" for char in str(value))
    return text if len(text) <= longest else f"{text[:longest]}…"


class BadParameter(ValueError):
    """A value that a person or program sent and that cannot be used; `sentence` says why and the way out."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field
        self.sentence = sentence


class NotPublished(LookupError):
    """Something that is not there for readers, whether it is a draft or has never existed. `was_seen`: they
    could see it, and the sentence says what became of it."""

    def __init__(self, field: str, sentence: str, *, was_seen: bool = False) -> None:
        super().__init__(sentence)
        self.field = field
        self.sentence = sentence
        self.was_seen = was_seen


def json_error(sentence: str, field: str, *, status: int) -> JsonResponse:
    response = JsonResponse({"error": sentence, "field": field}, status=status)
    response["Access-Control-Allow-Origin"] = "*"
    # A mistake may be corrected, and a draft published, within the minute.
    response["Cache-Control"] = "no-cache"
    return response


def answers_errors_in_json(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Data routes answer mistakes as `{"error": "...", "field": "..."}`."""

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except BadParameter as error:
            return json_error(error.sentence, error.field, status=400)
        except NotPublished as error:
            return json_error(error.sentence, error.field, status=404)

    return answer


def answers_errors_in_html(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Pages answer mistakes with a page."""

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except BadParameter as error:
            return error_page(request, error.sentence, status=400)
        except NotPublished as error:
            return error_page(request, error.sentence, status=404, was_seen=error.was_seen)

    return answer


def error_page(request: HttpRequest, sentence: str, *, status: int, was_seen: bool = False) -> HttpResponse:
    titles = {404: _("Not found"), 500: _("Something went wrong")}
    title = _("No longer published") if was_seen else titles.get(status, _("Not understood"))
    context = {"title": title, "error": sentence, "status": status}
    response = render(request, "events/error.html", context, status=status)
    apply_public_policy(response)
    response["Cache-Control"] = "no-cache"
    return response
