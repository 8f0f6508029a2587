from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, reverse
from django.utils.html import format_html

from events.admin.base import TrackedAdmin, VersionedForm
from events.admin.desk import desk_urls
from events.admin.find_place import find_place_urls
from events.enums import PUBLIC_STATUSES
from events.ingestion.articles import Added, add_article
from events.ingestion.text import UnreadableArticle, clean
from events.models import Article
from events.pipeline.storing import read_article
from events.review.acts import Refused
from events.review.articles import withdraw_article


class ArticleForm(VersionedForm):
    class Meta:
        model = Article
        fields = "__all__"
        widgets = {"text": forms.Textarea(attrs={"rows": 18, "dir": "auto"})}

    def clean_text(self) -> str:
        try:
            return clean(self.cleaned_data["text"])
        except UnreadableArticle as error:
            raise ValidationError(str(error)) from error


class NewArticleForm(ArticleForm):
    """Pasting: the article is stored by `add_article` while the form is checked, so that a text that is
    here already is said so beside the field."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.added: Added | None = None

    def validate_unique(self) -> None:
        """Left to `add_article`, which names the article that is the same."""


@admin.register(Article)
class ArticleAdmin(TrackedAdmin):
    form = ArticleForm
    list_display = ("headline", "outlet", "published_on", "language", "status", "undecided", "desk_link")
    list_filter = ("status", "language", "outlet", "published_on", "is_demonstration")
    search_fields = ("headline", "url", "outlet__name")
    date_hierarchy = "published_on"
    list_select_related = ("outlet",)
    autocomplete_fields = ("outlet", "duplicate_of")
    readonly_fields = ("status", "read_at", "is_partly_read", "desk_link", *TrackedAdmin.readonly_fields)
    add_fieldsets = (
        (None, {"fields": ("outlet", "headline", "published_on", "url", "language", "text")}),
    )
    fieldsets = (
        (None, {"fields": ("desk_link", "outlet", "headline", "published_on", "language")}),
        ("Where it stands", {"fields": ("url", "archive_url", "duplicate_of", "opened_version")}),
        ("Text (private; only excerpts are published)", {"fields": ("text",)}),
        ("State", {"fields": ("status", "read_at", "is_partly_read", *TrackedAdmin.readonly_fields)}),
    )

    def get_urls(self) -> list[URLPattern]:
        return [*find_place_urls(self.admin_site), *desk_urls(self.admin_site), *super().get_urls()]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        proposed = Count("mentions", filter=Q(mentions__status="proposed"), distinct=True)
        claimed = Count("figures", filter=Q(figures__acceptance="proposed"), distinct=True)
        return super().get_queryset(request).annotate(open_places=proposed, open_figures=claimed)

    def get_fieldsets(self, request: HttpRequest, obj: Article | None = None) -> Any:
        return self.fieldsets if obj else self.add_fieldsets

    def get_form(self, request: HttpRequest, obj: Article | None = None, **kwargs: Any) -> Any:
        if obj is None:
            kwargs["form"] = NewArticleForm
        return super().get_form(request, obj, **kwargs)

    def get_readonly_fields(self, request: HttpRequest, obj: Article | None = None) -> Any:
        if obj is None:
            return ()
        fixed = ("text",) if obj.read_at else ()
        return (*self.readonly_fields, *fixed)

    @admin.display(description="to decide")
    def undecided(self, article: Article) -> str:
        if article.read_at is None:
            return "not read yet"
        return f"{article.open_places} places, {article.open_figures} figures"

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
        obj.__dict__.update(added.article.__dict__)
        read_article(added.article, by=request.user)
        if added.notice:
            self.message_user(request, added.notice, messages.WARNING)

    def response_add(self, request: HttpRequest, obj: Article, post_url_continue: Any = None) -> HttpResponse:
        """From pasting straight to the desk."""
        self.message_user(request, f"“{obj.headline}” was read.", messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:events_article_desk", args=[obj.pk]))

    def available_acts(self, request: HttpRequest, obj: Article) -> list[tuple[str, Any, bool]]:
        if obj.status in PUBLIC_STATUSES and request.user.has_perm("events.withdraw_article"):
            return [("withdraw", "Withdraw", True)]
        return []

    def perform(self, request: HttpRequest, obj: Article, act: str, note: str) -> str:
        if act == "withdraw":
            withdraw_article(obj, by=request.user, public_note=note)
            return f"“{obj.headline}” and what only it tells are withdrawn from readers."
        return super().perform(request, obj, act, note)
