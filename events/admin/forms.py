"""The editors' forms: drawings that lie on earth, refusals beside the fields."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.gis.gdal import GDALException
from django.contrib.gis.geos import GEOSGeometry
from django.core.exceptions import ValidationError
from django.db import models
from leaflet.admin import LeafletAdminWidget

from events.admin.compared import ComparedForm
from events.review.acts import Refused
from events.review.geometry import check_drawing


class MapWidget(LeafletAdminWidget):
    def deserialize(self, value: str) -> GEOSGeometry | None:
        try:
            return super().deserialize(value)
        except GDALException:
            # Valid JSON that is no geometry; the field says so.
            return None


class EditorForm(ComparedForm):
    #: Why the verb or the database refused what was typed; set on the form that is shown once more.
    refusal = ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
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
    """Of a row that is changed by verbs: they lock it, and check the version that was compared."""

    is_locking = False
    opened_version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["opened_version"].initial = self.instance.version if self.instance.pk else None

    def current(self) -> Any:
        row = super().current()
        if row is not None and self.cleaned_data.get("opened_version") is not None:
            # What is compared now is what the verb shall find.
            self.cleaned_data["opened_version"] = row.version
        return row

    def touched(self, current: models.Model) -> list[str]:
        """Names of the model's fields that the editor has changed."""
        changed = set(self.changed_data)
        return [
            name
            for name in self.compared_names()
            if name in self.cleaned_data
            and (
                name in changed
                if self[name].html_initial_name in self.data
                else getattr(current, name) != self.cleaned_data[name]
            )
        ]


class CorrectionForm(VersionedForm):
    """A form of what readers may see already."""

    public_note = forms.CharField(
        label="Note to readers", required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="What was corrected and why. Needed once readers see it.",
    )  # fmt: skip
