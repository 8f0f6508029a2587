"""The editors' side as one site: its sections in the order of the work, and one door."""

from __future__ import annotations

from collections.abc import Callable
from functools import update_wrapper
from typing import Any

from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from mapsite.accounts.doors import admin_login, admin_logout, admin_password_change
from mapsite.accounts.signed_in import refused_form

#: Each section with its models, by their label, and the name of those whose own says nothing to an editor. A
#: model that is named nowhere stands in the section of its app, before the accounts.
SECTIONS: tuple[tuple[str | Promise, dict[str, str | Promise]], ...] = (
    (
        _("From article to event"),
        {
            "events.article": "", "events.event": "", "events.figure": "", "events.mention": "",
            "events.comment": "",
        },
    ),
    (_("Maps"), {"events.map": "", "events.layer": "", "events.frozenmap": ""}),
    (
        _("Names and places"),
        {"events.outlet": "", "events.organisation": "", "events.place": "", "events.placename": ""},
    ),
    (
        _("Feeds and imports"),
        {"events.feed": "", "events.importrun": "", "events.dataset": "", "events.sourcerecord": ""},
    ),
    (
        _("On record"),
        {
            "events.decision": "", "events.merge": "", "events.bulkact": "", "events.dismissal": "",
            "events.mentioncandidate": _("Places that were proposed"),
        },
    ),
    (
        _("Accounts and roles"),
        {
            "auth.user": _("Accounts"), "auth.group": _("Roles"), "usersessions.usersession": _("Sessions"),
            "mfa.authenticator": _("Second factors"), "axes.accessattempt": _("Failed sign-ins"),
        },
    ),
)  # fmt: skip


class EditorsSite(AdminSite):
    #: What the first page is about.
    index_title = _("Waiting for you")

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict[str, Any]]:
        """Sections instead of apps: an editor looks for articles, not for the package that keeps them."""
        apps = super().get_app_list(request, app_label)
        left = {model["model"]._meta.label_lower: (app, model) for app in apps for model in app["models"]}
        sections = []
        for number, (name, wanted) in enumerate(SECTIONS):
            found = [(*left.pop(label), said) for label, said in wanted.items() if label in left]
            named = [{**model, "name": said or capfirst(model["name"])} for _app, model, said in found]
            if found:
                sections.append({**found[0][0], "name": name, "models": named, "key": f"section-{number}"})
        others = [
            {**app, "models": models, "key": f"app-{app['app_label']}"}
            for app in apps
            if (models := [model for model in app["models"] if model["model"]._meta.label_lower in left])
        ]
        before = sum(section["app_label"] == "events" for section in sections)
        return [*sections[:before], *others, *sections[before:]]

    def admin_view(self, view: Callable[..., Any], cacheable: bool = False) -> Callable[..., Any]:
        """What is sent after its session has ended is told so: the page to sign in on would lose it."""
        guarded = super().admin_view(view, cacheable)

        def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            is_lost = request.method == "POST" and not request.user.is_authenticated
            if is_lost and request.path != reverse("admin:logout", current_app=self.name):
                return refused_form(request, is_signed_out=True)
            return guarded(request, *args, **kwargs)

        return update_wrapper(inner, guarded)

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Wherever the admin sends somebody to sign in, it is to the one door."""
        return admin_login(request, extra_context)

    def logout(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return admin_logout(request, extra_context)

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return admin_password_change(request, extra_context)
