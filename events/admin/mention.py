from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from events.admin.base import EditorAdmin, TrackedAdmin
from events.admin.bulk_lists import MentionBulk
from events.admin.forms import CorrectionForm
from events.admin.list_words import WordSearch, at_place, of_article, of_mention, said
from events.admin.rights import OwnInline
from events.geocoding.ranking import MAX_CANDIDATES
from events.models import Mention, MentionCandidate
from events.pipeline.placing import place_mention
from events.review.mentions import edit_mention

#: What a mention's geometry follows from.
RELATING = frozenset({"place", "relation", "direction", "distance_m", "other_place", "within"})


class MentionForm(CorrectionForm):
    class Meta:
        model = Mention
        fields = ()  # the admin names them


class CandidateInline(OwnInline, admin.TabularInline):
    model = MentionCandidate
    extra = 0
    fields = ("rank", "place", "score", "reasons")
    readonly_fields = fields
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Mention)
class MentionAdmin(MentionBulk, WordSearch, TrackedAdmin):
    """The place of a mention can be corrected here; marking words anew is the desk's work."""

    form = MentionForm
    list_display = ("quote", "place", "relation", "role", "precision", "status", "article")
    list_filter = ("status", "role", "relation", "precision")
    search_fields = ("quote", "article__headline", "place__name")
    word_ways = (said, at_place)
    whole_ways = (of_article,)
    list_defer = (
        "geometry", "evidence", "place__geometry", "place__point", "article__text", "article__bands",
    )  # fmt: skip
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
        ("Correction", {"fields": ("public_note",)}),
        ("Evidence", {"fields": ("evidence", *TrackedAdmin.readonly_fields)}),
    )  # fmt: skip

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    @admin.display(description="excerpt")
    def excerpt(self, mention: Mention) -> str:
        return mention.article.text[mention.excerpt_start : mention.excerpt_end]

    def apply(self, request: HttpRequest, current: Mention, changes: dict[str, Any], form: Any) -> None:
        note = form.cleaned_data.get("public_note", "")
        wanted = {name: getattr(current, name) for name in RELATING} | changes
        if changes.keys() & RELATING and "geometry" not in changes and wanted["place"]:
            # Another place or relation without a drawing: the geometry follows from them.
            place_mention(
                current, by=request.user, public_note=note, role=changes.pop("role", None),
                precision=changes.pop("precision", None), **{name: wanted[name] for name in RELATING},
            )  # fmt: skip
            changes = {name: value for name, value in changes.items() if name not in RELATING}
        if changes:
            edit_mention(current, changes, by=request.user, public_note=note)


class RankFilter(admin.AllValuesFieldListFilter):
    """The ranks that there can be: to know those that there are, every candidate would be looked at."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lookup_choices = range(1, MAX_CANDIDATES + 1)


@admin.register(MentionCandidate)
class MentionCandidateAdmin(WordSearch, EditorAdmin):
    """What the ranking proposed, to read; the desk chooses among them."""

    list_display = ("mention", "place", "rank", "score")
    list_filter = (("rank", RankFilter),)
    search_fields = ("mention__quote", "place__name")
    word_ways = (at_place,)
    whole_ways = (of_mention,)
    list_defer = ("reasons", "mention__geometry", "place__geometry", "place__point")
    list_select_related = ("mention", "place")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
