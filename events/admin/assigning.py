"""Whose work an event is, on its list: a filter, and the choice of somebody beside the actions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.helpers import ActionForm
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


def staff() -> QuerySet[AbstractUser]:
    return get_user_model().objects.filter(is_active=True, is_staff=True).order_by("username")


class AssigningForm(ActionForm):
    """The actions of a list, with whom “Assign …” gives the rows to."""

    assignee = forms.ModelChoiceField(
        label=_("Assign to"), queryset=staff(), required=False, empty_label=_("nobody")
    )


class WhoseFilter(admin.SimpleListFilter):
    title = _("whose")
    parameter_name = "whose"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("mine", _("Made by me")), ("assigned", _("Assigned to me")), ("nobody", _("Nobody’s"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() == "mine":
            return queryset.filter(created_by=request.user)
        if self.value() == "assigned":
            return queryset.filter(assignee=request.user)
        if self.value() == "nobody":
            return queryset.filter(assignee__isnull=True)
        return queryset
