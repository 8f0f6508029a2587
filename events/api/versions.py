"""Which state of the published data an answer shows, so that caches can ask "still the same?" and be told.

There is an ETag and no Last-Modified: what is withdrawn leaves no newer date behind, and a client that asks
by date alone would be told that the withdrawn event still stands.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from functools import cache, wraps
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import BigIntegerField, Count, Func, Sum, TextField, Value
from django.db.models.functions import Concat
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.translation import get_language

from events.api import basemap
from events.api.kept import KeptAnswers
from events.api.rows import notes_to_readers
from events.enums import PlaceKind
from events.models import (
    Article,
    Event,
    EventMention,
    Figure,
    Map,
    Mention,
    Place,
    PlaceName,
)
from mapsite.importmap import importmap_json

PUBLIC_MAX_AGE_S = 60
#: In each process; an answer with a hundred events has about a quarter of a megabyte.
KEPT_BYTES = 32 * 1024 * 1024

_kept = KeptAnswers(KEPT_BYTES)


class RowHash(Func):
    """A number that changes with any of the columns; the sum of a table's does not depend on its order."""

    template = "hashtextextended(ROW(%(expressions)s)::text, 0)"
    output_field = BigIntegerField()


def published_version() -> str:
    """Changes with everything that readers can see and with nothing else: a draft leaves it as it is."""
    sql, params = _question()
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        seen = cursor.fetchone()
    return hashlib.sha256(repr(seen).encode()).hexdigest()[:16]


@cache
def _question() -> tuple[str, list[Any]]:
    """One statement for all tables, written once: writing it takes Django longer than the database needs.

    Each sum is a subquery of its own rather than a part of a union: PostgreSQL would start parallel workers
    for a union, which costs ten times what they save.
    """
    sums, params = [], []
    for rows, *columns in _seen():
        seen = rows.order_by().values(table=Value(0)).annotate(
            state=Concat(Count("pk"), Value(" "), Sum(RowHash(*columns)), output_field=TextField())
        )  # fmt: skip
        sql, values = seen.values("state").query.sql_with_params()
        sums.append(f"({sql})")
        params += values
    return f"SELECT {', '.join(sums)}", params


def _seen() -> Iterator[tuple[Any, ...]]:
    """What is public, each with the columns that tell its state.

    Every act that changes an event, figure, mention, article or map raises its version. Layers, places,
    names and links have none, so what is shown of them, or decides what is found, stands in for it.
    """
    act = ("pk", "version", "updated_at")
    layer = ("layer__slug", "layer__name", "layer__description", "layer__style", "layer__position")
    place = ("place__name", "place__country", "place__parent", "place__point")
    published = Event.objects.published()
    mentions = Mention.objects.published()
    maps = Map.objects.published()
    yield published, *act, *layer, "layer__is_shown", *place
    yield Figure.objects.published(), *act, "claimant__name"
    yield mentions, *act, *place, "other_place__name", "within__name"
    yield EventMention.objects.filter(event__in=published, mention__in=mentions), "event", "mention"
    yield Article.objects.published(), *act, "outlet__name", "outlet__is_demonstration"
    yield maps, *act
    yield Map.layers.through.objects.filter(map__in=maps), "map", "layer"
    yield Map.picked_events.through.objects.filter(map__in=maps, event__in=published), "map", "event"
    yield notes_to_readers(), "pk"
    yield PlaceName.objects.filter(place__in=published.values("place")), "pk", "key"
    yield Place.objects.filter(kind=PlaceKind.COUNTRY), "country", "name"


@cache
def release() -> str:
    """Changes when the same data would be shown differently: new code, template or static file."""
    digest = hashlib.sha256(importmap_json().encode())
    base = Path(settings.BASE_DIR)
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    sources = [*base.glob("templates/**/*.html"), *base.glob("events/**/*.py"), manifest]
    for source in sorted(path for path in sources if path.exists()):
        digest.update(source.read_bytes())
    return digest.hexdigest()[:16]


def _etag(request: HttpRequest, version: str) -> str:
    brand = [getattr(settings, name) for name in ("VERSION", "SITE_NAME", "SITE_OWNER", "SITE_URL")]
    # Addresses in an embed code begin with the scheme and host that were asked.
    asked = (request.scheme, request.get_host(), request.get_full_path(), get_language())
    parts = (release(), version, basemap.version(), *brand, *asked)
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
        etag = _etag(request, request.published_version)
        response = get_conditional_response(request, etag=etag) or _kept.get(etag)
        if response is None:
            response = view(request, *args, **kwargs)
            if response.status_code == 200:
                response["ETag"] = etag
                patch_cache_control(response, public=True, max_age=PUBLIC_MAX_AGE_S)
                _kept.keep(etag, response)
        if response.status_code == 304:
            patch_cache_control(response, public=True, max_age=PUBLIC_MAX_AGE_S)
        return response

    answer.csrf_exempt = True  # it only reads: who posts is told so instead of asked for a token
    return answer
