"""The forms of the map builder: the map itself, and the steps of its story."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from events.admin.builder_fields import (
    ListField,
    PlaceInRowField,
    Ticks,
    TranslationField,
    TranslationWidget,
)
from events.admin.builder_filters import FiltersField
from events.admin.builder_rectangle import RectangleField, ZoomField
from events.admin.builder_screen import OrderField, ScreenField
from events.admin.compared import ComparedForm, ComparedFormSet, InlineRowForm
from events.admin.forms import VersionedForm
from events.models import Layer, Map, StoryStep
from events.models.story import LONGEST_HEADING, LONGEST_TEXT, MOST_STEPS
from events.review.map_words import LONGEST, clean_translations, clean_words
from events.review.refusals import Refused
from events.review.story import Step, steps_of

LANGUAGES = dict(settings.LANGUAGES)
#: Name, label, the most characters, rows of its field.
_MAP_WORDS = (
    ("title", _("Title"), LONGEST["title"], 0),
    ("introduction", _("Introduction"), LONGEST["introduction"], 4),
    ("credits", _("Credits"), LONGEST["credits"], 2),
)
_STEP_WORDS = (("heading", _("Heading"), LONGEST_HEADING, 0), ("text", _("Text"), LONGEST_TEXT, 4))
_ZOOM = _("Empty: as close as all of the view can be seen. Above 10 it is the same on every screen.")
TRANSLATIONS = tuple(f"translation_{code}" for code in LANGUAGES)


def _translation_fields(words: Any, what: str) -> Any:
    """A class with one field for each language, `translation_ar`, to be inherited beside a form."""
    longest = {word: most for word, _label, most, _rows in words}

    def checked(code: str) -> Any:
        return lambda typed: clean_translations({code: typed}, longest, what).get(code, {})

    fields = {
        f"translation_{code}": TranslationField(
            label=name, check=checked(code), refusals=Refused, widget=TranslationWidget(code, words)
        )
        for code, name in LANGUAGES.items()
    }
    return type("_TranslationFields", (forms.Form,), fields)


class _InLanguages(ComparedForm):
    """Of a row that keeps its words in other languages in `translations`: one field for each language, so
    that two editors can translate at the same time."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        for name in {word for word, *_rest in (*_MAP_WORDS, *_STEP_WORDS)} & self.fields.keys():
            # Whichever language the map is written in, its words run as they are read.
            self.fields[name].widget.attrs["dir"] = "auto"
        for name, words in _told(self.instance).items():
            if name in self.fields:
                self.fields[name].initial = words

    def clean(self) -> dict[str, Any]:
        for name, words in self.cleaned_data.items():
            if isinstance(words, str):
                self.cleaned_data[name] = words.replace("\r\n", "\n")
        return super().clean()

    def compared_names(self) -> list[str]:
        return [*super().compared_names(), *(name for name in TRANSLATIONS if name in self.fields)]

    def values_of(self, row: Any) -> dict[str, Any]:
        told = {name: words for name, words in _told(row).items() if name in self.fields}
        return super().values_of(row) | told

    def translations(self, held: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """What is typed, beside the languages of `held` that this form has no field for."""
        typed = {code: self.cleaned_data.get(f"translation_{code}") for code in LANGUAGES}
        return {code: words for code, words in ({**(held or {}), **typed}).items() if words}

    def _said(self, name: str, value: Any) -> str:
        field = self.fields[name]
        return field.said(value) if hasattr(field, "said") else super()._said(name, value)


def _told(row: Any) -> dict[str, dict[str, str]]:
    return {f"translation_{code}": row.translations.get(code, {}) for code in LANGUAGES}


def _names_of_layers() -> dict[int, str]:
    return dict(Layer.objects.values_list("pk", "name"))


class NoteField(forms.CharField):
    """Says why something is done with the map, and is no part of it."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        return False


class MapForm(_InLanguages, _translation_fields(_MAP_WORDS, "the map"), VersionedForm):
    language = forms.ChoiceField(label=_("Written in"), required=False, choices=lambda: settings.LANGUAGES)
    languages = ListField(
        label=_("Offered in"), names=lambda: LANGUAGES, widget=Ticks(choices=settings.LANGUAGES),
        help_text=_("None chosen means every language of the readers’ pages."),
    )  # fmt: skip
    layer_order = OrderField(label=_("Order of the layers"), names=_names_of_layers)
    filters = FiltersField(label=_("Filters"))
    extent = RectangleField(label=_("First view"))
    zoom = ZoomField(label=_("Zoom of the first view"), help_text=_ZOOM)
    screen = ScreenField(label=_("How it opens"))
    act_note = NoteField(
        label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Why. When the map is withdrawn it is needed, and readers see it."),
    )  # fmt: skip

    class Meta:
        model = Map
        fields = ()  # the admin names them
        labels = {"slug": _("Address")}
        error_messages = {"slug": {"unique": _("Another map has this address already. Choose another one.")}}
        help_texts = {"slug": _("The map’s page will be /maps/…/. Once it is published, its address stays.")}
        widgets = {
            "introduction": forms.Textarea(attrs={"rows": 4}),
            "credits": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A new map is written in the site's language until somebody chooses another.
        self.initial.setdefault("language", self.instance.language)
        if self.instance.pk is None and "title" in self.fields:
            self.fields["title"].widget.attrs["autofocus"] = True
        if "layers" in self.fields and "layer_order" in self.fields:
            order = self["layer_order"]
            held = order.field.to_python(order.value()) if not order.errors else []
            self.fields["layers"].widget.order = held
        if "screen" in self.fields and "picked_events" in self.fields:
            self.fields["screen"].widget.events = self.fields["picked_events"].queryset

    def full_clean(self) -> None:
        super().full_clean()
        if "screen" in self.fields:
            self.fields["screen"].widget.errors = self._errors.get("screen", ())

    def clean_language(self) -> str:
        return self.cleaned_data["language"] or self.instance.language

    def clean_act_note(self) -> str:
        note = str(self.cleaned_data["act_note"])
        if self.data.get("_act") == "withdraw" and not note:
            raise ValidationError(_("Say why the map is withdrawn: readers see it."))
        return note

    def clean_introduction(self) -> str:
        return self._checked_words("introduction")

    def clean_credits(self) -> str:
        return self._checked_words("credits")

    def _checked_words(self, name: str) -> str:
        words = str(self.cleaned_data[name])
        try:
            clean_words({name: words})
        except Refused as error:
            raise ValidationError(str(error)) from error
        return words

    def touched(self, current: Any) -> list[str]:
        """Names of the form's fields that the editor has changed, translations by language."""
        values, changed = self.values_of(current), set(self.changed_data)
        return [
            name
            for name in self.compared_names()
            if name in self.cleaned_data and name not in self._given_up
            and (
                name in changed
                if self[name].html_initial_name in self.data
                else self.fields[name].has_changed(values[name], self[name].data)
            )
        ]  # fmt: skip

    def changes(self, current: Map, names: Iterable[str]) -> dict[str, Any]:
        """Of the fields named, what `change_map` takes: translations as one."""
        wanted = {name: self.cleaned_data[name] for name in names if name not in TRANSLATIONS}
        if any(name in TRANSLATIONS for name in names):
            wanted["translations"] = self.translations(current.translations)
        return wanted


class StepForm(_InLanguages, _translation_fields(_STEP_WORDS, "a step"), InlineRowForm):
    position = PlaceInRowField(
        label=_("Place in the story"), required=False, min_value=0,
        widget=forms.NumberInput(attrs={"min": 1, "class": "step-place"}),
    )  # fmt: skip
    extent = RectangleField(label=_("View"))
    zoom = ZoomField(label=_("Zoom of the view"), help_text=_ZOOM)
    start = forms.DateField(
        label=_("From"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    end = forms.DateField(
        label=_("Until"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    layers = ListField(
        label=_("Layers"), of=int, names=_names_of_layers, widget=Ticks,
        help_text=_("None chosen means the map’s."),
    )  # fmt: skip

    class Meta:
        model = StoryStep
        fields = ()
        error_messages = {"heading": {"required": _("Say in a few words what this step shows.")}}
        widgets = {"text": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "layers" in self.fields:
            self.fields["layers"].widget.choices = list(_names_of_layers().items())

    @property
    def changed_data(self) -> list[str]:  # type: ignore[override]
        """A new step is one once something is said of it: its place alone says nothing."""
        changed = super().changed_data
        return changed if self.instance.pk or changed != ["position"] else []

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        start, end = cleaned.get("start"), cleaned.get("end")
        if start and end and start > end:
            sentence = _(
                "The time of this step ends (%(end)s) before it begins (%(start)s). Exchange the days."
            )
            self.add_error("end", sentence % {"end": end, "start": start})
        return cleaned

    def _post_clean(self) -> None:
        # The places of all steps are given anew when they are written, and other rules have their sentences.
        self.instance.validate_constraints = lambda exclude=None: None
        try:
            super()._post_clean()
        finally:
            del self.instance.validate_constraints

    def step(self) -> Step:
        """The step as it is typed; what cannot be read is left out."""
        typed = self.cleaned_data
        held = self.instance.translations if self.instance.pk else {}
        return Step(
            pk=self.instance.pk,
            heading=typed.get("heading") or "",
            text=typed.get("text") or "",
            extent=typed.get("extent"),
            zoom=typed.get("zoom") if typed.get("extent") else None,
            start=typed.get("start"),
            end=typed.get("end"),
            event=typed.get("event"),
            layers=tuple(typed.get("layers") or ()),
            translations=self.translations(held),
        )


class StepFormSet(ComparedFormSet):
    """The steps of a map. They are never saved here: `wanted` gives them to the map's verb."""

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        self.new_objects: list[Any] = []
        self.changed_objects: list[Any] = []
        self.deleted_objects: list[Any] = []
        prefix = kwargs.get("prefix") or self.get_default_prefix()
        if data is not None and f"{prefix}-TOTAL_FORMS" not in data:
            # Sent by a program that leaves the story alone.
            data = data.copy()
            data.update({f"{prefix}-TOTAL_FORMS": "0", f"{prefix}-INITIAL_FORMS": "0"})
        super().__init__(data, *args, **kwargs)

    def validate_unique(self) -> None:
        """Nothing: places are given anew."""

    def full_clean(self) -> None:
        super().full_clean()
        number = len([form for form in self.forms if self._is_wanted(form)]) if self.is_bound else 0
        if number > MOST_STEPS:
            sentence = ngettext(
                "A story has at most %(most)d steps, and this one would have %(number)d. Remove one.",
                "A story has at most %(most)d steps, and this one would have %(number)d. Remove some.",
                number - MOST_STEPS,
            )
            self._non_form_errors.append(sentence % {"most": MOST_STEPS, "number": number})

    def _is_wanted(self, form: Any) -> bool:
        return not self._should_delete_form(form) and bool(form.instance.pk or form.has_changed())

    def _added_meanwhile(self) -> list[Any]:
        added = super()._added_meanwhile()
        for row in added:
            for name, words in _told(row).items():
                setattr(row, name, words)
        return added

    def typed(self) -> list[Step]:
        """The steps in the order in which they are told, as far as they can be read."""
        forms_ = [form for form in self.forms if self._is_wanted(form) and hasattr(form, "cleaned_data")]
        return [form.step() for form in sorted(forms_, key=_place)]

    def wanted(self) -> list[Step] | None:
        """All steps that the map shall have, with those that somebody else has added meanwhile; None when
        none was touched."""
        if not any(form.has_changed() or self._should_delete_form(form) for form in self.forms):
            return None
        known = {form.instance.pk: form for form in self.forms if form.instance.pk}
        rows: list[tuple[float, int, Step]] = []
        for place, step in enumerate(steps_of(self.instance)):
            if step.pk not in known:
                rows.append((place, 0, step))
        for form in self.forms:
            if self._is_wanted(form) and not getattr(form, "is_repeated", False):
                rows.append((_place(form), 1, form.step()))
        return [step for _at, _turn, step in sorted(rows, key=lambda row: row[:2])]


def _place(form: Any) -> float:
    place = form.cleaned_data.get("position")
    return float("inf") if place is None else place
