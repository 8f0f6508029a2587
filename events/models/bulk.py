"""One act on many rows: what was asked for, what became of each row, and what it takes to undo it."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class BulkOutcome(models.TextChoices):
    WAITING = "waiting", _("waiting")
    ASKED = "asked", _("asked for, not confirmed")
    DONE = "done", _("done")
    REFUSED = "refused", _("refused")
    CHANGED = "changed", _("changed by somebody else meanwhile")
    UNDONE = "undone", _("undone")
    KEPT = "kept", _("done, and could not be undone")


class BulkAct(models.Model):
    """An act that an editor has confirmed after its preview. It is worked off in batches, each row in a
    transaction of its own with its outcome, so that it can stop anywhere and go on, and does nothing twice.

    `token` is the preview's: confirming one preview twice makes one act. `options` are the act's own (the
    layer, the event that is kept), and who has undone it (`undone_by`). `is_whole`: all rows or none.
    `undo_at` says since when it is undone.
    `is_asking`: nothing is confirmed yet, and what its preview needs is being asked for row by row; the
    answers are in the rows' `details`.
    """

    token = models.UUIDField(_("token"), unique=True, default=uuid.uuid4, editable=False)
    act = models.CharField(_("act"), max_length=20)
    model = models.CharField(_("rows"), max_length=20)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(_("at"), auto_now_add=True)
    options = models.JSONField(_("options"), default=dict)
    note = models.TextField(_("why"), blank=True)
    public_note = models.TextField(_("note to readers"), blank=True)
    is_whole = models.BooleanField(_("all or nothing"), default=False)
    is_asking = models.BooleanField(_("being asked for"), default=False)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    undo_at = models.DateTimeField(_("undone since"), null=True, blank=True)
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)
    undo_public_note = models.TextField(_("note to readers on undoing it"), blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("bulk action")
        verbose_name_plural = _("bulk actions")
        constraints = [
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True) | Q(undo_at__isnull=False),
                name="bulkact_undone_was_begun",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.model} {self.at:%Y-%m-%d %H:%M}"


class BulkRow(models.Model):
    """One row of a bulk act. `version` is the one that the editor was shown, `version_after` the one that the
    act has made. `details` holds the words of the preview ("before", "after"), and what undoing needs.
    """

    bulk = models.ForeignKey(
        BulkAct, verbose_name=_("bulk action"), on_delete=models.CASCADE, related_name="rows",
        db_index=False,  # the unique constraint's index begins with it
    )  # fmt: skip
    object_id = models.PositiveBigIntegerField(_("row"))
    position = models.PositiveIntegerField(_("position"))
    version = models.PositiveIntegerField(_("version seen"))
    version_after = models.PositiveIntegerField(_("version made"), null=True, blank=True)
    label = models.CharField(_("name"), max_length=300)
    to = models.TextField(_("chosen"), blank=True)
    outcome = models.CharField(_("outcome"), max_length=8, choices=BulkOutcome, default=BulkOutcome.WAITING)
    said = models.TextField(_("what was said"), blank=True)
    details = models.JSONField(_("details"), default=dict)

    class Meta:
        ordering = ["bulk", "position"]
        verbose_name = _("row of a bulk action")
        verbose_name_plural = _("rows of a bulk action")
        constraints = [
            models.UniqueConstraint(fields=["bulk", "object_id"], name="bulkrow_once"),
        ]
        indexes = [
            # Serves the next rows of an act, its counts and the parts of its result.
            models.Index(fields=["bulk", "outcome", "position"], name="bulkrow_of_outcome"),
        ]

    def __str__(self) -> str:
        return self.label
