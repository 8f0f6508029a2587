from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from events.admin.history import WithHistory
from events.admin.list_filters import FewRowsFilter
from events.admin.rights import OwnRows
from events.api.errors import BadParameter
from events.api.wording import day_text
from events.embeds.freezing import take
from events.models import FrozenMap


@admin.register(FrozenMap)
class FrozenMapAdmin(WithHistory, OwnRows, admin.ModelAdmin):
    """Maps as of a day: never changed. One is taken on its map's page, that of all events in this list, or
    when it is first asked for."""

    list_display = ("of", "day", "number", "taken_at", "taken_by", "embed")
    list_filter = (("map", FewRowsFilter), "day")
    search_fields = ("map__title", "map__slug")
    date_hierarchy = "day"
    list_select_related = ("map", "taken_by")
    list_per_page = 50
    fields = ("of", "day", "number", "taken_at", "taken_by", "embed")
    readonly_fields = fields
    change_list_template = "admin/events/frozenmap/change_list.html"

    def get_urls(self) -> list[Any]:
        freeze = path("freeze/", self.admin_site.admin_view(self.freeze), name="events_frozenmap_freeze")
        return [freeze, *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        offer = {"may_freeze": request.user.has_perm("events.change_map"), "today": day_text(localdate())}
        return super().changelist_view(request, {**(extra_context or {}), **offer})

    @method_decorator(require_POST)
    def freeze(self, request: HttpRequest) -> HttpResponse:
        """Takes the map of all events as of today."""
        if not request.user.has_perm("events.change_map"):
            raise PermissionDenied
        try:
            frozen = take(None, by=request.user)
        except BadParameter as error:
            self.message_user(request, error.sentence, messages.ERROR)
        else:
            told = {"day": day_text(frozen.day), "address": frozen.address()}
            sentence = _("The map of all events is frozen as of %(day)s: %(address)s") % told
            self.message_user(request, sentence, messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:events_frozenmap_changelist"))

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).defer("content", "translations")

    @admin.display(description=gettext_lazy("map"), ordering="map__title")
    def of(self, frozen: FrozenMap) -> str:
        return frozen.map.title if frozen.map else _("All published events")

    @admin.display(description=gettext_lazy("embed"))
    def embed(self, frozen: FrozenMap) -> str:
        return format_html('<a href="{}">{}</a>', frozen.address(), _("open"))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
