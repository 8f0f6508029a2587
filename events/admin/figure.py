from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from events.admin.base import TrackedAdmin
from events.admin.forms import CorrectionForm
from events.admin.keeping import KeepingAdmin
from events.admin.list_words import WordSearch, of_article, of_claimant, of_event, said
from events.enums import PUBLIC_STATUSES
from events.models import Figure
from events.review.figures import CORRECTABLE, correct_figure, withdraw_figure


class FigureForm(CorrectionForm):
    class Meta:
        model = Figure
        fields = ()  # the admin names them


@admin.register(Figure)
class FigureAdmin(WordSearch, KeepingAdmin):
    """The parts of a figure can be corrected here; marking words anew is the desk's work."""

    form = FigureForm
    list_display = (
        "wording",
        "measure",
        "people",
        "at_least",
        "at_most",
        "scope",
        "role",
        "claimant",
        "event",
        "status",
    )
    list_filter = ("status", "acceptance", "measure", "people", "scope", "role", "quantifier", "unit")
    search_fields = ("wording", "article__headline", "event__title", "claimant__name")
    word_ways = (said, of_claimant)
    whole_ways = (of_event, of_article)
    list_defer = ("evidence", "event__geometry", "event__point", "event__summary")
    list_select_related = ("claimant", "event")
    autocomplete_fields = ("claimant",)
    readonly_fields = (
        "article", "event", "wording", "excerpt", "acceptance", "status", "evidence",
        *TrackedAdmin.readonly_fields,
    )  # fmt: skip
    fieldsets = (
        (None, {"fields": ("article", "event", "wording", "excerpt", "opened_version")}),
        (
            "What is counted",
            {"fields": ("measure", "people", "unit", "household_size", "quantifier", "low", "high")},
        ),
        ("Span", {"fields": ("scope", "period_start", "period_end", "since")}),
        ("Claim", {"fields": ("claimant", "claimant_words", "role", "role_reason", "public_note")}),
        ("State", {"fields": ("acceptance", "status", "evidence", *TrackedAdmin.readonly_fields)}),
    )

    @admin.display(description=_("low"), ordering="low")
    def at_least(self, figure: Figure) -> str:
        return _number(figure.low)

    @admin.display(description=_("high"), ordering="high")
    def at_most(self, figure: Figure) -> str:
        return _number(figure.high)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    @admin.display(description="excerpt")
    def excerpt(self, figure: Figure) -> str:
        return figure.article.text[figure.excerpt_start : figure.excerpt_end]

    def apply(self, request: HttpRequest, current: Figure, changes: dict[str, Any], form: Any) -> None:
        correctable = {name: value for name, value in changes.items() if name in CORRECTABLE}
        correct_figure(
            current, correctable, by=request.user, public_note=form.cleaned_data.get("public_note", "")
        )

    def available_acts(self, request: HttpRequest, obj: Figure) -> list[tuple[str, Any]]:
        if obj.status in PUBLIC_STATUSES and request.user.has_perm("events.withdraw_figure"):
            return [("withdraw", "Withdraw")]
        return []

    def perform(self, request: HttpRequest, obj: Figure, act: str, note: str) -> str:
        if act == "withdraw":
            withdraw_figure(obj, by=request.user, public_note=note)
            return f"“{obj.wording}” is withdrawn."
        return super().perform(request, obj, act, note)


def _number(value: int | None) -> str:
    return "" if value is None else number_format(value, force_grouping=True)
