"""What was typed outlives the session: who is signed in, asked before a form is sent, and what is answered to
one that was sent all the same.
"""

from __future__ import annotations

from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import REASON_NO_CSRF_COOKIE, get_token
from django.shortcuts import render, resolve_url
from django.utils.translation import gettext as _
from django.views.csrf import csrf_failure
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@never_cache
@require_safe
def signed_in(request: HttpRequest) -> HttpResponse:
    """Who asks, to themselves alone, with the token that their forms need now; a stranger is told nothing."""
    if not (request.user.is_authenticated and request.user.is_active and request.user.is_staff):
        return JsonResponse({"error": _("You are signed out."), "field": ""}, status=401)
    return JsonResponse({"user": request.user.pk, "name": str(request.user), "token": get_token(request)})


@never_cache
def refused_form(request: HttpRequest, *, is_signed_out: bool) -> HttpResponse:
    """Instead of the page to sign in on, from which there is no way back to what was typed."""
    context = {
        **admin.site.each_context(request),
        "title": _("Nothing was saved"),
        "is_signed_out": is_signed_out,
        "login_url": resolve_url(settings.LOGIN_URL),
    }
    status = 401 if is_signed_out else 403
    return render(request, "admin/nothing_saved.html", context, status=status)


def refused_token(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Mostly a form that was opened before its editor signed in again, which made a new token. A request from
    another site, or through a proxy that is not set up, is told what Django says of it."""
    if reason != REASON_NO_CSRF_COOKIE and "incorrect" not in reason:
        return csrf_failure(request, reason)
    return refused_form(request, is_signed_out=not request.user.is_authenticated)
