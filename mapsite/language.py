"""Which language a page speaks.

The address decides (`lang=ar`), so that a link shows everyone the same; without it, what the browser asks
for. There is no cookie. The editors' side speaks English: its words are not translated.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import parse_accept_lang_header

PARAMETER = "lang"
EDITORS_LANGUAGE = "en"
#: Seven links repeat a page's address; no address of ours is as long.
LONGEST_REPEATED = 2000


#: What the address of the request in hand has asked for; empty when it left the choice to the browser.
_asked: ContextVar[str] = ContextVar("asked_language", default="")


def _query(request: HttpRequest) -> QueryDict:
    """The query, empty when it cannot be read: whoever answers says so, in some language."""
    try:
        return request.GET
    except SuspiciousOperation:
        return QueryDict()


def in_language(path: str) -> str:
    """The path of another page of ours, in the language that the reader's address has asked for."""
    if not (language := _asked.get()):
        return path
    path, hash_sign, fragment = path.partition("#")
    return f"{path}{'&' if '?' in path else '?'}{PARAMETER}={language}{hash_sign}{fragment}"


def other_languages(request: HttpRequest, offered: Sequence[str] = ()) -> list[dict[str, str]]:
    """The page in hand in each language: `code`, `name` in that language, `url`; none for an endless one.
    `offered` are the codes of those that it is there in, all when it is empty."""
    if len(request.get_full_path()) > LONGEST_REPEATED:
        return []
    query = _query(request).lists()
    kept = [(name, value) for name, values in query for value in values if name != PARAMETER]
    return [
        {
            "code": code,
            "name": name,
            "url": f"{request.path}?{urlencode([*kept, (PARAMETER, code)], safe=',/')}",
            "is_current": code == translation.get_language(),
        }
        for code, name in settings.LANGUAGES
        if not offered or code in offered
    ]


@contextmanager
def speaking_one_of(offered: Sequence[str], own: str, request: HttpRequest) -> Iterator[str]:
    """Speaks the language of the request where that is offered (all are when `offered` is empty), else the
    first one that the browser takes, else the page's `own`. Its links say so, too."""
    spoken = translation.get_language() or settings.LANGUAGE_CODE
    if not offered or spoken in offered:
        yield spoken
        return
    taken = (
        code.split("-")[0]
        for code, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", ""))
    )
    wanted = next((code for code in (*taken, own) if code in offered), offered[0])
    asked = _asked.set(wanted)
    try:
        with translation.override(wanted):
            yield wanted
    finally:
        _asked.reset(asked)


def language_of(request: HttpRequest) -> str:
    """The code of one of `settings.LANGUAGES`; an unknown code in the address is as good as none."""
    if request.path_info.startswith("/admin/"):
        return EDITORS_LANGUAGE
    offered = dict(settings.LANGUAGES)
    asked = _query(request).get(PARAMETER, "").lower()
    if asked in offered:
        return asked
    for code, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        if (found := code.split("-")[0]) in offered:
            return found
    return settings.LANGUAGE_CODE


class LanguageMiddleware:
    """Speaks the page's language while it is made, and tells caches what the choice depends on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = language_of(request)
        asked = _asked.set(language if _query(request).get(PARAMETER) else "")
        try:
            with translation.override(language):
                request.LANGUAGE_CODE = language
                response = self.get_response(request)
        finally:
            _asked.reset(asked)
        if PARAMETER not in _query(request):
            patch_vary_headers(response, ["Accept-Language"])
        response.headers.setdefault("Content-Language", language)
        return response
