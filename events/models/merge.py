"""That two events were found to be one, with all that it takes to part them again."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.models.event import Event


class Merge(models.Model):
    """One merging of `merged` into `kept`; `undone_at` is empty while it stands.

    `moved` is what the merging did to other rows, so that it can be undone exactly (see
    `events.review.merging`): the links from mentions and maps by their ids, each figure and article that was
    touched with the values before and after.
    """

    kept = models.ForeignKey(
        Event, verbose_name=_("kept event"), on_delete=models.CASCADE, related_name="merges"
    )
    merged = models.ForeignKey(
        Event, verbose_name=_("merged event"), on_delete=models.CASCADE, related_name="merges_away"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(_("at"), auto_now_add=True)
    note = models.TextField(_("why"), blank=True)
    moved = models.JSONField(_("what was moved"))
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("undone by"), null=True, blank=True,
        on_delete=models.PROTECT, related_name="+",
    )  # fmt: skip
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("merge")
        verbose_name_plural = _("merges")
        constraints = [
            models.UniqueConstraint(
                fields=["merged"], condition=Q(undone_at__isnull=True), name="merge_one_standing"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.merged} → {self.kept}"
