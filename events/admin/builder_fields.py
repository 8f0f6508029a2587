"""Form fields of the map builder: what a map keeps as JSON or as a list, as controls that people know.

Each is one field with several inputs: `filters` for example has `filters-from` and `filters-kind`. Sent under
its own name it is taken as the value itself, in JSON or with commas, so that programs need no controls.
`said(value)` is the value in words, for the page that shows two editors' versions side by side.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.fields import InvalidJSONInput
from django.utils.translation import gettext_lazy as _

from events.api.errors import shown


class Controls(forms.Widget):
    """Several inputs for one value. `read` makes the value of them; None where none of them was sent."""

    def read(self, data: Mapping[str, Any], name: str) -> Any:
        raise NotImplementedError

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        return data.get(name) if name in data else self.read(data, name)

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return False

    def id_for_label(self, id_: str, index: Any = None) -> str:
        return ""  # it names a group


def many(data: Mapping[str, Any], name: str) -> list[str]:
    """All values that were sent under a name."""
    found = data.getlist(name) if hasattr(data, "getlist") else data.get(name, [])
    return [str(value) for value in (found if isinstance(found, list | tuple) else [found]) if value != ""]


def one(data: Mapping[str, Any], name: str) -> str:
    return str(data.get(name) or "").strip()


class ObjectField(forms.JSONField):
    """An object of names and values. `check` gives what is kept of one, or raises one of `refusals`."""

    def __init__(self, *, check: Callable[[Any], dict[str, Any]], refusals: Any, **options: Any) -> None:
        super().__init__(required=False, **options)
        self.check, self.refusals = check, refusals

    def to_python(self, value: Any) -> Any:
        return {} if value in self.empty_values else super().to_python(value)

    def clean(self, value: Any) -> dict[str, Any]:
        found = super().clean(value)
        try:
            return self.check({} if found is None else found)
        except self.refusals as error:
            raise ValidationError(str(error)) from error

    def bound_data(self, data: Any, initial: Any) -> Any:
        return data if isinstance(data, dict) else super().bound_data(data, initial)

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return _parted(self.to_python(initial)) != _parted(self.to_python(data))
        except ValidationError:
            return True


def _parted(value: Any) -> Any:
    """The same for the same choices, in whichever order a list names them."""
    if not isinstance(value, dict):
        return value
    lists = {name: part if isinstance(part, list) else str(part).split(",") for name, part in value.items()}
    return {
        name: frozenset(map(str, parts)) for name, parts in lists.items() if parts not in ([], [""], ["None"])
    }


def object_in(value: Any) -> dict[str, Any]:
    """The object that a widget is to show, from what its field hands it."""
    if isinstance(value, str) and not isinstance(value, InvalidJSONInput):
        try:
            value = json.loads(value)
        except ValueError:
            return {}
    return value if isinstance(value, dict) else {}


class ListField(forms.Field):
    """A list of numbers or codes, kept as one hidden value, so that two editors' lists can be compared."""

    def __init__(
        self, *, of: Callable[[str], Any] = str, is_ordered: bool = False,
        names: Callable[[], Mapping[Any, Any]] = dict, **options: Any,
    ) -> None:  # fmt: skip
        super().__init__(required=False, **options)
        self.of, self.is_ordered, self.names = of, is_ordered, names

    def prepare_value(self, value: Any) -> Any:
        return ",".join(map(str, value)) if isinstance(value, list | tuple) else value

    def to_python(self, value: Any) -> list[Any]:
        parts = value if isinstance(value, list | tuple) else str(value or "").strip("[]").split(",")
        try:
            found = [self.of(part) for item in parts if (part := str(item).strip())]
        except (ValueError, OverflowError):
            raise ValidationError(_("“%s” is no choice here. Choose again.") % shown(str(value))) from None
        return list(dict.fromkeys(found))

    def validate(self, value: Any) -> None:
        known = self.names()
        for item in value:
            if item not in known:
                raise ValidationError(_("“%s” is no choice here. Choose again.") % shown(str(item)))

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            before, after = self.to_python(initial), self.to_python(data)
        except ValidationError:
            return True
        return before != after if self.is_ordered else set(before) != set(after)

    def said(self, value: Any) -> str:
        names = self.names()
        return ", ".join(str(names.get(item, item)) for item in self.to_python(value))


class Ticks(forms.CheckboxSelectMultiple):
    """Checkboxes of a ListField."""

    template_name = "admin/events/map/widgets/ticks.html"

    def format_value(self, value: Any) -> list[str]:
        parts = str(value).split(",") if isinstance(value, str) else value or []
        return [str(part) for part in parts]

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        return many(data, name)

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return False


class PlaceInRowField(forms.IntegerField):
    """A position that people count from 1 and the database from 0."""

    def prepare_value(self, value: Any) -> Any:
        return value + 1 if isinstance(value, int) else value

    def to_python(self, value: Any) -> int | None:
        number = super().to_python(value)
        return None if number is None else number - 1

    def said(self, value: Any) -> str:
        return str(value + 1) if isinstance(value, int) else ""


class TranslationWidget(Controls):
    """The words of a map or a step in one language: `{"title": "…"}`, an input or a text field for each."""

    template_name = "admin/events/map/widgets/translation.html"

    def __init__(self, language: str, words: Iterable[tuple[str, Any, int, int]]) -> None:
        """`words`: name, label, the most characters, and rows of its text field (0 for a line)."""
        super().__init__()
        self.language, self.words = language, list(words)

    def read(self, data: Mapping[str, Any], name: str) -> dict[str, str]:
        typed = {word: one(data, f"{name}-{word}").replace("\r\n", "\n") for word, *_rest in self.words}
        return {word: text for word, text in typed.items() if text}

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context, held = super().get_context(name, value, attrs), object_in(value)
        context |= {
            "language": self.language,
            "words": [
                {"name": word, "label": label, "longest": longest, "rows": rows, "value": held.get(word, "")}
                for word, label, longest, rows in self.words
            ],
        }
        return context


class TranslationField(ObjectField):
    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            before, after = self.to_python(initial), self.to_python(data)
        except ValidationError:
            return True
        return bool(before != after)

    def said(self, value: Any) -> str:
        return " / ".join(str(text) for text in object_in(value).values() if text)


def texts(held: Mapping[str, Any]) -> dict[str, str]:
    """The values of an object as its controls have them: lists separated by commas."""
    return {
        str(name): ",".join(map(str, value)) if isinstance(value, list) else str(value)
        for name, value in held.items() if value is not None
    }  # fmt: skip


def is_number(text: str) -> bool:
    """Whether the text is one that the database takes as an id; isdecimal alone lets Arabic digits pass."""
    return text.isascii() and text.isdecimal() and len(text) <= 18


def ticks(choices: Iterable[tuple[Any, Any]], chosen: Iterable[str]) -> list[tuple[str, str, bool]]:
    """Value, label, and whether it is chosen."""
    held = set(chosen)
    return [(str(value), str(label), str(value) in held) for value, label in choices]


def said_of(held: Mapping[str, Any], names: Mapping[str, Any], values: Mapping[str, Any]) -> str:
    """ "From: 2019-04-01; Kinds: Shelling, Air strike": an object in words."""
    return "; ".join(
        f"{names.get(name, name)}: {', '.join(str(values.get(part, part)) for part in text.split(','))}"
        for name, text in texts(held).items()
    )
