"""The framed pages, the loader that puts them into an article, and an article that shows one."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Callable
from functools import cache, wraps
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import condition, require_safe

from events.api.errors import BadParameter, NotPublished, answers_errors_in_html
from events.api.moved import moved_to, opens_merged
from events.api.params import published_map
from events.api.versions import cacheable
from events.embeds.frozen import asks_for_today
from events.embeds.pages import context_of_event, context_of_home, context_of_map
from events.models import Event
from mapsite.language import speaking_one_of
from mapsite.policy import framed_policy, public_policy

#: An hour: a mended loader reaches every article that embeds a map within it.
LOADER_MAX_AGE_S = 3600

_LOADER = Path(settings.BASE_DIR) / "static" / "embed.js"
_DEMO_ARTICLE = Path(settings.BASE_DIR) / "events" / "demonstration" / "article-page.toml"

View = Callable[..., HttpResponse]


def answers_errors_in_the_frame(view: View) -> View:
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


def dated(view: View) -> View:
    """`as_of=today` leads to the date, before anything is kept that would be wrong tomorrow."""

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        return asks_for_today(request) or view(request, *args, **kwargs)

    return answer


def in_offered_language(view: View) -> View:
    """Of a curated map: in one of the languages that it is offered in."""

    @wraps(view)
    def answer(request: HttpRequest, slug: str, *args: object, **kwargs: object) -> HttpResponse:
        of_map = published_map(slug)
        offered, own = (of_map.languages, of_map.language) if of_map else ((), "")
        with speaking_one_of(offered, own, request) as language:
            response = view(request, slug, *args, **kwargs)
            response["Content-Language"] = language
            return response

    return answer


@require_safe
@framed_policy
@answers_errors_in_the_frame
@dated
@opens_merged
@cacheable
@in_offered_language
def map_embed(request: HttpRequest, slug: str) -> HttpResponse:
    return render(request, "embeds/embed.html", context_of_map(request, slug, mode="embed"))


@require_safe
@framed_policy
@answers_errors_in_the_frame
@dated
@opens_merged
@cacheable
def home_embed(request: HttpRequest) -> HttpResponse:
    return render(request, "embeds/embed.html", context_of_home(request, mode="embed"))


@require_safe
@framed_policy
@answers_errors_in_the_frame
@cacheable
def event_embed(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        context = context_of_event(request, pk)
    except NotPublished:
        if kept := Event.objects.shown_instead_of(pk):
            return moved_to(reverse("event-embed", args=[kept.pk]), request.GET)
        raise
    return render(request, "embeds/event.html", context)


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
