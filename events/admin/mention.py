from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from events.admin.base import EditorAdmin, TrackedAdmin
from events.models import Mention, MentionCandidate
from events.review.mentions import edit_mention


class CandidateInline(admin.TabularInline):
    model = MentionCandidate
    extra = 0
    fields = ("rank", "place", "score", "reasons")
    readonly_fields = fields
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Mention)
class MentionAdmin(TrackedAdmin):
    """The place of a mention can be corrected here; marking words anew is the desk's work."""

    list_display = ("quote", "place", "relation", "role", "precision", "status", "article")
    list_filter = ("status", "role", "relation", "precision")
    search_fields = ("quote", "article__headline", "place__name")
    list_select_related = ("place", "article")
    autocomplete_fields = ("place", "other_place", "within")
    readonly_fields = (
        "article", "quote", "excerpt", "evidence", *TrackedAdmin.readonly_fields,
    )  # fmt: skip
    inlines = (CandidateInline,)
    fieldsets = (
        (None, {"fields": ("article", "quote", "excerpt", "status", "role", "opened_version")}),
        (
            "Place",
            {
                "fields": (
                    "place", "relation", "direction", "distance_m", "other_place", "within", "geometry",
                    "precision",
                )
            },
        ),
        ("Evidence", {"fields": ("evidence", *TrackedAdmin.readonly_fields)}),
    )  # fmt: skip

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    @admin.display(description="excerpt")
    def excerpt(self, mention: Mention) -> str:
        return mention.article.text[mention.excerpt_start : mention.excerpt_end]

    def apply(self, request: HttpRequest, current: Mention, changes: dict[str, Any], form: Any) -> None:
        edit_mention(current, changes, by=request.user)


@admin.register(MentionCandidate)
class MentionCandidateAdmin(EditorAdmin):
    """What the ranking proposed, to read; the desk chooses among them."""

    list_display = ("mention", "place", "rank", "score")
    list_filter = ("rank",)
    search_fields = ("mention__quote", "place__name")
    list_select_related = ("mention", "place")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
