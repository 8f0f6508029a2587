"""What the editors' forms share: the map widget, "Find place", the version check, acts on a form's page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.gis.db.models import GeometryField
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, models, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from leaflet.admin import LeafletGeoAdminMixin

from events.review import acts
from events.review.acts import Refused
from events.review.constraints import sentence_for


class VersionedForm(forms.ModelForm):
    """Carries the version that the editor opened; a save over somebody else's shows both versions."""

    opened_version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["opened_version"].initial = self.instance.version if self.instance.pk else None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        opened = cleaned.get("opened_version")
        if not self.instance.pk or opened is None:
            return cleaned
        current = type(self.instance)._default_manager.get(pk=self.instance.pk)
        if current.version != opened:
            # The next attempt starts from what was just shown.
            self.data = self.data.copy()
            self.data[self.add_prefix("opened_version")] = current.version
            raise ValidationError(self._both_versions(current), code="conflict")
        return cleaned

    def _both_versions(self, current: models.Model) -> str:
        rows = []
        for name in self.changed_fields(current):
            label = self.fields[name].label or name
            rows.append((label, acts.plain(getattr(current, name)), acts.plain(self.cleaned_data[name])))
        if not rows:
            return str(_("Somebody else saved the same while you were editing. Save again to confirm."))
        return format_html(
            "<p>{}</p><table><thead><tr><th></th><th>{}</th><th>{}</th></tr></thead><tbody>{}</tbody></table>",
            _("Somebody else saved this while you were editing. Save again to keep yours, or copy theirs."),
            _("Theirs"),
            _("Yours"),
            format_html_join("", "<tr><th>{}</th><td>{}</td><td>{}</td></tr>", rows),
        )

    def changed_fields(self, current: models.Model) -> list[str]:
        """Names of the model's fields whose value in the form differs from the row's now."""
        names = {field.name for field in current._meta.concrete_fields}
        return [
            name
            for name, value in self.cleaned_data.items()
            if name in names and getattr(current, name) != value
        ]

    def validate_constraints(self) -> None:
        """Left to the database, whose refusal `EditorAdmin` puts into words for every way in alike."""


class EditorAdmin(LeafletGeoAdminMixin, admin.ModelAdmin):
    """The base of every model's page. A refused save is a sentence on the form, never an error page."""

    map_template = "events/geometry_widget.html"
    list_per_page = 50
    show_full_result_count = False

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> Any:
        if isinstance(db_field, GeometryField):
            kwargs.setdefault("help_text", db_field.help_text)
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        try:
            with transaction.atomic():
                return super().changeform_view(request, object_id, *args, **kwargs)
        except (Refused, PermissionDenied, IntegrityError) as error:
            sentence = sentence_for(error) if isinstance(error, IntegrityError) else str(error)
            if request.method != "POST" or not sentence:
                raise
            self.message_user(request, sentence, messages.ERROR)
            # The form once more with what was typed, so that a refusal loses nothing.
            request.is_refused = True
            return super().changeform_view(request, object_id, *args, **kwargs)

    def get_form(self, request: HttpRequest, obj: models.Model | None = None, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, **kwargs)
        if not getattr(request, "is_refused", False):
            return form

        class HeldForm(form):
            """The same form with the same input, held back from saving a second time."""

            def is_valid(self) -> bool:
                super().is_valid()
                return False

        return HeldForm


class TrackedAdmin(EditorAdmin):
    """A model whose changes go through `review` and leave a Decision."""

    form = VersionedForm
    readonly_fields: tuple[str, ...] = ("version", "created_by", "created_at", "updated_at")
    #: Button name → (label, needs a note to readers). Each is a verb of `review` on the form's page.
    acts: dict[str, tuple[Any, bool]] = {}
    change_form_template = "admin/events/tracked_change_form.html"

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
        current = acts.locked(obj, version=form.cleaned_data.get("opened_version"))
        changes = {name: form.cleaned_data[name] for name in form.changed_fields(current)}
        if changes:
            self.apply(request, current, changes, form)
        obj.refresh_from_db()

    def apply(self, request: HttpRequest, current: Any, changes: dict[str, Any], form: Any) -> None:
        """Writes an edit made on the form; models with rules of their own call their verb here."""
        acts.save(current, changes, verb=f"edit_{current._meta.model_name}", by=request.user)

    def available_acts(self, request: HttpRequest, obj: Any) -> list[tuple[str, Any, bool]]:
        """The acts that the object's state and the editor's permissions allow."""
        return []

    def perform(self, request: HttpRequest, obj: Any, act: str, note: str) -> str:
        """Carries out an act and returns what to tell the editor."""
        raise Refused(f"“{act}” is not something that can be done here.")

    def render_change_form(
        self, request: HttpRequest, context: dict, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        obj = kwargs.get("obj")
        context["acts"] = self.available_acts(request, obj) if obj else []
        context["decisions"] = decisions_about(obj) if obj else []
        return super().render_change_form(request, context, *args, **kwargs)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        act = request.POST.get("_act", "")
        if not act:
            return super().response_change(request, obj)
        sentence = self.perform(request, obj, act, request.POST.get("act_note", "").strip())
        self.message_user(request, sentence, messages.SUCCESS)
        return HttpResponseRedirect(request.get_full_path())


def decisions_about(obj: models.Model) -> Any:
    """The newest acts on the object, for its page."""
    return acts.Decision.objects.filter(
        content_type__app_label="events",
        content_type__model=obj._meta.model_name,
        object_id=obj.pk,
    ).select_related("by")[:20]
