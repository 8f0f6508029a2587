"""The text that everything else is read from."""

from __future__ import annotations

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from events.enums import PUBLIC_STATUSES, Status
from events.models.base import Tracked
from events.models.organisation import Outlet


class ArticleQuerySet(models.QuerySet["Article"]):
    def published(self) -> Self:
        """Articles whose headline, outlet, date, link and excerpts readers may see; never the full text."""
        return self.filter(status__in=PUBLIC_STATUSES)


class Article(Tracked):
    """A news article. The text is private for copyright's sake; only excerpts are published.

    `fingerprint` is the SHA-256 of the text with case, punctuation and spacing folded; `bands` are its
    MinHash bands, for finding near-duplicates (see `events.ingestion.duplicates`). The text may not change
    once something has been read from it: every offset would lie.
    """

    outlet = models.ForeignKey(
        Outlet, verbose_name=_("outlet"), on_delete=models.PROTECT, related_name="articles"
    )
    headline = models.CharField(_("headline"), max_length=300)
    url = models.URLField(_("address"), max_length=1000, blank=True)
    archive_url = models.URLField(_("archived copy"), max_length=1000, blank=True)
    published_on = models.DateField(_("publication date"))
    language = models.CharField(_("language"), max_length=12, default="en")
    text = models.TextField(_("text"))
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.DRAFT)
    read_at = models.DateTimeField(_("read at"), null=True, blank=True, editable=False)
    is_partly_read = models.BooleanField(
        _("read in part"), default=False, editable=False,
        help_text=_("Only the names were looked up: the rules of reading are written for English."),
    )  # fmt: skip
    fingerprint = models.CharField(_("fingerprint"), max_length=64, editable=False)
    bands = ArrayField(models.BigIntegerField(), default=list, editable=False)
    duplicate_of = models.ForeignKey(
        "self", verbose_name=_("near-duplicate of"), null=True, blank=True, on_delete=models.SET_NULL,
        related_name="duplicates",
    )  # fmt: skip
    is_demonstration = models.BooleanField(_("demonstration data"), default=False)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        ordering = ["-published_on", "-pk"]
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        permissions = [
            ("decide_article", _("Can accept and reject what was read from an article")),
            ("withdraw_article", _("Can withdraw an article from readers")),
        ]
        constraints = [
            models.CheckConstraint(condition=~models.Q(text=""), name="article_text_not_empty"),
            models.UniqueConstraint(fields=["outlet", "fingerprint"], name="article_once_per_outlet"),
        ]
        indexes = [
            models.Index(fields=["fingerprint"], name="article_fingerprint"),
            # Serves the search for near-duplicates: any shared band.
            GinIndex(fields=["bands"], name="article_bands"),
            models.Index(fields=["status", "-published_on"], name="article_inbox"),
        ]

    def __str__(self) -> str:
        return self.headline

    def get_absolute_url(self) -> str:
        """The article desk: articles have no page of their own for readers."""
        return reverse("admin:events_article_desk", args=[self.pk])
