"""The editors' forms: drawings that lie on earth, refusals beside the fields, two editors at once."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.gis.gdal import GDALException
from django.contrib.gis.geos import GEOSGeometry
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from leaflet.admin import LeafletAdminWidget

from events.review import acts
from events.review.acts import Refused
from events.review.geometry import check_drawing


class MapWidget(LeafletAdminWidget):
    def deserialize(self, value: str) -> GEOSGeometry | None:
        try:
            return super().deserialize(value)
        except GDALException:
            # Valid JSON that is no geometry; the field says so.
            return None


class EditorForm(forms.ModelForm):
    #: Why the verb or the database refused what was typed; set on the form that is shown once more.
    refusal = ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name, value in list(cleaned.items()):
            if isinstance(value, GEOSGeometry):
                try:
                    check_drawing(value)
                except Refused as error:
                    self.add_error(name, str(error))
        if self.refusal:
            raise ValidationError(self.refusal, code="refused")
        return cleaned

    def _post_clean(self) -> None:
        # Constraints are left to the database, whose refusal is put into words for every way in alike.
        self.instance.validate_constraints = lambda exclude=None: None
        try:
            super()._post_clean()
        finally:
            del self.instance.validate_constraints


class VersionedForm(EditorForm):
    """Saves what the editor has changed, and only that.

    The form carries each value as it was when it was opened. What somebody else changed meanwhile stays;
    where both changed the same, the save is held and both versions are shown, and saving again wins.
    """

    opened_version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["opened_version"].initial = self.instance.version if self.instance.pk else None
        if self.instance.pk:
            for name in self._names():
                self.fields[name].show_hidden_initial = True

    def _names(self) -> list[str]:
        """The form's fields that are the model's own."""
        meta = self._meta.model._meta
        names = [field.name for field in (*meta.concrete_fields, *meta.many_to_many)]
        return [name for name in names if name in self.fields]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        opened = cleaned.get("opened_version")
        if not self.instance.pk or opened is None:
            return cleaned
        current = type(self.instance)._default_manager.get(pk=self.instance.pk)
        if current.version != opened:
            # The next attempt starts from what is shown now.
            self.data = self.data.copy()
            self.data[self.add_prefix("opened_version")] = current.version
            cleaned["opened_version"] = current.version
            if disputed := [name for name in self.touched(current) if self._is_disputed(name, current)]:
                raise ValidationError(self._both_versions(disputed, current), code="conflict")
        return cleaned

    def touched(self, current: models.Model) -> list[str]:
        """Names of the model's fields that the editor has changed."""
        changed = set(self.changed_data)
        return [
            name
            for name in self._names()
            if name in self.cleaned_data
            and (
                name in changed
                if self[name].html_initial_name in self.data
                else getattr(current, name) != self.cleaned_data[name]
            )
        ]

    def _is_disputed(self, name: str, current: models.Model) -> bool:
        theirs = getattr(current, name)
        if theirs == self.cleaned_data[name]:
            return False
        field, bound = self.fields[name], self[name]
        raw = self._widget_data_value(field.hidden_widget(), bound.html_initial_name)
        try:
            return bool(theirs != field.to_python(raw))
        except ValidationError:
            return True

    def _both_versions(self, names: list[str], current: models.Model) -> str:
        rows = [
            (self.fields[name].label or name, _shown(getattr(current, name)), _shown(self.cleaned_data[name]))
            for name in names
        ]
        return format_html(
            "<p>{}</p><table><thead><tr><th></th><th>{}</th><th>{}</th></tr></thead><tbody>{}</tbody></table>",
            _("Somebody else saved this while you were editing. Save again to keep yours, or copy theirs."),
            _("Theirs"),
            _("Yours"),
            format_html_join("", "<tr><th>{}</th><td>{}</td><td>{}</td></tr>", rows),
        )


def _shown(value: Any) -> Any:
    return "–" if value in (None, "") else acts.plain(value)


class CorrectionForm(VersionedForm):
    """A form of what readers may see already."""

    public_note = forms.CharField(
        label="Note to readers", required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="What was corrected and why. Needed once readers see it.",
    )  # fmt: skip
