"""What triggers have kept of every change (migration `0022_history`): read here, never written."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ChangeSet(models.Model):
    """Who was at work in a transaction.

    `by_id` and `by_name` are the account that the application named, with its name of that day;
    `database_role` is PostgreSQL's own word and cannot be made up. `source` says what was done: an address of
    the admin, a command, an import.
    """

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(_("at"))
    by_id = models.BigIntegerField(_("account"), null=True)
    by_name = models.TextField(_("by"))
    request_id = models.UUIDField(_("request"), null=True)
    source = models.TextField(_("done with"))
    database_role = models.TextField(_("database role"))
    application = models.TextField(_("application"))

    class Meta:
        managed = False
        db_table = "events_changeset"
        ordering = ["-pk"]
        verbose_name = _("set of changes")
        verbose_name_plural = _("sets of changes")

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.by_name or self.database_role}"


class Change(models.Model):
    """What one statement did to a row: `before` and `after` hold the columns that differ, a deletion's
    `before` the whole row. An insertion names its rows as ranges (`row_ids`) and nothing else: what they held
    is what they hold now, less what was changed since."""

    INSERT, UPDATE, DELETE = "insert", "update", "delete"

    id = models.BigAutoField(primary_key=True)
    changeset = models.ForeignKey(
        ChangeSet, verbose_name=_("set of changes"), on_delete=models.DO_NOTHING, db_constraint=False,
        related_name="changes",
    )  # fmt: skip
    table_name = models.TextField(_("table"))
    operation = models.TextField(
        _("operation"), choices=[(INSERT, _("added")), (UPDATE, _("changed")), (DELETE, _("deleted"))]
    )
    row_id = models.BigIntegerField(_("row"), null=True)
    parent_id = models.BigIntegerField(_("part of"), null=True)
    before = models.JSONField(_("before"), null=True)
    after = models.JSONField(_("after"), null=True)

    class Meta:
        managed = False
        db_table = "events_change"
        ordering = ["-pk"]
        verbose_name = _("change")
        verbose_name_plural = _("changes")

    def __str__(self) -> str:
        return f"{self.table_name} {self.row_id}: {self.operation}"
