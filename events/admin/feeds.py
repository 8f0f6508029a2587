from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.admin.base import EditorAdmin
from events.admin.list_filters import FewRowsFilter
from events.ingestion.feeds import poll_feed
from events.models import Feed

#: A request waits for all of them: more are asked by `poll_feeds`.
_MOST_AT_ONCE = 3


@admin.register(Feed)
class FeedAdmin(EditorAdmin):
    """Which feeds are asked, how often, and what was wrong the last time."""

    list_display = ("url", "outlet", "language", "is_active", "polled_at", "next_poll_at", "last_error")
    list_filter = ("is_active", ("outlet", FewRowsFilter))
    search_fields = ("url", "outlet__name")
    list_select_related = ("outlet",)
    autocomplete_fields = ("outlet",)
    readonly_fields = ("polled_at", "next_poll_at", "failures", "last_error")
    actions = ("ask_now",)
    fieldsets = (
        (None, {"fields": ("outlet", "url", "language", "interval_minutes", "is_active")}),
        (
            gettext_lazy("As it was asked last"),
            {"fields": ("polled_at", "next_poll_at", "failures", "last_error")},
        ),
    )

    def get_fieldsets(self, request: HttpRequest, obj: Feed | None = None) -> Any:
        return self.fieldsets if obj else self.fieldsets[:1]

    def changelist_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self._say_when_off(request)
        return super().changelist_view(request, *args, **kwargs)

    def add_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self._say_when_off(request)
        return super().add_view(request, *args, **kwargs)

    def _say_when_off(self, request: HttpRequest) -> None:
        if request.method == "GET" and not settings.INTAKE_FETCH:
            messages.warning(
                request,
                _(
                    "This site asks no feeds: its setting INTAKE_FETCH is off. Feeds can be entered and are "
                    "asked once whoever runs the site sets INTAKE_FETCH=1."
                ),
            )

    @admin.action(description=gettext_lazy("Ask the chosen feeds now"))
    def ask_now(self, request: HttpRequest, queryset: QuerySet[Feed]) -> None:
        if not request.user.has_perm("events.change_feed"):
            raise PermissionDenied("You may not have feeds asked. Ask an editor.")
        if not settings.INTAKE_FETCH:
            self._say_when_off(request)
            return
        for chosen in queryset.order_by("pk")[:_MOST_AT_ONCE]:
            with transaction.atomic():
                rows = Feed.objects.select_for_update(skip_locked=True, of=("self",))
                feed = rows.select_related("outlet").filter(pk=chosen.pk).first()
                if feed is None:
                    messages.info(request, _("%(feed)s is being asked already.") % {"feed": chosen})
                    continue
                polled = poll_feed(feed)
            if polled.error:
                messages.error(request, f"{feed}: {polled.error}")
            else:
                said = _("%(feed)s: %(number)d new in the inbox.")
                messages.success(request, said % {"feed": feed, "number": polled.added})
        if queryset.count() > _MOST_AT_ONCE:
            said = _("%(number)d feeds are asked at once; the others when it is their turn.")
            messages.info(request, said % {"number": _MOST_AT_ONCE})
