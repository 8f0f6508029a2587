"""Where somebody is signed in: the page "Your sessions", and a browser's name in words."""

from __future__ import annotations

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

#: The first word that stands in a browser's description of itself names it: Edge calls itself Chrome too.
_BROWSERS = (
    ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox/", "Firefox"),
    ("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chrome/", "Chrome"), ("Safari/", "Safari"),
)  # fmt: skip
_SYSTEMS = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"),
    ("Mac OS X", "macOS"), ("CrOS", "ChromeOS"), ("Linux", "Linux"),
)  # fmt: skip


def browser_words(user_agent: str) -> str:
    """For example "Firefox on Windows"; what is not known is not guessed."""
    browser = next((name for mark, name in _BROWSERS if mark in user_agent), "")
    system = next((name for mark, name in _SYSTEMS if mark in user_agent), "")
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("Unknown browser")


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def your_sessions(request: HttpRequest) -> HttpResponse:
    """Where the user is signed in; a POST ends one session (`end`), or all but this one."""
    if request.method == "POST":
        return _end(request)
    # Whoever was signed in before sessions were listed is listed from here on.
    UserSession.objects.create_from_request(request)
    sessions = sorted(
        UserSession.objects.purge_and_list(request.user),
        key=lambda session: (not session.is_current(), -session.last_seen_at.timestamp()),
    )
    rows = [
        {"session": session, "browser": browser_words(session.user_agent), "is_this": session.is_current()}
        for session in sessions
    ]
    return TemplateResponse(request, "account/sessions.html", {"rows": rows})


def _end(request: HttpRequest) -> HttpResponse:
    own = UserSession.objects.filter(user=request.user.pk)
    others = own.exclude(session_key=request.session.session_key)
    wanted = request.POST.get("end", "")
    if wanted == "others":
        ended = [session for session in others if session.end() is None]
        sentence = ngettext(
            "%(number)d other session was ended.", "%(number)d other sessions were ended.", len(ended)
        )
        messages.success(request, sentence % {"number": len(ended)})
        return HttpResponseRedirect(reverse("sessions"))
    number = int(wanted) if wanted.isdecimal() and len(wanted) < 19 else 0
    get_object_or_404(others, pk=number).end()
    messages.success(request, _("The session was ended."))
    return HttpResponseRedirect(reverse("sessions"))
