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
from django.db.models import BigIntegerField, Count, Func, Model, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language
from django.views.decorators.http import condition

from events.enums import PUBLIC_STATUSES
from events.models import Article, Decision, Event, Figure, Map, Mention
from mapsite.importmap import importmap_json

PUBLIC_MAX_AGE_S = 60


class RowHash(Func):
    """A number that changes with any of the columns; the sum of a table's does not depend on its order."""

    template = "hashtextextended(concat_ws('|', %(expressions)s), 0)"
    output_field = BigIntegerField()


def published_version() -> str:
    """Changes with everything that readers can see and with nothing else: a draft leaves it as it is."""
    digest = hashlib.sha256()
    for rows, *columns in _seen():
        digest.update(repr(_sum(rows, *columns)).encode())
    return digest.hexdigest()[:16]


def _seen() -> Iterator[tuple[Any, ...]]:
    """What is public, each with the columns that tell its state.

    Layers, places and names keep no time of change, so what is shown of them stands in for it.
    """
    layer = ("layer__slug", "layer__name", "layer__description", "layer__style", "layer__position")
    place = ("place__name", "place__country")
    published = Event.objects.published()
    yield published, "pk", "updated_at", *layer, "layer__is_shown", *place
    yield Figure.objects.published(), "pk", "updated_at", "claimant__name"
    yield Mention.objects.published(), "pk", "updated_at", *place, "other_place__name", "within__name"
    yield Article.objects.published(), "pk", "updated_at", "outlet__name", "outlet__is_demonstration"
    maps = Map.objects.published()
    yield maps, "pk", "updated_at"
    yield Map.layers.through.objects.filter(map__in=maps), "map_id", "layer__slug"
    yield Map.picked_events.through.objects.filter(map__in=maps, event__in=published), "map_id", "event_id"
    yield Decision.objects.filter(from_status__in=PUBLIC_STATUSES).exclude(public_note=""), "pk"


def _sum(rows: QuerySet[Model], *columns: str) -> tuple[int, int]:
    found = rows.order_by().aggregate(number=Count("pk"), checksum=Sum(RowHash(*columns)))
    return found["number"], int(found["checksum"] or 0)


@cache
def release() -> str:
    """Changes when the same data would be shown differently: new code, template, static file or brand."""
    digest = hashlib.sha256(importmap_json().encode())
    for name in ("VERSION", "SITE_NAME", "SITE_OWNER", "SITE_URL", "EMBED_FRAME_ANCESTORS"):
        digest.update(repr(getattr(settings, name)).encode())
    base = Path(settings.BASE_DIR)
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    sources = [*base.glob("templates/**/*.html"), *base.glob("events/**/*.py"), manifest]
    for source in sorted(path for path in sources if path.exists()):
        digest.update(source.read_bytes())
    return digest.hexdigest()[:16]


def _etag(request: HttpRequest, *args: object, **kwargs: object) -> str:
    parts = (release(), published_version(), get_language() or "", request.get_host())
    return f'"{hashlib.sha256("|".join(parts).encode()).hexdigest()[:24]}"'


def cacheable(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A public answer: anyone may keep it for a minute, then asks by ETag and is mostly told 304."""
    conditional = view if settings.DEBUG else condition(etag_func=_etag)(view)

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = conditional(request, *args, **kwargs)
        if response.status_code in (200, 304):
            patch_cache_control(response, public=True, max_age=PUBLIC_MAX_AGE_S)
        return response

    return answer
