from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _


class DecisionManager(models.Manager["Decision"]):
    def record(
        self,
        *,
        verb: str,
        by: AbstractBaseUser,
        on: models.Model,
        from_status: str = "",
        to_status: str = "",
        note: str = "",
        public_note: str = "",
        changes: dict[str, list[Any]] | None = None,
        request_id: UUID | None = None,
    ) -> Decision:
        """Writes the row of an act; the verbs call it inside their own transaction."""
        is_article = on._meta.model_name == "article"
        return self.create(
            verb=verb,
            by=by,
            object=on,
            article_id=on.pk if is_article else getattr(on, "article_id", None),
            from_status=from_status,
            to_status=to_status,
            note=note,
            public_note=public_note,
            changes=changes or {},
            request_id=request_id,
        )


class Decision(models.Model):
    """One editorial act: who, when, what, from which state to which, and why.

    Rows are only ever added: a trigger refuses updates. `changes` maps a field to [before, after].
    `public_note` is what readers see beside a correction. `request_id` is chosen by the desk, so that a
    decision sent twice over a bad connection is written once.
    """

    verb = models.CharField(_("act"), max_length=40)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), on_delete=models.PROTECT, related_name="decisions",
        db_index=False,  # `decision_newest_by` begins with it
        db_constraint=False,  # migration 0060 keeps it, as that of the type
    )  # fmt: skip
    at = models.DateTimeField(_("at"), auto_now_add=True)
    content_type = models.ForeignKey(
        ContentType, verbose_name=_("type"), on_delete=models.PROTECT,
        db_index=False,  # `decision_of_object` begins with it
        db_constraint=False,
    )  # fmt: skip
    object_id = models.PositiveBigIntegerField(_("object"))
    object = GenericForeignKey("content_type", "object_id")
    article = models.ForeignKey(
        "events.Article", verbose_name=_("article"), null=True, on_delete=models.DO_NOTHING,
        db_constraint=False, related_name="decisions", db_index=False,
    )  # fmt: skip
    from_status = models.CharField(_("from"), max_length=16, blank=True)
    to_status = models.CharField(_("to"), max_length=16, blank=True)
    note = models.TextField(_("why"), blank=True)
    public_note = models.TextField(_("note to readers"), blank=True)
    changes = models.JSONField(_("changes"), default=dict)
    request_id = models.UUIDField(_("request"), null=True)

    objects = DecisionManager()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        # Most acts are of no request, and most imported ones of no article: those are in neither index.
        constraints = [
            models.UniqueConstraint(
                fields=["request_id"], name="events_decision_request_id_key",
                condition=models.Q(request_id__isnull=False),
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(
                fields=["article"], name="decision_article", condition=models.Q(article__isnull=False)
            ),
            models.Index(fields=["content_type", "object_id", "-at"], name="decision_of_object"),
            # Serve the list: the newest first, of all, of an act, or of a kind of rows. Imports, which are
            # of events, write nothing into the last one.
            models.Index(fields=["-at", "-id"], name="decision_newest"),
            models.Index(fields=["verb", "-at", "-id"], name="decision_newest_of_act"),
            # Serves what somebody did last. Those of an import are of one moment: without a number, they have
            # one entry for hundreds.
            models.Index(fields=["by", "at"], name="decision_newest_by"),
            models.Index(
                fields=["content_type", "-at", "-id"], name="decision_newest_of_kind",
                condition=~models.Q(verb="import_event"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.verb} by {self.by}"
