from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import admin, messages
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from events.admin import intake
from events.admin.base import TrackedAdmin
from events.admin.bookmarklet import bookmarklet_urls
from events.admin.bulk_lists import ArticleBulk
from events.admin.desk import desk_urls
from events.admin.find_place import find_place_urls
from events.admin.findings import panel_of
from events.admin.inbox import inbox_urls, staff
from events.admin.keeping import KeepingAdmin
from events.admin.list_filters import FewRowsFilter, KnownValuesFilter
from events.admin.list_words import WordSearch, at_address, headline, of_outlet, of_record
from events.admin.pasting import ArticleForm, PasteForm, usual_values
from events.admin.saved_filters import saved_filter_urls
from events.enums import PUBLIC_STATUSES, Acceptance, ArticleKind, MentionStatus, Status
from events.findings.reprints import reprints_of
from events.ingestion.articles import add_article
from events.ingestion.text import UnreadableArticle
from events.models import Article, Figure, Mention
from events.pipeline.storing import read_article
from events.review.acts import Refused
from events.review.articles import (
    change_article,
    discard_article,
    reinstate_article,
    withdraw_article,
)
from events.review.intake import assign_article
from events.review.rights import may_view, visible_ids


def _number_of(rows: QuerySet) -> Coalesce:
    """How many of the rows an article has; a join of both kinds would multiply them."""
    counted = rows.filter(article=OuterRef("pk")).order_by().values("article").annotate(number=Count("pk"))
    return Coalesce(Subquery(counted.values("number")), 0)


class LanguageFilter(KnownValuesFilter):
    """Of what a newsroom reads: the records of a data set are all in the language of its file."""

    those = {"kind": ArticleKind.ARTICLE}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.title = _("language, records left out")


@admin.register(Article)
class ArticleAdmin(ArticleBulk, WordSearch, KeepingAdmin):
    form = ArticleForm
    add_form_template = "admin/events/article/add_form.html"
    is_discardable = True
    list_display = (
        "headline",
        "outlet",
        "published_on",
        "language",
        "status",
        "undecided",
        "assignee",
        "desk_link",
    )
    list_filter = (
        "status",
        ("language", LanguageFilter),
        ("outlet", FewRowsFilter),
        "published_on",
        "is_demonstration",
    )
    search_fields = ("headline", "url", "outlet__name")
    word_ways = (headline, of_outlet)
    whole_ways = (at_address, of_record)
    is_asked_of_each = False
    walked = frozenset({"published_on"})
    list_defer = ("text", "bands")
    date_hierarchy = "published_on"
    list_select_related = ("outlet", "assignee")
    autocomplete_fields = ("outlet", "duplicate_of")
    readonly_fields = ("status", "read_at", "is_partly_read", "desk_link", *TrackedAdmin.readonly_fields)
    add_fieldsets = ((None, {"fields": ("text", "published_on", "outlet", "headline", "url", "language")}),)
    fieldsets = (
        (None, {"fields": ("desk_link", "outlet", "headline", "published_on", "language")}),
        ("Where it stands", {"fields": ("assignee", "url", "archive_url", "duplicate_of", "opened_version")}),
        ("Correction", {"fields": ("public_note",)}),
        ("Text (private; only excerpts are published)", {"fields": ("text",)}),
        ("State", {"fields": ("status", "read_at", "is_partly_read", *TrackedAdmin.readonly_fields)}),
    )

    def get_urls(self) -> list[URLPattern]:
        own = (inbox_urls, saved_filter_urls, bookmarklet_urls, find_place_urls, desk_urls)
        return [*(url for urls in own for url in urls(self.admin_site)), *super().get_urls()]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        places = Mention.objects.filter(status=MentionStatus.PROPOSED)
        figures = Figure.objects.filter(acceptance=Acceptance.PROPOSED)
        return super().get_queryset(request).annotate(
            open_places=_number_of(places), open_figures=_number_of(figures)
        )  # fmt: skip

    def render_change_form(
        self, request: HttpRequest, context: dict, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        if article := kwargs.get("obj"):
            reprints = reprints_of(article)
            seen = visible_ids(request.user, Article, [other.pk for other in reprints])
            context["reprints"] = [other for other in reprints if other.pk in seen]
            context |= panel_of(article, request)
        else:
            context["intake"] = intake.panel(request)
        return super().render_change_form(request, context, *args, **kwargs)

    def get_form(self, request: HttpRequest, obj: Article | None = None, **kwargs: Any) -> Any:
        return super().get_form(request, obj, **({} if obj else {"form": PasteForm}) | kwargs)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        given = intake.given(request)
        return usual_values(request.user) | super().get_changeform_initial_data(request) | given

    def add_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.has_add_permission(request):
            intake.take_in(request)
        return super().add_view(request, *args, **kwargs)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "assignee":
            kwargs["queryset"] = staff()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: Article | None = None) -> Any:
        if obj is None:
            return self.add_fieldsets
        if obj.duplicate_of is None or may_view(request.user, obj.duplicate_of):
            return self.fieldsets
        # A field that cannot show its value would clear it, and the value is not this editor's to see.
        return tuple(
            (name, {"fields": tuple(field for field in options["fields"] if field != "duplicate_of")})
            for name, options in self.fieldsets
        )

    def get_readonly_fields(self, request: HttpRequest, obj: Article | None = None) -> Any:
        # Everything was read from the text; another text is another article.
        return (*self.readonly_fields, "text") if obj else ()

    @admin.display(description="to decide")
    def undecided(self, article: Article) -> str:
        if article.read_at is None:
            return "not read yet"
        places, figures = article.open_places, article.open_figures
        waiting = (
            (places, ngettext("%(number)d place", "%(number)d places", places)),
            (figures, ngettext("%(number)d figure", "%(number)d figures", figures)),
        )
        return ", ".join(words % {"number": number} for number, words in waiting if number) or "nothing"

    @admin.display(description="desk")
    def desk_link(self, article: Article) -> str:
        if article.pk is None:
            return "–"
        return format_html('<a href="{}">Open the desk</a>', article.get_absolute_url())

    def save_model(self, request: HttpRequest, obj: Article, form: Any, change: bool) -> None:
        if change:
            super().save_model(request, obj, form, change)
            return
        try:
            added = add_article(
                by=request.user, outlet=obj.outlet, headline=obj.headline, text=obj.text,
                published_on=obj.published_on, url=obj.url, language=obj.language,
            )  # fmt: skip
        except UnreadableArticle as error:
            raise Refused(str(error)) from error
        intake.mark_taken(request, added.article)
        obj.__dict__.update(added.article.__dict__)
        read_article(obj, by=request.user)
        # What others are working on is not named to those who may not see it.
        seen = visible_ids(request.user, Article, [other.pk for other, _share in added.near])
        obj.notice = replace(added, near=tuple(pair for pair in added.near if pair[0].pk in seen)).notice

    def apply(self, request: HttpRequest, current: Article, changes: dict[str, Any], form: Any) -> None:
        note = form.cleaned_data.get("public_note", "")
        if "assignee" in changes:
            # Whose it is changes nothing that readers see.
            assign_article(current, to=changes.pop("assignee"), by=request.user)
        if changes:
            change_article(current, changes, by=request.user, public_note=note)

    def response_add(self, request: HttpRequest, obj: Article, post_url_continue: Any = None) -> HttpResponse:
        """From pasting straight to the desk."""
        if obj.notice:
            self.message_user(request, obj.notice, messages.WARNING)
        self.message_user(request, f"“{obj.headline}” was read.", messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:events_article_desk", args=[obj.pk]))

    def available_acts(self, request: HttpRequest, obj: Article) -> list[tuple[str, Any]]:
        if not request.user.has_perm("events.withdraw_article"):
            return []
        if obj.status in PUBLIC_STATUSES:
            return [("withdraw", "Withdraw")]
        return [("reinstate", "Bring back")] if obj.status == Status.WITHDRAWN else []

    def perform(self, request: HttpRequest, obj: Article, act: str, note: str) -> str:
        if act == "withdraw":
            withdraw_article(obj, by=request.user, public_note=note)
            return f"“{obj.headline}” and what only it tells are withdrawn from readers."
        if act == "reinstate":
            reinstate_article(obj, by=request.user, note=note)
            return f"“{obj.headline}” is a draft again. It is published with the next event that it tells."
        return super().perform(request, obj, act, note)

    def discard(self, request: HttpRequest, obj: Article) -> None:
        discard_article(obj, by=request.user)
