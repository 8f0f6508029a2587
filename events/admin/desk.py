"""The article desk: one page, its state, one address for every decision, the findings and the search.

    POST /admin/events/article/7/desk/decide/
    {"request_id": "…", "verb": "accept_mention", "object": {"type": "mention", "id": 12}, "version": 3,
     "args": {}}

The answer holds the rows that changed and what follows from them. The same request sent again is not done
again. Every refusal is `{"error": sentence, "field": name}`: 400 what cannot be done, 401 signed out, 403 not
allowed, 404 no such article, 409 somebody else was first.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from csp.decorators import csp_update
from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.auth.models import AbstractUser
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import ensure_csrf_cookie

from events.admin import (  # noqa: F401 -- the acts register themselves
    desk_event_acts,
    desk_event_undo,
    desk_figure_acts,
    desk_figures,
    desk_findings,
    desk_mention_acts,
    desk_places,
)
from events.admin.desk_acts import VERBS, Act, Done, perform
from events.admin.desk_choices import choices
from events.admin.desk_embeds import embeds_data
from events.admin.desk_findings import findings_data
from events.admin.desk_search import found_organisations, found_places, gazetteer_places
from events.admin.desk_state import desk_state, parts, raised_versions
from events.admin.desk_values import BadInput, request_id, shown
from events.admin.desk_wording import LONGEST, parts_of_words
from events.admin.desk_words import taught_words
from events.api import basemap
from events.models import Article, Decision
from events.pipeline.snapshot import Snapshot
from events.review.acts import EditConflict, Refused
from events.review.rights import require_decide, visible_to
from mapsite.bundles import script_sources

#: Bytes of one decision. A drawing of 5,000 corners or another provider's province stays well below.
MAX_BODY = 4 * 1024 * 1024
#: What the desk asks for and sends to, below the address of its page.
_ADDRESSES = ("state", "decide", "findings", "search", "words", "embeds")


def desk_urls(admin_site: AdminSite) -> list[URLPattern]:
    """The desk's addresses, relative to the admin of articles."""
    return [
        path("<int:pk>/desk/", desk, name="events_article_desk"),
        path("<int:pk>/desk/state/", state, name="events_article_desk_state"),
        path("<int:pk>/desk/decide/", decide, name="events_article_desk_decide"),
        path("<int:pk>/desk/findings/", findings, name="events_article_desk_findings"),
        path("<int:pk>/desk/search/", search, name="events_article_desk_search"),
        path("<int:pk>/desk/words/", words, name="events_article_desk_words"),
        path("<int:pk>/desk/embeds/", embeds, name="events_article_desk_embeds"),
    ]


def _error(sentence: str, field: str = "", *, status: int, **more: Any) -> JsonResponse:
    return JsonResponse({"error": sentence, "field": field, **more}, status=status)


def may_use_desk(user: AbstractUser) -> bool:
    return bool(user.is_active and user.is_staff and user.has_perm("events.decide_article"))


def _article(request: HttpRequest, pk: int) -> Article:
    """The article when it is there for this editor; its desk is for those who may decide on it."""
    rows = visible_to(request.user, Article.objects.select_related("outlet"))
    article = get_object_or_404(rows, pk=pk)
    require_decide(request.user, article)
    return article


def answers_in_json(*methods: str) -> Callable[[Callable[..., JsonResponse]], Callable[..., HttpResponse]]:
    """Lets editors in and puts every refusal into the one shape."""

    def decorate(view: Callable[..., JsonResponse]) -> Callable[..., HttpResponse]:
        @never_cache
        @wraps(view)
        def answer(request: HttpRequest, pk: int) -> HttpResponse:
            if request.method not in methods:
                return HttpResponseNotAllowed(methods)
            if not request.user.is_authenticated:
                sentence = "You are signed out. Sign in again in a new tab; nothing here is lost."
                return _error(sentence, status=401, login=reverse("admin:login"))
            if not may_use_desk(request.user):
                return _error("You may not decide on articles. Ask somebody in a group that may.", status=403)
            try:
                return view(request, _article(request, pk))
            except BadInput as error:
                return _error(str(error), error.field, status=400)
            except EditConflict as error:
                return _error(
                    str(error),
                    status=409,
                    theirs=error.theirs,
                    ours=error.ours,
                    version=error.row.version,
                    by=_last_editor(error),
                )
            except Refused as error:
                return _error(str(error), status=400)
            except PermissionDenied as error:
                return _error(str(error), status=403)
            except Http404:
                return _error(f"There is no article {pk}.", status=404)

        return answer

    return decorate


def _last_editor(error: EditConflict) -> str:
    row = error.row
    latest = Decision.objects.filter(
        content_type__app_label="events", content_type__model=row._meta.model_name, object_id=row.pk
    ).first()
    return str(latest.by) if latest else ""


# The page has no form, and every decision needs the token.
@ensure_csrf_cookie
@never_cache
def desk(request: HttpRequest, pk: int) -> HttpResponse:
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path(), reverse("admin:login"))
    if not may_use_desk(request.user):
        raise PermissionDenied("You may not decide on articles. Ask somebody in a group that may.")
    article = _article(request, pk)
    config = {
        "state": desk_state(article, by=request.user),
        "choices": choices(),
        "urls": {
            **{name: reverse(f"admin:events_article_desk_{name}", args=[pk]) for name in _ADDRESSES},
            "map": reverse("home"),
        },
        "csrf_cookie": settings.CSRF_COOKIE_NAME,
        "user": {"id": request.user.pk, "name": str(request.user)},
        "basemap": {
            "url": basemap.url_template(),
            "max_zoom": basemap.MAX_ZOOM,
            "attribution": basemap.ATTRIBUTION,
        },
    }
    response = TemplateResponse(
        request, "admin/events/desk.html", {"article": article, "config": config, "title": article.headline}
    )
    # With DEBUG there is an import map, an inline script of which the admin's policy does not know the hash.
    return csp_update({"script-src": script_sources("desk")})(lambda: response)()


@answers_in_json("GET")
def state(request: HttpRequest, article: Article) -> JsonResponse:
    return JsonResponse(desk_state(article, by=request.user))


@answers_in_json("GET")
def findings(request: HttpRequest, article: Article) -> JsonResponse:
    """What is to be looked at twice: asked for after decisions, so that none of them waits for it."""
    return JsonResponse(findings_data(article, by=request.user))


@answers_in_json("GET")
def search(request: HttpRequest, article: Article) -> JsonResponse:
    query = " ".join(request.GET.get("q", "").replace("\x00", " ").split())[:200]
    if not query:
        raise BadInput("q", "Type what to search for.")
    if request.GET.get("for") == "organisation":
        return JsonResponse({"results": found_organisations(query), "errors": []})
    if request.GET.get("for") == "gazetteer":
        return JsonResponse({"results": gazetteer_places(query), "errors": []})
    return JsonResponse(found_places(query))


@answers_in_json("GET")
def words(request: HttpRequest, article: Article) -> JsonResponse:
    """The parts of a figure that is given in words."""
    given = " ".join(request.GET.get("q", "").replace("\x00", " ").split())[:LONGEST]
    if not given:
        raise BadInput("words", "Type what the figure says, for example “at least 12 people killed”.")
    return JsonResponse(parts_of_words(given))


@answers_in_json("GET")
def embeds(request: HttpRequest, article: Article) -> JsonResponse:
    return JsonResponse({"embeds": embeds_data(article, request)})


@answers_in_json("POST")
def decide(request: HttpRequest, article: Article) -> JsonResponse:
    wanted = _act(request, article)
    before: str | None = None
    raised: list[dict[str, Any]] = []
    with transaction.atomic():
        earlier = _earlier(wanted)
        if earlier is None:
            before_of = _before(wanted)
            done, versions, now = perform(wanted)
            before = before_of()
            raised = raised_versions(versions, now.versions)
        else:
            done, now = _done_before(wanted, earlier), Snapshot(article)
    if wanted.kind == "article":
        article.refresh_from_db()
    touched = {} if done.is_everything else {"mentions": done.mentions, "figures": done.figures}
    return JsonResponse(
        {
            "request_id": str(wanted.request_id),
            "is_repeated": earlier is not None,
            "is_everything": done.is_everything,
            "before": before,
            "made": done.made,
            "raised": raised,
            "taught": taught_words(done.moved),
            **parts(now, by=request.user, **touched),
        }
    )


def _act(request: HttpRequest, article: Article) -> Act:
    if len(request.body) > MAX_BODY:
        raise BadInput(
            "",
            f"The decision has {len(request.body):,} bytes; at most {MAX_BODY:,} are read. "
            "Draw a simpler shape.",
        )
    try:
        sent = json.loads(request.body)
    except (ValueError, RecursionError):
        raise BadInput("", "The decision is not JSON. Reload the desk.") from None
    if not isinstance(sent, dict):
        raise BadInput("", "A decision is an object with request_id, verb, object, version and args.")
    verb = sent.get("verb")
    if not isinstance(verb, str) or verb not in VERBS:
        raise BadInput("verb", f"“{shown(verb)}” is nothing that can be done here. Use: {', '.join(VERBS)}.")
    target, args = sent.get("object"), sent.get("args", {})
    kind, _verb = VERBS[verb]
    if not isinstance(target, dict) or target.get("type") != kind:
        raise BadInput("object", f"“{verb}” is done to a {kind}. Send its type and id.")
    if not isinstance(args, dict):
        raise BadInput("args", "The arguments must be an object with named values.")
    return Act(
        verb=verb,
        article=article,
        by=request.user,
        request_id=request_id(sent.get("request_id")),
        kind=kind,
        id=_number(target.get("id"), "object"),
        version=_number(sent.get("version"), "version"),
        args=args,
    )


def _number(value: Any, name: str) -> int | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 2**63:
        raise BadInput(name, f"“{shown(value)}” is not a number.")
    return value


def _before(wanted: Act) -> Callable[[], str | None]:
    """Asked for once the act is done: what `restore_…` needs to take it back; None where another act does."""
    if wanted.kind == "mention":
        placed = desk_places.before(wanted.mention())
        return lambda: placed
    if wanted.kind == "figure":
        return partial(desk_figures.signed, desk_figures.kept(wanted.figure()))
    if wanted.verb in desk_event_undo.RESTORED:
        event_was = desk_event_undo.before(wanted.event())
        return lambda: event_was
    return lambda: None


def _earlier(wanted: Act) -> tuple[int, int] | None:
    """Of the decision that the same request has made before: by whom, and on which row. A request that is
    sent again while the first is still being done waits here for its end."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%(key)s, 0)); "
            "SELECT by_id, object_id FROM events_decision WHERE request_id = %(request)s",
            {"key": str(wanted.request_id), "request": wanted.request_id},
        )
        cursor.nextset()
        return cursor.fetchone()


def _done_before(wanted: Act, earlier: tuple[int, int]) -> Done:
    """The act was done already: its answer was lost on the way, so everything is shown anew."""
    by, row = earlier
    is_same_row = wanted.kind == "article" or row == wanted.id
    if by != wanted.by.pk or not is_same_row:
        raise BadInput("request_id", "This request id belongs to another decision. Use a new one.")
    return Done(is_everything=True, made=row if wanted.kind == "article" else None)
