"""What editors say to each other about a row, or about one of its fields."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class CommentQuerySet(models.QuerySet["Comment"]):
    def about(self, row: models.Model) -> Self:
        kind = ContentType.objects.get_for_model(row)
        return self.filter(content_type=kind, object_id=row.pk)

    def opening(self) -> Self:
        """Those that begin a conversation; the others answer one of them."""
        return self.filter(answers__isnull=True)

    def open(self) -> Self:
        return self.opening().filter(resolved_at__isnull=True)


class Comment(models.Model):
    """A remark for the other editors; readers never see it.

    `field` is the name of the field that it is about, or empty for the row as a whole. A comment that
    `answers` another belongs to that one's conversation, which is open until somebody resolves it. What was
    said stays as it was said: a comment is answered, never edited.
    """

    content_type = models.ForeignKey(ContentType, verbose_name=_("type"), on_delete=models.PROTECT)
    object_id = models.PositiveBigIntegerField(_("object"))
    object = GenericForeignKey("content_type", "object_id")
    field = models.CharField(_("field"), max_length=60, blank=True)
    text = models.TextField(_("comment"))
    answers = models.ForeignKey(
        "self", verbose_name=_("answers"), null=True, blank=True, on_delete=models.CASCADE,
        related_name="replies",
    )  # fmt: skip
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), on_delete=models.PROTECT, related_name="comments"
    )
    at = models.DateTimeField(_("at"), auto_now_add=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("resolved by"), null=True, blank=True,
        on_delete=models.PROTECT, related_name="+",
    )  # fmt: skip
    resolved_at = models.DateTimeField(_("resolved at"), null=True, blank=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        constraints = [
            models.CheckConstraint(
                condition=Q(resolved_by__isnull=True, resolved_at__isnull=True)
                | Q(resolved_by__isnull=False, resolved_at__isnull=False),
                name="comment_resolved_by_somebody_at_some_time",
            ),
            models.CheckConstraint(
                condition=Q(answers__isnull=True) | Q(resolved_at__isnull=True),
                name="comment_answer_is_never_resolved_alone",
            ),
        ]
        indexes = [
            models.Index(fields=["content_type", "object_id"], name="comment_of_object"),
            models.Index(
                fields=["-at"], name="comment_open",
                condition=Q(resolved_at__isnull=True, answers__isnull=True),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.text if len(self.text) <= 80 else f"{self.text[:79]}…"

    @property
    def is_open(self) -> bool:
        return self.answers_id is None and self.resolved_at is None

    @property
    def field_label(self) -> str:
        """The field as the forms name it; empty for the row as a whole."""
        model = self.content_type.model_class()
        return self.label_of(model, self.field) if self.field and model is not None else self.field

    @staticmethod
    def label_of(model: type[models.Model], name: str) -> str:
        """A field, or what a form shows of another table, in words."""
        field = model._meta.get_field(name)
        if field.one_to_many:
            return str(field.related_model._meta.verbose_name_plural)
        return str(getattr(field, "verbose_name", name))
