"""What outlets offer by RSS or Atom, and which of it was taken."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext_lazy as _

from events.models.article import Article
from events.models.organisation import Outlet

_SHARED = "(SELECT count(*) FROM unnest(events_feeditem.bands) band WHERE band = ANY(%s::bigint[]))"


class Feed(models.Model):
    """An outlet's feed, asked now and then by `poll_feeds`.

    `etag` and `last_modified` are what the server said of its last answer, sent back so that it need not send
    the same again. After a failure `last_error` says in words what was wrong, `failures` counts them, and
    `next_poll_at` moves away with each.
    """

    outlet = models.ForeignKey(
        Outlet, verbose_name=_("outlet"), on_delete=models.PROTECT, related_name="feeds"
    )
    url = models.URLField(_("address"), max_length=1000, unique=True)
    language = models.CharField(
        _("language"), max_length=12, blank=True,
        help_text=_("A code such as en or ar. Left empty: as the feed says, else told from each article."),
    )  # fmt: skip
    is_active = models.BooleanField(_("asked regularly"), default=True)
    interval_minutes = models.PositiveIntegerField(
        _("minutes between questions"), default=30,
        validators=[MinValueValidator(5), MaxValueValidator(7 * 24 * 60)],
    )  # fmt: skip
    etag = models.CharField(max_length=500, blank=True, editable=False)
    last_modified = models.CharField(max_length=100, blank=True, editable=False)
    polled_at = models.DateTimeField(_("last asked"), null=True, blank=True, editable=False)
    next_poll_at = models.DateTimeField(_("asked next"), auto_now_add=True, editable=False)
    last_error = models.TextField(_("what was wrong"), blank=True, editable=False)
    failures = models.PositiveIntegerField(_("failures in a row"), default=0, editable=False)

    class Meta:
        ordering = ["outlet__name", "pk"]
        verbose_name = _("feed")
        verbose_name_plural = _("feeds")
        constraints = [
            models.CheckConstraint(
                condition=Q(interval_minutes__range=(5, 7 * 24 * 60)), name="feed_interval_in_range"
            )
        ]
        # Serves `poll_feeds`: whose turn it is.
        indexes = [
            models.Index(fields=["next_poll_at"], name="feed_due", condition=Q(is_active=True)),
        ]

    def __str__(self) -> str:
        return self.url


class FeedItemStatus(models.TextChoices):
    """What became of what a feed offered."""

    NEW = "new", _("New")
    TAKEN = "taken", _("Taken")
    DISMISSED = "dismissed", _("Dismissed")


class FeedItemQuerySet(models.QuerySet["FeedItem"]):
    def sharing_a_band(self, bands: Sequence[int]) -> Self:
        """Items worth comparing with one of these MinHash bands, those that share the most first."""
        shared = RawSQL(_SHARED, [list(bands)])  # noqa: S611 -- a constant statement
        return self.filter(bands__overlap=list(bands)).order_by(shared.desc(), "pk")


class FeedItem(models.Model):
    """One entry of a feed: a headline and an address, until somebody takes its article.

    `first` is the earlier item whose words are nearly the same: an agency's report that several outlets offer
    is one text. It points at the first of all, never at one in between.
    """

    feed = models.ForeignKey(Feed, verbose_name=_("feed"), on_delete=models.CASCADE, related_name="items")
    guid = models.CharField(_("the feed's own number"), max_length=500)
    url = models.URLField(_("address"), max_length=1000)
    headline = models.CharField(_("headline"), max_length=300)
    summary = models.TextField(_("summary"), blank=True)
    language = models.CharField(_("language"), max_length=12, blank=True)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    created_at = models.DateTimeField(_("arrived"), auto_now_add=True)
    bands = ArrayField(models.BigIntegerField(), default=list, editable=False)
    first = models.ForeignKey(
        "self", verbose_name=_("near-duplicate of"), null=True, blank=True, on_delete=models.SET_NULL,
        related_name="others",
    )  # fmt: skip
    status = models.CharField(_("status"), max_length=10, choices=FeedItemStatus, default=FeedItemStatus.NEW)
    article = models.ForeignKey(
        Article, verbose_name=_("article"), null=True, blank=True, on_delete=models.SET_NULL,
        related_name="feed_items",
    )  # fmt: skip
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("assigned to"), null=True, blank=True,
        on_delete=models.SET_NULL, related_name="feed_items",
    )  # fmt: skip

    objects = FeedItemQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("feed item")
        verbose_name_plural = _("feed items")
        constraints = [
            models.UniqueConstraint(fields=["feed", "guid"], name="feeditem_once_per_feed"),
        ]
        indexes = [
            GinIndex(fields=["bands"], name="feeditem_bands"),
            # Serves the inbox: the newest of a status first.
            models.Index(fields=["status", "-created_at", "-id"], name="feeditem_inbox"),
            # Serves the look-up of an address that two feeds offer.
            models.Index(fields=["url"], name="feeditem_url"),
        ]

    def __str__(self) -> str:
        return self.headline
