"""The addresses where the admin would sign people in by itself: they lead to the one door."""

from __future__ import annotations

from allauth.account import views
from django.conf import settings
from django.contrib import admin
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.views import redirect_to_login
from django.contrib.contenttypes.models import ContentType
from django.contrib.contenttypes.views import shortcut
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache


@never_cache
def admin_login(request: HttpRequest, extra_context: object = None) -> HttpResponse:
    """Never Django's own form: it would take a password without asking for the second factor."""
    wanted = request.GET.get(REDIRECT_FIELD_NAME) or request.POST.get(REDIRECT_FIELD_NAME) or ""
    if not url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure()):
        wanted = reverse("admin:index")
    if not request.user.is_authenticated:
        return redirect_to_login(wanted, resolve_url(settings.LOGIN_URL))
    if not request.user.is_staff:
        raise PermissionDenied(
            _("You are signed in as %(name)s, who is no editor. Ask an administrator, or sign out first.")
            % {"name": request.user}
        )
    return HttpResponseRedirect(wanted)


@never_cache
def admin_password_change(request: HttpRequest, extra_context: object = None) -> HttpResponse:
    return HttpResponseRedirect(reverse("account_change_password"))


def admin_logout(request: HttpRequest, extra_context: object = None) -> HttpResponse:
    """Out by the door that one came in by: every "Log out" leads to the same page."""
    return views.logout(request)


def view_on_site(request: HttpRequest, content_type_id: int, object_id: str) -> HttpResponse:
    """Django's short cut tells the address of any row; ours only of one that its admin page shows."""
    kind = ContentType.objects.filter(pk=content_type_id).first()
    page = admin.site._registry.get(kind.model_class()) if kind else None
    row = page.get_object(request, object_id) if page else None
    if row is None or not page.has_view_permission(request, row):
        raise Http404(_("There is no such row, or none that you may see."))
    return shortcut(request, content_type_id, object_id)
