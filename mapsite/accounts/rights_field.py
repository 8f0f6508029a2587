"""Rights to choose from, by what they are rights to: in place of one long list of all packages' rights."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet
from django.forms.models import ModelChoiceIterator
from django.utils.text import capfirst


def rights(held: QuerySet[Permission] | None = None) -> QuerySet[Permission]:
    """The rights to what has a page here, and those that are held already."""
    kinds = ContentType.objects.get_for_models(*admin.site._registry).values()
    shown = Q(content_type__in=kinds)
    if held is not None:
        shown |= Q(pk__in=held.values("pk"))
    ordered = Permission.objects.filter(shown).select_related("content_type")
    return ordered.order_by("content_type__app_label", "content_type__model", "codename")


class _ByKind(ModelChoiceIterator):
    def __iter__(self) -> Iterator[tuple[str, list[Any]]]:
        for kind, found in groupby(self.queryset, key=lambda right: right.content_type):
            model = kind.model_class()
            name = model._meta.verbose_name_plural if model else kind.name
            yield str(capfirst(name)), [self.choice(right) for right in found]


class RightsWidget(forms.CheckboxSelectMultiple):
    template_name = "admin/accounts/rights.html"


class RightsField(forms.ModelMultipleChoiceField):
    iterator = _ByKind
    widget = RightsWidget

    def label_from_instance(self, right: Permission) -> str:
        return str(capfirst(right.name.removeprefix("Can ")))
