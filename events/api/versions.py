"""Which state of the published data an answer shows, so that caches can ask "still the same?" and be told.

There is an ETag and no Last-Modified: what is withdrawn leaves no newer date behind, and a client that asks
by date alone would be told that the withdrawn event still stands.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cache, wraps
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.utils.translation import get_language

from events.api import basemap
from events.api.encoding import accepted_encoding, encode
from events.api.kept import KeptAnswers

PUBLIC_MAX_AGE_S = 60
#: In each process; an answer with a hundred events has about a quarter of a megabyte.
KEPT_BYTES = 32 * 1024 * 1024

_kept = KeptAnswers(KEPT_BYTES)

#: What the transaction in hand has changed itself is looked at first: for others that happens when it ends.
_FOLLOW = (
    "SET CONSTRAINTS edition_follows_changes IMMEDIATE; SET CONSTRAINTS edition_follows_changes DEFERRED"
)


def published_version() -> str:
    """Changes with everything that readers can see and with nothing else: a draft leaves it as it is.

    The database counts (migration `0012_edition`). The moment is part of it because a number comes back after
    a backup was restored, with other things published under it.
    """
    with connection.cursor() as cursor:
        if connection.in_atomic_block:
            cursor.execute(_FOLLOW)
        cursor.execute("SELECT number, (extract(epoch FROM raised_at) * 1000000)::bigint FROM events_edition")
        number, raised_at_us = cursor.fetchone()
    return f"{number}-{raised_at_us:x}"


@cache
def release() -> str:
    """Changes when the same data would be shown differently: new code, template or static file."""
    digest = hashlib.sha256()
    base = Path(settings.BASE_DIR)
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    patterns = ("templates/**/*.html", "events/**/*.py", "mapsite/*.py", "locale/**/*.mo")
    sources = [*(path for pattern in patterns for path in base.glob(pattern)), manifest]
    for source in sorted(path for path in sources if path.exists()):
        digest.update(source.read_bytes())
    return digest.hexdigest()[:16]


#: The settings that readers see.
_BRAND = (
    "VERSION", "SITE_NAME", "SITE_OWNER", "SITE_URL", "SITE_LOGO", "SITE_ACCENT", "SITE_ACCENT_DARK",
)  # fmt: skip


def etag_of(request: HttpRequest, version: str, language: str) -> str:
    """The tag of what the address shows in a language at a version of what is published."""
    brand = [getattr(settings, name) for name in _BRAND]
    # Addresses in an embed code begin with the scheme and host that were asked.
    asked = (request.scheme, request.get_host(), request.get_full_path(), language)
    # Pictures say of which day they are.
    parts = (release(), version, basemap.version(), timezone.localdate(), *brand, *asked)
    return f'"{hashlib.sha256(repr(parts).encode()).hexdigest()[:24]}"'


def cacheable(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A public answer: anyone may keep it for a minute, then asks by ETag and is mostly told 304.

    The process keeps answers too, as long as nothing published changes. `view` must depend on nothing but
    its address and what is published; what it needs to know of the state is in `request.published_version`.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        # Read before the view reads the rows: an answer may be newer than its tag says, never older.
        request.published_version = published_version()
        if settings.DEBUG:  # templates and modules change under the process's feet
            return view(request, *args, **kwargs)
        etag = etag_of(request, request.published_version, get_language())
        if get_conditional_response(request, etag=etag):
            return not_modified(etag)
        encoding = accepted_encoding(request)
        response = _kept.get(etag + encoding)
        if response is None:
            response = view(request, *args, **kwargs)
            if response.status_code == 200:
                response["ETag"] = etag
                patch_cache_control(response, public=True, max_age=PUBLIC_MAX_AGE_S)
                encode(response, encoding)
                _kept.keep(etag + encoding, response)
        return response

    answer.csrf_exempt = True  # it only reads: who posts is told so instead of asked for a token
    return answer


def not_modified(etag: str, *, max_age: int = PUBLIC_MAX_AGE_S) -> HttpResponse:
    """304 with what a cache needs to keep its copy for another while."""
    response = HttpResponseNotModified(headers={"ETag": etag})
    patch_vary_headers(response, ["Accept-Encoding"])
    patch_cache_control(response, public=True, max_age=max_age)
    return response
