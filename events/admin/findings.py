"""Findings before an editor: on the page of an event or article, and all of them on one of their own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin import AdminSite
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from events.admin.history import WithHistory
from events.admin.list_filters import FewRowsFilter
from events.admin.rights import OwnRows
from events.findings.finding import Finding, Ref
from events.findings.looking import (
    findings_of_article,
    findings_of_events,
    open_article_findings,
    open_event_findings,
)
from events.models import Article, Dismissal, Event, Figure
from events.review.acts import Refused
from events.review.dismissals import dismiss_finding, recall_dismissal
from events.review.entrusted import told_dismissals
from events.review.rights import (
    changeable_by,
    decided_by,
    may_change,
    may_decide,
    require_change,
    visible_ids,
    visible_to,
    works_on_all,
)

#: What a finding is called before its sentence.
LABELS = {
    "possible_duplicate": "Possibly the same event",
    "near_duplicate": "Nearly the same text",
    "same_text": "One agency text",
    "counted_twice": "Counted twice",
    "one_text_graded_fair": "One text, graded fair",
    "revised_downward": "Revised downward",
    "below_floor": "Below an earlier “at least”",
    "part_above_whole": "A part above its whole",
    "households_beside_persons": "Households beside people",
    "above_population": "More than live there",
    "total_contains_incidents": "A total with its incidents",
}


#: What a finding's rows are rows of.
_MODELS = {"event": Event, "article": Article, "figure": Figure}


def findings_urls(admin_site: AdminSite) -> list[URLPattern]:
    """The addresses of the findings, relative to the admin of events."""
    return [
        path("findings/", admin_site.admin_view(findings_page), name="events_findings"),
        path("findings/dismiss/", admin_site.admin_view(dismiss), name="events_finding_dismiss"),
    ]


def shown(findings: list[Finding]) -> list[dict[str, Any]]:
    """Each finding with its label and the pages of the rows that it names."""
    return [
        {
            "finding": finding,
            "label": LABELS[finding.code],
            "links": [(_page_of(row), row.label) for row in finding.rows],
            "merge": _merge_page(finding),
        }
        for finding in findings
    ]


def _page_of(row: Ref) -> str:
    return reverse(f"admin:events_{row.model}_change", args=[row.id])


def _merge_page(finding: Finding) -> str:
    events = [row.id for row in finding.rows if row.model == "event"]
    if finding.code not in ("possible_duplicate", "counted_twice") or len(events) != 2:
        return ""
    return f"{reverse('admin:events_event_merge')}?events={min(events)},{max(events)}"


def panel_of(obj: Event | Article, request: HttpRequest) -> dict[str, Any]:
    """What the page of an event or article needs to show its findings to those who may act on them."""
    may = request.user.has_perm("events.change_event") and may_look(request.user, obj)
    found = seen_by(request.user, findings_about(obj)) if may else []
    return {"findings": shown(found), "here": request.get_full_path()}


def may_look(user: AbstractUser, about: Event | Article) -> bool:
    """Whether the findings about a row are the user's to act on."""
    return may_decide(user, about) if isinstance(about, Article) else may_change(user, about)


def seen_by(user: AbstractUser, findings: Iterable[Finding]) -> list[Finding]:
    """The findings that name no row which the user may not see."""
    findings = list(findings)
    if works_on_all(user):
        return findings
    seen = {
        name: visible_ids(user, model, {row.id for one in findings for row in one.rows if row.model == name})
        for name, model in _MODELS.items()
    }
    return [one for one in findings if all(row.id in seen[row.model] for row in one.rows)]


def _own(user: AbstractUser, findings: Iterable[Finding]) -> list[Finding]:
    """Those that are the user's to act on. Whose rows they are is asked first, and once for all of them: of
    a page that is about others' work nothing else needs to be known."""
    findings = list(findings)
    if works_on_all(user):
        return findings
    ways = {"event": changeable_by(user, Event.objects.all()), "article": decided_by(user)}
    own = set()
    for name, rows in ways.items():
        about = {one.about.id for one in findings if one.about.model == name}
        own |= {(name, pk) for pk in rows.filter(pk__in=about).values_list("pk", flat=True)}
    return seen_by(user, [one for one in findings if (one.about.model, one.about.id) in own])


def findings_about(obj: Event | Article) -> list[Finding]:
    return findings_of_events([obj.pk]) if isinstance(obj, Event) else findings_of_article(obj)


def _require_editor(request: HttpRequest) -> None:
    if not request.user.has_perm("events.change_event"):
        raise PermissionDenied("Only those who may change events see findings.")


@require_safe
def findings_page(request: HttpRequest) -> HttpResponse:
    """All open findings, from the newest event or article back; `before` is where the last page ended."""
    _require_editor(request)
    is_articles = request.GET.get("about") == "articles"
    asked = request.GET.get("before", "")
    before = int(asked) if asked.isdecimal() and len(asked) < 19 else None
    page = (open_article_findings if is_articles else open_event_findings)(before)
    context = {
        **admin.site.each_context(request),
        "title": "Findings",
        "opts": Event._meta,
        "findings": shown(_own(request.user, page.findings)),
        "about": "articles" if is_articles else "events",
        "before": before,
        "older": page.before,
        "here": request.get_full_path(),
    }
    return TemplateResponse(request, "admin/events/findings.html", context)


@require_POST
def dismiss(request: HttpRequest) -> HttpResponse:
    """Dismisses a finding for a reason. It is looked for once more: what was mended meanwhile is gone."""
    _require_editor(request)
    about, key = _about(request), request.POST.get("key", "")
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()):
        back = reverse("admin:events_findings")
    found = seen_by(request.user, findings_about(about)) if about else []
    finding = next((finding for finding in found if finding.key == key), None)
    if about is None or finding is None:
        messages.info(
            request, "This finding is not open any more: something was changed, or it was dismissed."
        )
        return HttpResponseRedirect(back)
    try:
        dismiss_finding(
            about, key=key, code=finding.code, sentence=finding.sentence, by=request.user,
            reason=request.POST.get("reason", ""),
        )  # fmt: skip
    except (Refused, PermissionDenied) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"Dismissed: {finding.sentence}")
    return HttpResponseRedirect(back)


def _about(request: HttpRequest) -> Event | Article | None:
    model = {"event": Event, "article": Article}.get(request.POST.get("model", ""))
    number = request.POST.get("id", "")
    if model is None or not number.isdecimal() or len(number) > 18:
        return None
    about = visible_to(request.user, model._default_manager.filter(pk=number)).first()
    if about is not None and not may_look(request.user, about):
        require_change(request.user, about)
    return about


class FindingFilter(admin.SimpleListFilter):
    """What can be found, in words: which of it was dismissed, every row would have to tell."""

    title = "finding"
    parameter_name = "code"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [*LABELS.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Dismissal]) -> QuerySet[Dismissal]:
        return queryset.filter(code=self.value()) if self.value() else queryset


@admin.register(Dismissal)
class DismissalAdmin(WithHistory, OwnRows, admin.ModelAdmin):
    """What was dismissed, by whom and why. Deleting one takes it back: the finding is open again."""

    list_display = ("at", "by", "label", "sentence", "reason", "page")
    list_filter = (FindingFilter, ("by", FewRowsFilter), "at")
    search_fields = ("sentence", "reason", "by__username")
    date_hierarchy = "at"
    list_select_related = ("by", "event", "article")
    list_per_page = 50

    def get_queryset(self, request: HttpRequest) -> QuerySet[Dismissal]:
        return told_dismissals(request.user, super().get_queryset(request))

    @admin.display(description="finding", ordering="code")
    def label(self, dismissal: Dismissal) -> str:
        return LABELS.get(dismissal.code, dismissal.code)

    @admin.display(description="about")
    def page(self, dismissal: Dismissal) -> str:
        row = dismissal.event or dismissal.article
        url = reverse(f"admin:events_{row._meta.model_name}_change", args=[row.pk])
        return format_html('<a href="{}">{}</a>', url, row)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        may = obj is None or may_change(request.user, obj)
        return may and bool(request.user.has_perm("events.change_event"))

    def delete_model(self, request: HttpRequest, obj: Dismissal) -> None:
        recall_dismissal(obj, by=request.user)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        for dismissal in queryset.order_by("pk"):
            recall_dismissal(dismissal, by=request.user)
