"""Forms that know what they showed when they were opened: what somebody else changed meanwhile is compared.

Each field carries its opened value as a hidden input. Where only one of two editors changed a field, that
one's value stands; where both did, the save is held until the second has chosen (`events.admin.conflicts`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.forms.models import BaseInlineFormSet, model_to_dict
from django.forms.utils import pretty_name
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from events.history.wording import LONG, Piece, said, text_difference
from events.review.comparing import THEIRS, YOURS

CHOICE = "_choice-"
SEEN = "_seen-"
CONFLICT = "conflict"


@dataclass(frozen=True)
class Choice:
    """A field of which one of two versions is chosen. `key` is the name of the answer; `chosen` the version
    that stands unless another is chosen, empty where it has to be."""

    key: str
    label: str
    opened: str
    theirs: str
    yours: str
    chosen: str
    is_asked: bool
    theirs_pieces: list[Piece] = field(default_factory=list)
    yours_pieces: list[Piece] = field(default_factory=list)


def _digest(values: Iterable[Any]) -> str:
    return hashlib.sha256("\x1f".join(map(str, values)).encode()).hexdigest()[:16]


def _plain(raw: Any) -> Any:
    """Text as the database has it: browsers send line ends of their own."""
    return raw.replace("\r\n", "\n") if isinstance(raw, str) else raw


class ComparedForm(forms.ModelForm):
    """Saves what its editor has changed, and only that."""

    #: Whether the form is a row of a table, whose fields have headings and no labels.
    is_in_table = False
    #: Whether the row is locked when it is compared: where no verb does so and checks the version.
    is_locking = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        #: What two editors did to the row, field by field; `choices` only once the form is held by it.
        self.compared: list[Choice] = []
        self.choices: list[Choice] = []
        self.seen = ""
        #: Labels of what somebody else changed and this form leaves alone.
        self.merged: list[str] = []
        self._given_up: set[str] = set()
        self._insisted_on: set[str] = set()
        if self.is_in_table:
            self.name_controls()
        if self.instance.pk:
            self.remember_opened()

    def name_controls(self) -> None:
        """Each field by its label, for whoever does not see what column it stands in."""
        for name, held in self.fields.items():
            held.widget.attrs.setdefault("aria-label", str(held.label or pretty_name(name)))

    def remember_opened(self) -> None:
        for name in self.compared_names():
            self.fields[name].show_hidden_initial = True

    def compared_names(self) -> list[str]:
        """The form's fields that hold the row: the model's own."""
        meta = self._meta.model._meta
        names = [held.name for held in (*meta.concrete_fields, *meta.many_to_many) if held is not meta.pk]
        return [name for name in names if name in self.fields]

    def values_of(self, row: Model) -> dict[str, Any]:
        """The row's values as the form's fields take them at first."""
        held = model_to_dict(row, fields=self.compared_names())
        return {name: _plain(value) for name, value in held.items()}

    @cached_property
    def changed_data(self) -> list[str]:
        typed = [name for name, bound in self._bound_items() if bound._has_changed()]
        return [name for name in (*typed, *self._insisted_on - set(typed)) if name not in self._given_up]

    def current(self) -> Model | None:
        rows: QuerySet[Any] = self._meta.model._base_manager.filter(pk=self.instance.pk)
        return (rows.select_for_update(of=("self",)) if self.is_locking else rows).first()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.instance.pk and (row := self.current()) is not None:
            self._compare(row, cleaned)
        return cleaned

    def _compare(self, row: Model, cleaned: dict[str, Any]) -> None:
        values = self.values_of(row)
        theirs = [name for name in self.compared_names() if self._is_changed_by_them(name, values)]
        if not theirs:
            return
        typed = {name for name, bound in self._bound_items() if bound._has_changed()}
        disputed = [name for name in theirs if name in typed and not self._is_same(name, values)]
        self.seen = _digest(values[name] for name in theirs)
        is_answered = self.data.get(SEEN + str(self.prefix or "")) == self.seen
        for name in (name for name in self.compared_names() if name in theirs or name in typed):
            is_asked = name in disputed
            chosen = "" if is_asked else THEIRS if name in theirs and name not in typed else YOURS
            if is_answered:
                chosen = self._answer(name) or chosen
            self.compared.append(self._choice(name, row, values, cleaned, chosen, is_asked=is_asked))
            if chosen == THEIRS:
                self._given_up.add(name)
                cleaned[name] = self._held(name, row, values)
            elif chosen == YOURS and name not in typed:
                self._insisted_on.add(name)
        if disputed and not all(choice.chosen for choice in self.compared):
            self.choices = self.compared
            self.add_error(None, ValidationError(self.held_sentence(), code=CONFLICT))
        self.merged = [str(self.fields[name].label) for name in theirs if name in self._given_up]

    def held_sentence(self) -> str:
        return _(
            "Somebody else saved this while you were editing. Choose which version of each field stands."
        )

    def _answer(self, name: str) -> str:
        answer = self.data.get(CHOICE + self.add_prefix(name), "")
        return answer if answer in (THEIRS, YOURS) else ""

    def _opened(self, name: str) -> Any:
        hidden = self.fields[name].hidden_widget()
        return _plain(self._widget_data_value(hidden, self[name].html_initial_name))

    def _is_changed_by_them(self, name: str, values: Mapping[str, Any]) -> bool:
        hidden = self.fields[name].hidden_widget()
        is_missing = hidden.value_omitted_from_data(self.data, self.files, self[name].html_initial_name)
        if is_missing and not self._is_list(name):
            return False  # sent by a program that shows no form
        return bool(self.fields[name].has_changed(values[name], self._opened(name)))

    def _is_list(self, name: str) -> bool:
        """An empty list of hidden inputs is none: that some field was remembered tells that this one was."""
        return isinstance(self.fields[name], forms.ModelMultipleChoiceField) and any(
            self[other].html_initial_name in self.data for other in self.compared_names()
        )

    def _is_same(self, name: str, values: Mapping[str, Any]) -> bool:
        return not self.fields[name].has_changed(values[name], _plain(self[name].data))

    def _held(self, name: str, row: Model, values: Mapping[str, Any]) -> Any:
        """What the row holds, as the form's cleaned data have it."""
        if name not in {field.name for field in row._meta.get_fields()}:
            return values[name]
        held = getattr(row, name)
        return held.all() if isinstance(self.fields[name], forms.ModelMultipleChoiceField) else held

    def _choice(
        self, name: str, row: Model, values: Mapping[str, Any], cleaned: Mapping[str, Any], chosen: str,
        *, is_asked: bool,
    ) -> Choice:  # fmt: skip
        try:
            opened = self.fields[name].to_python(self._opened(name))
        except ValidationError:
            opened = self._opened(name)
        versions = (opened, self._held(name, row, values), cleaned.get(name))
        before, theirs, yours = (self._said(name, value) for value in versions)
        is_long = isinstance(self.fields[name], forms.CharField) and max(len(theirs), len(yours)) > LONG
        return Choice(
            CHOICE + self.add_prefix(name), str(self.fields[name].label or name), before, theirs, yours,
            chosen, is_asked, text_difference(before, theirs) if is_long else [],
            text_difference(before, yours) if is_long else [],
        )  # fmt: skip

    def _said(self, name: str, value: Any) -> str:
        if value in (None, ""):
            return ""
        choices = getattr(self.fields[name], "choices", None)
        if choices is not None and not hasattr(self.fields[name], "queryset"):
            return str(dict(_flat(choices)).get(value, value))
        if isinstance(value, QuerySet | list | tuple):
            return ", ".join(map(str, value))
        return _plain(said(value))


def _flat(choices: Iterable[Any]) -> Iterable[tuple[Any, Any]]:
    for value, label in choices:
        yield from label if isinstance(label, list | tuple) else [(value, label)]


class ListRowForm(ComparedForm):
    """A row of a list in which fields can be typed."""

    is_in_table = True

    def held_sentence(self) -> str:
        asked = [f"{choice.label} {choice.theirs}" for choice in self.choices if choice.is_asked]
        return _("Somebody else changed this while the list was open (now: %s). Load the list again.") % (
            ", ".join(asked)
        )


class InlineRowForm(ComparedForm):
    """A row on another row's page, compared with the row as this request has read it."""

    is_in_table = True

    #: Whether somebody else has added the very same meanwhile.
    is_repeated = False

    def has_changed(self) -> bool:
        return not self.is_repeated and super().has_changed()

    def current(self) -> Model | None:
        return self.instance


class ComparedFormSet(BaseInlineFormSet):
    """Rows on another row's page. One that somebody else deleted stays deleted, unless it was changed here:
    then it is asked for. One that both have added is there once."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.held: list[tuple[Any, list[Choice]]] = []
        super().__init__(*args, **kwargs)

    def _construct_form(self, i: int, **kwargs: Any) -> Any:
        form = super()._construct_form(i, **kwargs)
        form.is_gone = bool(self.is_bound and i < self.initial_form_count() and form.instance.pk is None)
        if form.is_gone:
            form.fields[self._pk_field.name] = forms.Field(
                disabled=True, required=False, widget=forms.HiddenInput
            )
            form.remember_opened()
        return form

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            named = _("Delete “%(row)s”") % {"row": form.instance} if form.instance.pk else _("Delete")
            form.fields["DELETE"].widget.attrs["aria-label"] = named

    def _answer(self, form: Any) -> str:
        answer = self.data.get(f"{CHOICE}{form.prefix}-DELETE", "")
        is_current = self.data.get(SEEN + form.prefix, "") == form.seen
        return answer if answer in (THEIRS, YOURS) and is_current else ""

    def _should_delete_form(self, form: Any) -> bool:
        if getattr(form, "is_gone", False):
            return not (form.changed_data and self._answer(form) == YOURS)
        return super()._should_delete_form(form) and self._answer(form) != THEIRS

    def clean(self) -> None:
        super().clean()
        added = self._added_meanwhile()
        for form in self.forms:
            if form.is_gone:
                self._ask_about_gone(form)
            elif form.seen and super()._should_delete_form(form):
                self._ask_about_deletion(form)
            elif not form.instance.pk and form.has_changed() and form.is_valid():
                mine = {name: form.cleaned_data.get(name) for name in form.compared_names()}
                form.is_repeated = any(mine == {n: getattr(row, n) for n in mine} for row in added)
        if self.held:
            raise ValidationError(
                _("Somebody else changed what you deleted, or deleted what you changed. Choose."),
                code=CONFLICT,
            )

    def _ask_about_gone(self, form: Any) -> None:
        if not form.changed_data or super()._should_delete_form(form) or self._answer(form):
            return
        mine = "; ".join(
            filter(None, (form._said(n, form.cleaned_data.get(n)) for n in form.compared_names()))
        )
        self.held.append((form, [self._row_choice(form, _("deleted"), mine)]))

    def _ask_about_deletion(self, form: Any) -> None:
        if self._answer(form):
            return
        theirs = [choice for choice in form.compared if choice.theirs != choice.opened]
        changed = "; ".join(f"{choice.label}: {choice.theirs}" for choice in theirs)
        self.held.append((form, [self._row_choice(form, changed, _("deleted"))]))

    def _row_choice(self, form: Any, theirs: str, yours: str) -> Choice:
        return Choice(
            f"{CHOICE}{form.prefix}-DELETE", _("The whole row"), "", theirs, yours, "", is_asked=True
        )

    def _added_meanwhile(self) -> list[Model]:
        known = {form.instance.pk for form in self.initial_forms}
        return [row for row in self.get_queryset() if row.pk not in known]

    def save_new_objects(self, commit: bool = True) -> list[Model]:
        rows = super().save_new_objects(commit)
        again = [form for form in self.initial_forms if form.is_gone and not self._should_delete_form(form)]
        made = [self.save_new(form, commit=commit) for form in again]
        self.new_objects += made
        return rows + made
