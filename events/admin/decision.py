from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.contrib.contenttypes.prefetch import GenericPrefetch
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.urls import URLPattern
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from events.admin.act_words import act_words
from events.admin.deleted import deleted_urls
from events.admin.history import WithHistory
from events.admin.kinds import KindFilter
from events.admin.list_filters import FewRowsFilter, KnownValuesFilter
from events.admin.list_words import WordSearch, act, decided_by, with_note
from events.admin.rights import OwnRows
from events.models import Article, Decision, Event, Mention
from events.review.entrusted import told

#: What is large in rows of which a list shows the names.
_LARGE: dict[type[Model], tuple[str, ...]] = {
    Article: ("text", "bands"),
    Event: ("geometry", "point", "summary"),
    Mention: ("geometry", "evidence"),
}


def _named() -> GenericPrefetch:
    """What the decisions are about."""
    return GenericPrefetch(
        "object", [model._default_manager.defer(*large) for model, large in _LARGE.items()]
    )


class ActFilter(KnownValuesFilter):
    def choices(self, changelist: Any) -> Iterator[dict[str, Any]]:
        """Each by its name, in words: one word would stand for what is done to rows of several kinds."""
        for choice in super().choices(changelist):
            yield {**choice, "display": capfirst(str(choice["display"]).replace("_", " "))}


class KindOfActsFilter(KindFilter):
    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """What imports do is done to events. The index of the acts of a kind is of all the other acts."""
        chosen = super().queryset(request, queryset)
        return chosen.exclude(verb="import_event") if self.value() not in (None, "", "event") else chosen


@admin.register(Decision)
class DecisionAdmin(WordSearch, WithHistory, OwnRows, admin.ModelAdmin):
    """The record of editorial acts: read, never written here."""

    list_display = ("at", "by", "done", "kind", "object", "from_status", "to_status", "note")
    list_filter = (("verb", ActFilter), KindOfActsFilter, ("by", FewRowsFilter), "at")
    search_fields = ("verb", "note", "public_note", "by__username")
    word_ways = (act, decided_by, with_note)
    walked = frozenset({"at"})
    walked_alike = frozenset({"verb", "kind"})
    # For a year without any, the words of all its notes would be read.
    has_days_of_searches = False
    list_defer = ("changes",)
    sortable_by = ("at", "by", "done", "kind", "from_status", "to_status")
    date_hierarchy = "at"
    list_select_related = ("by", "content_type")
    list_per_page = 50

    def get_queryset(self, request: HttpRequest) -> Any:
        return told(request.user, super().get_queryset(request)).prefetch_related(_named())

    @admin.display(description=_("act"), ordering="verb")
    def done(self, decision: Decision) -> str:
        return act_words(decision.verb)

    @admin.display(description=_("kind"), ordering="content_type")
    def kind(self, decision: Decision) -> str:
        return decision.content_type.name

    def rows_around(self, params: Mapping[str, Any]) -> list[QuerySet[Any]]:
        acts = Decision.objects.order_by()
        if verb := params.get("verb"):
            return [acts.filter(verb=verb)]
        kind = ContentType.objects.filter(app_label="events", model=params.get("kind", "")).first()
        if kind is None:
            return [acts]
        imported = [acts.filter(verb="import_event")] if kind.model == "event" else []
        return [acts.filter(content_type=kind).exclude(verb="import_event"), *imported]

    def get_urls(self) -> list[URLPattern]:
        return [*deleted_urls(self.admin_site), *super().get_urls()]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
