"""The framed map, the loader that puts it into an article, and an article that shows it."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Callable
from dataclasses import replace
from functools import cache, wraps
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import condition, require_safe

from events.api.bootstrap import page_context
from events.api.errors import BadParameter, NotPublished, answers_errors_in_html
from events.api.params import MAP_FILTERS, parse, published_map
from events.api.versions import cacheable
from events.embeds.snippet import absolute_url, map_info
from events.enums import Status
from events.models import Map
from mapsite.policy import framed_policy, public_policy

#: An hour: a mended loader reaches every article that embeds a map within it.
LOADER_MAX_AGE_S = 3600

_LOADER = Path(settings.BASE_DIR) / "static" / "embed.js"
_DEMO_ARTICLE = Path(settings.BASE_DIR) / "events" / "demonstration" / "article-page.toml"


def context_of_map(request: HttpRequest, slug: str, *, mode: str) -> dict[str, Any]:
    """What the page of a map and its embed show; filters in the query string narrow it further."""
    of_map = published_map(slug)
    if of_map is None:
        raise NotPublished("map", _no_map(slug))
    chosen = replace(parse(request.GET, allow=MAP_FILTERS, strict=False), map=of_map.slug)
    extent = of_map.extent.extent if of_map.extent else None
    return {
        **page_context(request, chosen, mode=mode, of_map=map_info(of_map, request), extent=extent),
        "title": of_map.title,
        "canonical_url": absolute_url(request, of_map.get_absolute_url()),
    }


def _no_map(slug: str) -> str:
    """A map that readers have seen is said to be gone; one they have not is as unknown as any other word."""
    if Map.objects.filter(slug=slug, status=Status.WITHDRAWN, published_at__isnull=False).exists():
        return _("The map “%(slug)s” has been withdrawn.") % {"slug": slug}
    return _("There is no published map “%(slug)s”.") % {"slug": slug}


def answers_errors_in_the_frame(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Inside another site's article there is no way back, so links open outside the frame."""

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except BadParameter as error:
            status, sentence = 400, error.sentence
        except NotPublished as error:
            status, sentence = 404, error.sentence
        response = render(request, "embeds/gone.html", {"sentence": sentence}, status=status)
        response["Cache-Control"] = "no-cache"
        return response

    return answer


@require_safe
@framed_policy
@answers_errors_in_the_frame
@cacheable
def map_embed(request: HttpRequest, slug: str) -> HttpResponse:
    return render(request, "embeds/embed.html", context_of_map(request, slug, mode="embed"))


@cache
def _loader() -> tuple[bytes, str]:
    source = _LOADER.read_bytes()
    return source, f'"{hashlib.sha256(source).hexdigest()[:24]}"'


@csrf_exempt
@require_safe
@condition(etag_func=lambda request: _loader()[1])
def loader(request: HttpRequest) -> HttpResponse:
    """Its address is in articles for good, so it carries no hash; any page may load it."""
    response = HttpResponse(_loader()[0], content_type="text/javascript; charset=utf-8")
    response["Access-Control-Allow-Origin"] = "*"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    patch_cache_control(response, public=True, max_age=LOADER_MAX_AGE_S)
    return response


@require_safe
@answers_errors_in_html
@public_policy
@cacheable
def demo_article(request: HttpRequest) -> HttpResponse:
    """An article of a publisher who does not exist, there as long as the map that it embeds."""
    article = tomllib.loads(_DEMO_ARTICLE.read_text(encoding="utf-8"))
    of_map = published_map(article["map"])
    if of_map is None:
        raise Http404(
            _("The demonstration article needs the demonstration data. Load it: manage.py load_demo")
        )
    number = article["embed_after_paragraph"]
    context = {
        "article": article,
        "before": article["paragraphs"][:number],
        "after": article["paragraphs"][number:],
        "map": of_map,
    }
    return render(request, "embeds/article.html", context)
