"""That an editor has looked at a finding and found nothing wrong."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.models.article import Article
from events.models.event import Event


class Dismissal(models.Model):
    """A finding that is not shown again, and why.

    `key` stands for the finding's code, rows and values (see `events.findings.finding`): when one of the
    values changes, the finding has another key and comes back. `sentence` is what the editor was shown.
    """

    key = models.CharField(_("key"), max_length=64, unique=True, editable=False)
    code = models.CharField(_("finding"), max_length=40)
    sentence = models.TextField(_("what was found"))
    event = models.ForeignKey(
        Event, verbose_name=_("event"), null=True, blank=True, on_delete=models.CASCADE,
        related_name="dismissals",
    )  # fmt: skip
    article = models.ForeignKey(
        Article, verbose_name=_("article"), null=True, blank=True, on_delete=models.CASCADE,
        related_name="dismissals",
    )  # fmt: skip
    reason = models.TextField(_("why"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(_("at"), auto_now_add=True)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("dismissed finding")
        verbose_name_plural = _("dismissed findings")
        constraints = [
            models.CheckConstraint(
                condition=Q(event__isnull=False, article__isnull=True)
                | Q(event__isnull=True, article__isnull=False),
                name="dismissal_is_about_one_row",
            ),
        ]

    def __str__(self) -> str:
        return self.sentence
