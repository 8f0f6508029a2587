"""The door of the editors' pages: a second factor where a role needs one, and when somebody was seen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from allauth.account.internal.flows.reauthentication import suspend_request
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from mapsite.accounts.addresses import client_address
from mapsite.accounts.second_factor import has_second_factor, has_shown_it, needs_second_factor

EDITORS_SIDE = "/admin/"
#: Where a second factor is set up and shown, and the way out.
FACTORS = "/admin/account/2fa/"
SHOWING = (
    f"{FACTORS}authenticate/", f"{FACTORS}reauthenticate/", f"{FACTORS}webauthn/reauthenticate/",
    "/admin/account/reauthenticate/", "/admin/account/logout/", "/admin/logout/",
)  # fmt: skip
OPEN = (FACTORS, *SHOWING)
#: So often "last seen" is looked at and, when it is older, written: it is known to the minute. A question for
#: each request would be more than anybody needs.
SEEN_EVERY = timedelta(seconds=30)
#: When this process has last looked, by the session's key.
_looked: dict[str, datetime] = {}
_MOST_LOOKED = 10_000


class EditorsSideMiddleware:
    """Readers' pages pass untouched: not even the session is looked at."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith(EDITORS_SIDE) and request.user.is_authenticated:
            _note_seen(request)
            if request.path_info.startswith(FACTORS) and _would_change_unseen(request):
                return _led_away(request, _SHOW, "")
            if not request.path_info.startswith(OPEN) and needs_second_factor(request.user):
                if not has_second_factor(request.user):
                    return _led_away(request, _SET_UP, reverse("mfa_index"))
                if not has_shown_it(request):
                    return _led_away(request, _SHOW, "")
        return self.get_response(request)


def _would_change_unseen(request: HttpRequest) -> bool:
    """Whether a second factor would be managed without being shown: allauth takes the password for enough, in
    a session from before it too."""
    is_showing = request.path_info.startswith(SHOWING)
    return not is_showing and has_second_factor(request.user) and not has_shown_it(request)


_SET_UP = "Your role needs a second factor. Set up an authenticator app or a security key to go on."
_SHOW = "Confirm with your second factor to go on: this session was opened without it."


def _led_away(request: HttpRequest, sentence: str, page: str) -> HttpResponse:
    """To the page that helps; a script is told why instead."""
    accept = request.headers.get("Accept", "")
    if accept and "text/html" not in accept:
        return JsonResponse({"error": _(sentence), "field": ""}, status=403)
    messages.warning(request, _(sentence))
    if page:
        return HttpResponseRedirect(page)
    return suspend_request(request, reverse(_confirming_page(request)))


def _confirming_page(request: HttpRequest) -> str:
    from allauth.mfa.models import Authenticator

    kinds = set(Authenticator.objects.filter(user=request.user.pk).values_list("type", flat=True))
    return "mfa_reauthenticate" if Authenticator.Type.TOTP in kinds else "mfa_reauthenticate_webauthn"


def _note_seen(request: HttpRequest) -> None:
    now, key = timezone.now(), request.session.session_key
    if key in _looked and _looked[key] > now - SEEN_EVERY:
        return
    if len(_looked) >= _MOST_LOOKED:
        _looked.clear()
    _looked[key] = now
    UserSession.objects.filter(session_key=key, last_seen_at__lt=now - SEEN_EVERY).update(
        last_seen_at=now, ip=client_address(request)
    )
