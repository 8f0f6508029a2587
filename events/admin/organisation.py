from __future__ import annotations

from django.contrib import admin

from events.admin.base import EditorAdmin
from events.models import Organisation, Outlet


@admin.register(Outlet)
class OutletAdmin(EditorAdmin):
    list_display = ("name", "country", "language", "url", "is_demonstration")
    list_filter = ("language", "is_demonstration")
    search_fields = ("name", "url")


@admin.register(Organisation)
class OrganisationAdmin(EditorAdmin):
    list_display = ("name", "kind", "also_called", "is_demonstration")
    list_filter = ("kind", "is_demonstration")
    search_fields = ("name", "aliases")

    @admin.display(description="also called")
    def also_called(self, organisation: Organisation) -> str:
        return ", ".join(organisation.aliases)
