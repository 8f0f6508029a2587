"""Comments before an editor: under the form of what they are about, and all of them on a list."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.contrib import admin, messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from events.admin.history import WithHistory
from events.admin.kinds import KindFilter
from events.admin.list_words import WordSearch, answer_text, comment_text, decided_by
from events.admin.rights import OwnRows
from events.models import Comment
from events.review.acts import Refused
from events.review.comments import (
    COMMENTED,
    LONGEST,
    add_comment,
    answer_comment,
    commented_fields,
    reopen_comment,
    resolve_comment,
)
from events.review.entrusted import told
from events.review.rights import may_change, may_view, visible_to

_ENDS = {"resolve": resolve_comment, "reopen": reopen_comment}


def panel_of(row: Model | None, request: HttpRequest) -> dict[str, Any] | None:
    """The conversations about a row with what may be done to each, the open ones first; None where nothing
    is said and nothing may be."""
    user = request.user
    if not isinstance(row, COMMENTED) or not user.has_perm("events.view_comment"):
        return None
    comments = told(user, Comment.objects.about(row)).select_related("by", "resolved_by", "content_type")
    openings = comments.opening().prefetch_related("replies__by").order_by("-pk")
    may_end = may_change(user, row)
    conversations = [
        {"comment": comment, "may_end": may_end or comment.by_id == user.pk}
        for comment in sorted(openings, key=lambda comment: not comment.is_open)
    ]
    return {
        "row": row,
        "label": row._meta.label_lower,
        "conversations": conversations,
        "open": [one["comment"] for one in conversations if one["comment"].is_open],
        "fields": [(name, Comment.label_of(type(row), name)) for name in commented_fields(type(row))],
        "longest": LONGEST,
        "may_say": user.has_perm("events.add_comment"),
    }


def page_of(comment: Comment) -> str:
    """The address of the comment on the page of what it is about."""
    kind = comment.content_type
    page = reverse(f"admin:{kind.app_label}_{kind.model}_change", args=[comment.object_id])
    return f"{page}#comment-{comment.answers_id or comment.pk}"


def comment_urls(admin_site: AdminSite) -> list[URLPattern]:
    """The addresses that comments are sent to, relative to the admin of comments."""
    return [
        path("say/", admin_site.admin_view(say), name="events_comment_say"),
        path("<int:pk>/answer/", admin_site.admin_view(answer), name="events_comment_answer"),
        *(
            path(f"<int:pk>/{how}/", admin_site.admin_view(end), {"how": how}, name=f"events_comment_{how}")
            for how in _ENDS
        ),
    ]


@require_POST
def say(request: HttpRequest) -> HttpResponse:
    row = _row_of(request)
    text = request.POST.get("text", "")
    try:
        comment = add_comment(row, by=request.user, text=text, field=request.POST.get("field", ""))
    except Refused as refusal:
        return _refused(request, refusal, text)
    return HttpResponseRedirect(page_of(comment))


@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    text = request.POST.get("text", "")
    try:
        said = answer_comment(_comment_of(request, pk), by=request.user, text=text)
    except Refused as refusal:
        return _refused(request, refusal, text)
    return HttpResponseRedirect(page_of(said))


@require_POST
def end(request: HttpRequest, pk: int, how: str) -> HttpResponse:
    try:
        comment = _ENDS[how](_comment_of(request, pk), by=request.user)
    except Refused as refusal:
        return _refused(request, refusal, "")
    said = _("The conversation is resolved.") if how == "resolve" else _("The conversation is open again.")
    messages.success(request, said)
    return HttpResponseRedirect(page_of(comment))


def _row_of(request: HttpRequest) -> Model:
    """What is to be commented on. Its number is answered alike when it is not there and when it may not be
    seen."""
    label, number = request.POST.get("about", ""), request.POST.get("id", "")
    model = next((model for model in COMMENTED if model._meta.label_lower == label), None)
    if model is None or not number.isdecimal() or len(number) > 18:
        raise Http404(f"“{label}” no. “{number}” is nothing that can be commented on.")
    row = apps.get_model(label)._default_manager.filter(pk=number).first()
    if row is None or not may_view(request.user, row):
        raise Http404(f"There is no {model._meta.verbose_name} no. {number}, or none that you may see.")
    return row


def _comment_of(request: HttpRequest, pk: int) -> Comment:
    comment = told(request.user, visible_to(request.user, Comment.objects.filter(pk=pk))).first()
    if comment is None or not request.user.has_perm("events.view_comment"):
        raise Http404(f"There is no comment no. {pk}, or none that you may see.")
    return comment


def _refused(request: HttpRequest, refusal: Refused, text: str) -> HttpResponse:
    """The sentence, and what was typed: nothing that somebody wrote is lost."""
    context = {**admin.site.each_context(request), "title": _("Not said"), "refusal": refusal, "text": text}
    return TemplateResponse(request, "admin/events/comment_refused.html", context, status=409)


class OpenFilter(admin.SimpleListFilter):
    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("open", _("Open")), ("mine", _("Open, begun by me")), ("resolved", _("Resolved")),
        ]  # fmt: skip

    def queryset(self, request: HttpRequest, queryset: QuerySet[Comment]) -> QuerySet[Comment]:
        if self.value() == "open":
            return queryset.filter(resolved_at__isnull=True)
        if self.value() == "mine":
            return queryset.filter(resolved_at__isnull=True, by=request.user)
        if self.value() == "resolved":
            return queryset.filter(resolved_at__isnull=False)
        return queryset


@admin.register(Comment)
class CommentAdmin(WordSearch, WithHistory, OwnRows, admin.ModelAdmin):
    """All conversations, to find one; they are held on the page of what they are about."""

    list_display = ("said", "kind", "about", "field_label", "by", "at", "resolved_by")
    list_display_links = None
    list_filter = (OpenFilter, KindFilter, "at")
    search_fields = ("text", "replies__text", "by__username")
    word_ways = (comment_text, answer_text, decided_by)
    list_select_related = ("by", "resolved_by", "content_type")
    list_per_page = 50

    def get_queryset(self, request: HttpRequest) -> QuerySet[Comment]:
        openings = told(request.user, super().get_queryset(request)).filter(answers__isnull=True)
        return openings.order_by("-pk").prefetch_related("object")

    def get_urls(self) -> list[URLPattern]:
        return [*comment_urls(self.admin_site), *super().get_urls()]

    @admin.display(description=gettext_lazy("comment"))
    def said(self, comment: Comment) -> str:
        return format_html('<a href="{}">{}</a>', page_of(comment), comment)

    @admin.display(description=gettext_lazy("type"), ordering="content_type")
    def kind(self, comment: Comment) -> str:
        return comment.content_type.name

    @admin.display(description=gettext_lazy("about"))
    def about(self, comment: Comment) -> str:
        return str(comment.object) if comment.object else _("deleted")

    @admin.display(description=gettext_lazy("field"))
    def field_label(self, comment: Comment) -> str:
        return comment.field_label or "–"

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, *args: Any, **kwargs: Any
    ) -> Any:
        """A comment has no page of its own: it is read where it was said."""
        if object_id is None or not object_id.isdecimal():
            raise PermissionDenied(_("Comments are written on the page of what they are about."))
        return HttpResponseRedirect(page_of(_comment_of(request, int(object_id))))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
