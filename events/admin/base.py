"""What the editors' pages share: the map widget, refusals in words, the version check, acts of review."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.gis.db.models import GeometryField
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, models, transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from leaflet.admin import LeafletGeoAdminMixin
from leaflet.forms.widgets import LeafletWidget

from events.admin.compared import ListRowForm
from events.admin.conflicts import conflict_page, gone_page, merged_sentence
from events.admin.forms import EditorForm, MapWidget, VersionedForm
from events.admin.history import WithHistory
from events.admin.rights import OwnRows
from events.enums import PUBLIC_STATUSES
from events.models import Event, Map
from events.models.event import OPEN_STATUSES
from events.review import acts
from events.review.acts import EditConflict, Refused
from events.review.constraints import sentence_for
from events.review.entrusted import told

_NO_SHAPE = _("This is no shape that can be read. Draw it, find a place, or paste valid GeoJSON.")
#: Rows of one refusal that are named; the others are counted.
_NAMED = 3


class EditorAdmin(WithHistory, OwnRows, LeafletGeoAdminMixin, admin.ModelAdmin):
    """The base of every model's page. A refused save is a sentence on the form, never an error page."""

    form = EditorForm
    widget = MapWidget
    map_template = "events/geometry_widget.html"
    list_per_page = 50

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> Any:
        if isinstance(db_field, GeometryField):
            kwargs.setdefault("help_text", db_field.help_text)
            kwargs["error_messages"] = {"invalid_geom": _NO_SHAPE}
        elif isinstance(db_field, models.URLField):
            kwargs["assume_scheme"] = "https"
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        if request.method == "POST" and (answer := self.answer_to_gone(request, object_id)) is not None:
            return answer
        try:
            # Django saves in a transaction of its own: when it is refused, nothing of it was written.
            return super().changeform_view(request, object_id, *args, **kwargs)
        except EditConflict:
            # Saved between the comparison and the lock: compared once more, both versions are shown.
            return super().changeform_view(request, object_id, *args, **kwargs)
        except (Refused, PermissionDenied, IntegrityError) as error:
            sentence = sentence_for(error) if isinstance(error, IntegrityError) else str(error)
            if request.method != "POST" or not sentence:
                raise
            # The form once more with what was typed and the reason, so that a refusal loses nothing.
            request.refusal = sentence
            return super().changeform_view(request, object_id, *args, **kwargs)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        # Before anybody is told that it was saved.
        acts.check_deferred_constraints()

    def answer_to_gone(self, request: HttpRequest, object_id: str | None) -> HttpResponse | None:
        """To a save of what was deleted meanwhile; None for a row that is there."""
        number = unquote(object_id or "")
        if not number.isdecimal() or not self.has_change_permission(request):
            return None
        is_there = self.model._base_manager.filter(pk=number).exists()
        return None if is_there else gone_page(self, request, number)

    def get_changelist_form(self, request: HttpRequest, **kwargs: Any) -> Any:
        return super().get_changelist_form(request, **{"form": ListRowForm, **kwargs})

    def save_form(self, request: HttpRequest, form: Any, change: bool) -> Any:
        row = super().save_form(request, form, change)
        if sentence := merged_sentence(form, row):
            self.message_user(request, sentence, messages.INFO)
        return row

    def get_form(self, request: HttpRequest, obj: models.Model | None = None, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, **kwargs)
        if refusal := getattr(request, "refusal", ""):
            return type(form.__name__, (form,), {"refusal": refusal})
        return form

    def render_change_form(
        self, request: HttpRequest, context: dict, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        fields = context["adminform"].form.fields.values()
        if (answer := conflict_page(self, request, context)) is not None:
            return answer
        context["has_map"] = any(isinstance(field.widget, LeafletWidget) for field in fields)
        return super().render_change_form(request, context, *args, **kwargs)


class TrackedAdmin(EditorAdmin):
    """A model whose changes go through `review` and leave a Decision."""

    form = VersionedForm
    readonly_fields: tuple[str, ...] = ("version", "created_by", "created_at", "updated_at")
    change_form_template = "admin/events/tracked_change_form.html"
    #: Whether rows may be deleted at all, by `discard`. What readers have seen is withdrawn instead.
    is_discardable = False

    def get_view_on_site_url(self, obj: Any = None) -> str | None:
        """None for what readers do not see: its address leads nowhere yet."""
        if isinstance(obj, Event | Map) and obj.status not in PUBLIC_STATUSES:
            return None
        return super().get_view_on_site_url(obj)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change:
            obj.created_by = request.user
            super().save_model(request, obj, form, change)
            acts.Decision.objects.record(
                verb=f"add_{obj._meta.model_name}",
                by=request.user,
                on=obj,
                to_status=getattr(obj, "status", ""),
            )
            return
        current = acts.locked(obj, by=request.user, version=form.cleaned_data.get("opened_version"))
        changes = {name: form.cleaned_data[name] for name in form.touched(current)}
        if changes:
            self.apply(request, current, changes, form)
        obj.refresh_from_db()

    def apply(self, request: HttpRequest, current: Any, changes: dict[str, Any], form: Any) -> None:
        """Writes an edit made on the form by the model's verb; without one there is nothing to edit."""
        raise Refused(f"“{current}” cannot be changed on this page.")

    def available_acts(self, request: HttpRequest, obj: Any) -> list[tuple[str, Any]]:
        """The acts that the object's state and the editor's permissions allow: button name and label."""
        return []

    def perform(self, request: HttpRequest, obj: Any, act: str, note: str) -> str:
        """Carries out an act and returns what to tell the editor."""
        raise Refused(f"“{act}” is not something that can be done here.")

    def render_change_form(
        self, request: HttpRequest, context: dict, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        obj = kwargs.get("obj")
        may_act = obj is not None and self.has_change_permission(request, obj)
        context["acts"] = self.available_acts(request, obj) if may_act else []
        context["act_note"] = request.POST.get("act_note", "")
        context["decisions"] = decisions_about(obj, request.user) if obj else []
        return super().render_change_form(request, context, *args, **kwargs)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        act = request.POST.get("_act", "")
        if not act:
            return super().response_change(request, obj)
        sentence = self.perform(request, obj, act, request.POST.get("act_note", "").strip())
        self.message_user(request, sentence, messages.SUCCESS)
        return HttpResponseRedirect(request.get_full_path())

    def each(self, request: HttpRequest, queryset: QuerySet, verb: Any, done: str) -> None:
        """Each row on its own: the others are done where some are refused, which are told by reason."""
        number = 0
        refused: dict[str, list[tuple[str, str]]] = {}
        for row in queryset.order_by("pk"):
            try:
                verb(row, by=request.user)
                number += 1
            except (Refused, PermissionDenied) as error:
                label, said = f"“{row}”", str(error)
                # What is said of several differs in their names alone.
                refused.setdefault(said.replace(label, "…"), []).append((label, said))
        for rows in sorted(refused.values(), key=len, reverse=True):
            self.message_user(request, f"{self._counted(rows)} not {done}. {_said_of(rows)}", messages.ERROR)
        if number:
            what = self.opts.verbose_name if number == 1 else self.opts.verbose_name_plural
            self.message_user(request, f"{number} {what} {done}.", messages.SUCCESS)

    def _counted(self, rows: list[Any]) -> str:
        what, verb = (
            (self.opts.verbose_name, "was") if len(rows) == 1 else (self.opts.verbose_name_plural, "were")
        )
        return f"{len(rows):,} {what} {verb}"

    # Deleting

    def discard(self, request: HttpRequest, obj: Any) -> None:
        """Deletes a row that no reader has seen, by its verb."""
        raise Refused("What is on record here is not deleted.")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        was_seen = obj is not None and _was_seen(obj)
        return self.is_discardable and not was_seen and super().has_delete_permission(request, obj)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[Any, Any, set, list]:
        """What would be deleted, to be looked at; raises Refused where it cannot be."""
        if seen := [f"“{row}”" for row in objs if _was_seen(row)]:
            raise Refused(
                _said_of([(label, f"{label} was published. Withdraw it and say why.") for label in seen])
            )
        # Whether what hangs on the row may go with it is the verb's question, not that of each row's rights.
        rows, counts, _missing, _protected = super().get_deleted_objects(objs, request)
        return _without_links(rows), counts, set(), []

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        self.discard(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        with transaction.atomic():
            for row in queryset.order_by("pk"):
                self.discard(request, row)

    def delete_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().delete_view(request, *args, **kwargs)
        except Refused as error:
            self.message_user(request, str(error), messages.ERROR)
            return HttpResponseRedirect("../change/")

    def changelist_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().changelist_view(request, *args, **kwargs)
        except Refused as error:
            self.message_user(request, f"{error} Nothing was deleted.", messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())


def _was_seen(row: Any) -> bool:
    return row.status not in OPEN_STATUSES or getattr(row, "published_at", None) is not None


def _without_links(rows: list[Any]) -> list[Any]:
    """Rows of tables that only link others have no name, and tell an editor nothing."""
    models_of_links = [one for one in apps.get_models(include_auto_created=True) if one._meta.auto_created]
    begins = tuple(f"{capfirst(one._meta.verbose_name)}: " for one in models_of_links)
    kept = [_without_links(one) if isinstance(one, list) else one for one in rows]
    return [one for one in kept if one and not (isinstance(one, str) and one.startswith(begins))]


def _said_of(rows: list[tuple[str, str]]) -> str:
    """Why rows were refused: the sentence of the first, and which others it holds for."""
    (label, said), *others = rows
    sentence = said if label in said else f"{label}: {said}"
    if not others:
        return sentence
    named = [label for label, _said in others[: _NAMED - 1]]
    left = len(others) - len(named)
    named += [f"{left:,} more"] if left else []
    listed = f"{', '.join(named[:-1])} and {named[-1]}" if len(named) > 1 else named[0]
    return f"{sentence} The same holds for {listed}."


def decisions_about(obj: models.Model, user: Any) -> Any:
    """The newest acts on the object, for its page, as far as the user is told of them."""
    about = acts.Decision.objects.filter(
        content_type__app_label="events",
        content_type__model=obj._meta.model_name,
        object_id=obj.pk,
    )
    return told(user, about).select_related("by")[:20]
