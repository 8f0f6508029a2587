from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from events.admin.keeping import NotedAdmin
from events.models import Organisation, Outlet


@admin.register(Outlet)
class OutletAdmin(NotedAdmin):
    list_display = ("name", "country", "language", "url", "is_demonstration")
    list_filter = ("language", "is_demonstration")
    search_fields = ("name", "url")


@admin.register(Organisation)
class OrganisationAdmin(NotedAdmin):
    list_display = ("name", "kind", "also_called", "is_demonstration")
    list_filter = ("kind", "is_demonstration")
    search_fields = ("name", "aliases")

    @admin.display(description=_("also called"))
    def also_called(self, organisation: Organisation) -> str:
        return ", ".join(organisation.aliases)
