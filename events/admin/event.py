from __future__ import annotations

from functools import partial
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, reverse
from django.utils.html import format_html

from events.admin.assigning import AssigningForm, WhoseFilter, staff
from events.admin.base import TrackedAdmin, decisions_about
from events.admin.bulk_lists import EventBulk
from events.admin.compared import ComparedFormSet, InlineRowForm
from events.admin.findings import findings_urls, panel_of
from events.admin.forms import CorrectionForm
from events.admin.imported import ImportFilter
from events.admin.keeping import KeepingAdmin
from events.admin.list_words import WordSearch, at_place, said
from events.admin.merging import merging_urls
from events.admin.rights import OwnInline, asked_once
from events.enums import PUBLIC_STATUSES, Status
from events.models import Event, EventMention, Figure
from events.review.assigning import assign_event
from events.review.drafts import discard_event
from events.review.events import (
    change_event,
    publish_event,
    return_event,
    submit_event,
    tell_event,
    untell_event,
    withdraw_event,
)
from events.review.four_eyes import why_not_publish
from events.review.geometry import label_point
from events.review.rights import may_change, may_view, visible_to


class EventForm(CorrectionForm):
    class Meta:
        model = Event
        fields = ()  # the admin names them
        widgets = {"summary": forms.Textarea(attrs={"rows": 3})}


class EventMentionInline(OwnInline, admin.TabularInline):
    """What tells the event. Added and removed by the verbs, never changed in place."""

    form = InlineRowForm
    formset = ComparedFormSet
    model = EventMention
    extra = 0
    autocomplete_fields = ("mention",)
    readonly_fields = ("article",)
    verbose_name_plural = "told by"

    def get_queryset(self, request: HttpRequest) -> QuerySet[EventMention]:
        return super().get_queryset(request).select_related("mention__article")

    @admin.display(description="article")
    def article(self, link: EventMention) -> str:
        return str(link.mention.article) if link.mention_id else "–"

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.has_perm("events.view_event"))

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may_tell(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may_tell(request, obj)

    def _may_tell(self, request: HttpRequest, event: Event | None) -> bool:
        may = asked_once(may_change, request, event)
        return may and bool(request.user.has_perm("events.change_event"))


class FigureInline(OwnInline, admin.TabularInline):
    """The event's claims, to read; a figure's own page corrects it."""

    model = Figure
    extra = 0
    fields = ("wording", "measure", "people", "scope", "role", "claimant", "status")
    readonly_fields = fields
    can_delete = False
    show_change_link = True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Event)
class EventAdmin(EventBulk, WordSearch, KeepingAdmin):
    form = EventForm
    is_discardable = True
    list_display = ("title", "kind", "when", "precision", "verification", "status", "page")
    list_filter = (
        ImportFilter,
        WhoseFilter,
        "status",
        "layer",
        "kind",
        "precision",
        "date_precision",
        "verification",
        "is_demonstration",
    )
    search_fields = ("title", "summary", "place__name")
    word_ways = (said, at_place)
    is_asked_of_each = False
    walked = frozenset({"latest"})
    list_defer = ("geometry", "point", "summary")
    date_hierarchy = "latest"
    autocomplete_fields = ("place",)
    radio_fields = {"verification": admin.HORIZONTAL}
    readonly_fields = (
        "status",
        "published_at",
        "assignee",
        "is_demonstration",
        *TrackedAdmin.readonly_fields,
    )
    inlines = (EventMentionInline, FigureInline)
    actions = (
        "bulk_publish", "bulk_withdraw", "bulk_relayer", "bulk_merge", "bulk_regeocode",
        "submit_selected", "merge_selected", "assign_selected",
    )  # fmt: skip
    action_form = AssigningForm
    fieldsets = (
        (
            None,
            {"fields": ("title", "summary", "kind", "layer", "verification", "is_graphic", "opened_version")},
        ),
        ("When", {"fields": ("earliest", "latest", "date_precision")}),
        ("Where", {"fields": ("place", "geometry", "precision", "has_no_geometry")}),
        ("Correction", {"fields": ("public_note",)}),
        ("State", {"fields": ("status", "published_at", "assignee", *TrackedAdmin.readonly_fields)}),
    )

    def get_urls(self) -> list[URLPattern]:
        return [*findings_urls(self.admin_site), *merging_urls(self.admin_site), *super().get_urls()]

    def render_change_form(
        self, request: HttpRequest, context: dict, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        if event := kwargs.get("obj"):
            into = event.merged_into
            context["merged_into"] = into if into and may_view(request.user, into) else None
            context["merged_events"] = [
                (merged, decisions_about(merged, request.user))
                for merged in visible_to(request.user, event.merged_events.order_by("pk"))
            ]
            context |= panel_of(event, request)
        return super().render_change_form(request, context, *args, **kwargs)

    @admin.display(description="when", ordering="latest")
    def when(self, event: Event) -> str:
        if event.earliest is None:
            return "unknown"
        if event.earliest == event.latest:
            return f"{event.earliest:%-d %b %Y}"
        return f"{event.earliest:%-d %b %Y} – {event.latest:%-d %b %Y}"

    @admin.display(description="page")
    def page(self, event: Event) -> str:
        if event.is_public:
            return format_html('<a href="{}">{}</a>', event.get_absolute_url(), "open")
        return "–"

    def save_model(self, request: HttpRequest, obj: Event, form: Any, change: bool) -> None:
        if not change:
            obj.point = label_point(obj.geometry) if obj.geometry else None
        super().save_model(request, obj, form, change)

    def apply(self, request: HttpRequest, current: Event, changes: dict[str, Any], form: Any) -> None:
        note = form.cleaned_data.get("public_note", "")
        change_event(current, changes, by=request.user, public_note=note)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        if formset.model is not EventMention:
            super().save_formset(request, form, formset, change)
            return
        formset.save(commit=False)
        note = form.cleaned_data.get("public_note", "")
        if added := [link.mention for link in formset.new_objects]:
            tell_event(form.instance, added, by=request.user, public_note=note)
        if removed := [link.mention for link in formset.deleted_objects]:
            untell_event(form.instance, removed, by=request.user, public_note=note)
        form.instance.refresh_from_db()

    def available_acts(self, request: HttpRequest, obj: Event) -> list[tuple[str, Any]]:
        if obj.merged_into_id is not None:
            return []
        may = request.user.has_perm
        acts: list[tuple[str, Any]] = []
        if obj.status == Status.DRAFT and may("events.submit_event"):
            acts.append(("submit", "Submit for review"))
        if obj.status == Status.IN_REVIEW and may("events.change_others"):
            acts.append(("return", "Send back to draft"))
        is_offered = may("events.publish_event") and not why_not_publish(obj, request.user)
        if obj.status not in PUBLIC_STATUSES and is_offered:
            acts.append(("publish", "Publish"))
        if obj.status in PUBLIC_STATUSES and may("events.withdraw_event"):
            acts.append(("withdraw", "Withdraw"))
        is_mine = obj.assignee_id == request.user.pk
        acts.append(("give_up", "Give it up") if is_mine else ("take", "Assign to me"))
        return acts

    def perform(self, request: HttpRequest, obj: Event, act: str, note: str) -> str:
        if act == "submit":
            submit_event(obj, by=request.user, note=note)
            return f"“{obj.title}” waits for review."
        if act == "return":
            return_event(obj, by=request.user, note=note)
            return f"“{obj.title}” is a draft again."
        if act == "publish":
            publish_event(obj, by=request.user, note=note)
            return f"“{obj.title}” is published."
        if act in ("take", "give_up"):
            assign_event(obj, to=request.user if act == "take" else None, by=request.user)
            return f"“{obj.title}” is yours." if act == "take" else f"“{obj.title}” is nobody’s now."
        if act == "withdraw":
            withdraw_event(obj, by=request.user, public_note=note)
            return f"“{obj.title}” is withdrawn from readers."
        return super().perform(request, obj, act, note)

    @admin.action(description="Submit the selected events for review", permissions=["submit"])
    def submit_selected(self, request: HttpRequest, queryset: QuerySet) -> None:
        self.each(request, queryset, submit_event, "submitted for review")

    @admin.action(description="Assign the selected events to …", permissions=["change"])
    def assign_selected(self, request: HttpRequest, queryset: QuerySet) -> None:
        chosen = request.POST.get("assignee", "")
        to = staff().filter(pk=chosen).first() if chosen.isdecimal() else None
        verb = partial(assign_event, to=to)
        self.each(request, queryset, verb, f"assigned to {to}" if to else "assigned to nobody")

    @admin.action(description="Compare and merge two events …", permissions=["change"])
    def merge_selected(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        numbers = sorted(queryset.values_list("pk", flat=True)[:3])
        if len(numbers) != 2:
            self.message_user(request, "Select exactly two events to merge them.", messages.ERROR)
            return None
        page = reverse("admin:events_event_merge")
        return HttpResponseRedirect(f"{page}?events={numbers[0]},{numbers[1]}")

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("events.publish_event")

    def has_submit_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("events.submit_event")

    def discard(self, request: HttpRequest, obj: Event) -> None:
        discard_event(obj, by=request.user)
