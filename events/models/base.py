"""Columns that several models share."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Tracked(models.Model):
    """Who made a row and when, and how often it has changed.

    `version` goes up by one with each editorial change; an editor's save names the version it started from,
    so that a second editor's save is noticed instead of lost.
    """

    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("created by"), null=True, blank=True, editable=False,
        on_delete=models.PROTECT, related_name="+", db_constraint=False,  # migration 0060 keeps it
    )  # fmt: skip
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)

    class Meta:
        abstract = True


class WholeJSONField(models.JSONField):
    """JSON that is only ever read as a whole, and kept as it was written.

    PostgreSQL sees that it is JSON, and does not take it apart into a jsonb, for which an import had to wait
    longer than for the row to be written. Nothing can be looked up by what is in it, and no rows told apart.
    """

    def db_type(self, connection: Any) -> str:
        return "json"

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        return value  # the driver has read it already
