from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin

from events.admin.base import EditorAdmin
from events.admin.forms import EditorForm
from events.models import Layer

_LONGEST = Layer._meta.get_field("name").max_length
_OWN = ("name", "slug", "description", "style", "position", "is_shown", "is_demonstration")
_LANGUAGES = {code: name for code, name in settings.LANGUAGES if code != settings.LANGUAGE_CODE}


def _name_field(code: str, language: str) -> forms.CharField:
    attributes = {"class": "vTextField", "lang": code, "dir": "auto"}
    return forms.CharField(
        label=language, required=False, max_length=_LONGEST, widget=forms.TextInput(attrs=attributes)
    )


_NameFields = type(
    "_NameFields",
    (forms.Form,),
    {f"name_{code}": _name_field(code, name) for code, name in _LANGUAGES.items()},
)


class LayerForm(EditorForm, _NameFields):
    """The names in other languages as one field each, instead of the JSON in which they are kept."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code in _LANGUAGES:
            self.fields[f"name_{code}"].initial = self.instance.names.get(code, "")

    def compared_names(self) -> list[str]:
        return [*super().compared_names(), *(f"name_{code}" for code in _LANGUAGES)]

    def values_of(self, row: Layer) -> dict[str, Any]:
        names = {f"name_{code}": row.names.get(code, "") for code in _LANGUAGES}
        return super().values_of(row) | names

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        names = {code: cleaned.get(f"name_{code}", "").strip() for code in _LANGUAGES}
        self.instance.names = {code: name for code, name in names.items() if name}
        return cleaned


@admin.register(Layer)
class LayerAdmin(EditorAdmin):
    form = LayerForm
    list_display = ("name", "slug", "style", "position", "is_shown", "is_demonstration")
    list_filter = ("style", "is_shown")
    list_editable = ("position", "is_shown")
    search_fields = ("name", "names", "slug", "description")
    prepopulated_fields = {"slug": ("name",)}
    fieldsets = (
        (
            None,
            {"fields": ("name", "slug", "description", "style", "position", "is_shown", "is_demonstration")},
        ),
        ("The name in other languages", {"fields": tuple(f"name_{code}" for code in _LANGUAGES)}),
    )
