"""Something that happened, or is the case, somewhere at some time, told by one or more mentions."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.conf import settings
from django.contrib.gis.db import models
from django.contrib.gis.geos import Polygon
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from events.enums import (
    PUBLIC_STATUSES,
    DatePrecision,
    EventKind,
    Precision,
    Status,
    Verification,
)
from events.models.base import Tracked
from events.models.layer import Layer
from events.models.mention import Mention
from events.models.place import Place


class EventQuerySet(models.QuerySet["Event"]):
    def published(self) -> Self:
        """Events that readers see: published, and told by an accepted mention in a published article."""
        told = EventMention.objects.filter(event=models.OuterRef("pk"), is_shown=True)
        return self.filter(models.Exists(told), status__in=PUBLIC_STATUSES)

    def shown_instead_of(self, pk: int) -> Event | None:
        """The published event that a once published one was merged into, however often it went on from there;
        None for an event that no reader has seen, and for one that was not merged."""
        event = self.filter(pk=pk, published_at__isnull=False, merged_into__isnull=False).first()
        while event is not None and event.merged_into_id is not None:
            event = event.merged_into
        return self.published().filter(pk=event.pk).first() if event else None

    def within(self, west: float, south: float, east: float, north: float) -> Self:
        """Events whose geometry touches a bounding box in degrees; west > east crosses the antimeridian."""
        if west <= east:
            return self.filter(geometry__intersects=Polygon.from_bbox((west, south, east, north)))
        eastern = Polygon.from_bbox((west, south, 180, north))
        western = Polygon.from_bbox((-180, south, east, north))
        return self.filter(Q(geometry__intersects=eastern) | Q(geometry__intersects=western))

    def between(self, start: date | None, end: date | None) -> Self:
        """Events that may have happened from `start` to `end`, both inclusive; undated events drop out."""
        events = self
        if start:
            events = events.filter(latest__gte=start)
        if end:
            events = events.filter(earliest__lte=end)
        return events


class Event(Tracked):
    """`earliest` and `latest` bound the days on which it may have happened; both are empty when unknown.

    `point` is where its symbol and label go, inside `geometry`. An event known only to a country, or not
    locatable at all, has `has_no_geometry` and is listed, never pinned. A second report of the same event is
    merged into the first: it is withdrawn, `merged_into` says where its mentions and figures are now, and the
    `Merge` how to undo it.
    """

    title = models.CharField(_("title"), max_length=200)
    summary = models.TextField(_("summary"), blank=True)
    kind = models.CharField(_("kind"), max_length=40, choices=EventKind)
    layer = models.ForeignKey(
        Layer, verbose_name=_("layer"), on_delete=models.PROTECT, related_name="events",
        db_constraint=False,  # migration 0060 keeps it
    )  # fmt: skip
    place = models.ForeignKey(
        Place, verbose_name=_("place"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="events",
    )  # fmt: skip
    geometry = models.GeometryField(_("geometry"), srid=4326, null=True, blank=True)
    point = models.PointField(
        _("label point"), srid=4326, null=True, blank=True, editable=False, spatial_index=False
    )
    has_no_geometry = models.BooleanField(
        _("has no place on the map"), default=False,
        help_text=_("For an event known only to a country, or not locatable: it is listed, never pinned."),
    )  # fmt: skip
    precision = models.CharField(
        _("precision of place"), max_length=12, choices=Precision, default=Precision.UNKNOWN
    )
    earliest = models.DateField(_("earliest date"), null=True, blank=True)
    latest = models.DateField(_("latest date"), null=True, blank=True)
    date_precision = models.CharField(
        _("precision of date"), max_length=8, choices=DatePrecision, default=DatePrecision.UNKNOWN
    )
    verification = models.CharField(
        _("verification"), max_length=12, choices=Verification, default=Verification.WEAK
    )
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.DRAFT)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True, editable=False)
    #: Readers are told that they see less than is known (see `models/discretion.py`).
    is_coarsened = models.BooleanField(default=False, db_default=False, editable=False)
    is_graphic = models.BooleanField(
        _("graphic content"), default=False, help_text=_("Readers are warned before they see the details.")
    )
    merged_into = models.ForeignKey(
        "self", verbose_name=_("merged into"), null=True, blank=True, editable=False,
        on_delete=models.SET_NULL, related_name="merged_events", db_index=False,
    )  # fmt: skip
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("assigned to"), null=True, blank=True,
        on_delete=models.SET_NULL, related_name="assigned_events", db_index=False,
    )  # fmt: skip
    is_demonstration = models.BooleanField(_("demonstration data"), default=False)
    mentions = models.ManyToManyField(
        Mention, verbose_name=_("mentions"), through="EventMention", related_name="events"
    )

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["-latest", "-pk"]
        verbose_name = _("event")
        verbose_name_plural = _("events")
        permissions = [
            ("submit_event", _("Can submit an event for review")),
            ("publish_event", _("Can publish an event")),
            ("withdraw_event", _("Can withdraw an event from readers")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status__in=PUBLIC_STATUSES)
                | Q(geometry__isnull=False)
                | Q(has_no_geometry=True),
                name="event_published_has_geometry_or_says_none",
            ),
            models.CheckConstraint(
                condition=Q(has_no_geometry=False) | Q(geometry__isnull=True, point__isnull=True),
                name="event_without_geometry_has_none",
            ),
            models.CheckConstraint(
                condition=Q(geometry__isnull=True, point__isnull=True)
                | Q(geometry__isnull=False, point__isnull=False),
                name="event_geometry_has_label_point",
            ),
            models.CheckConstraint(
                condition=Q(earliest__isnull=True, latest__isnull=True, date_precision=DatePrecision.UNKNOWN)
                | (
                    Q(earliest__isnull=False, latest__isnull=False)
                    & ~Q(date_precision=DatePrecision.UNKNOWN)
                ),
                name="event_has_dates_or_unknown",
            ),
            models.CheckConstraint(
                condition=Q(earliest__isnull=True) | Q(earliest__lte=F("latest")),
                name="event_dates_in_order",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True)
                | (Q(status=Status.WITHDRAWN) & ~Q(merged_into=F("pk"))),
                name="event_merged_is_withdrawn",
            ),
        ]  # fmt: skip
        indexes = [
            # Serves the map's time range over what readers see.
            models.Index(
                fields=["latest", "earliest"], name="event_public_dates",
                condition=Q(status__in=PUBLIC_STATUSES),
            ),
            models.Index(fields=["status", "-updated_at"], name="event_inbox"),
            # Serves the search for events of the same days.
            models.Index(fields=["latest", "earliest"], name="event_dates"),
            # Whether readers see an event, asked of each of the many rows that a list passes over.
            models.Index(fields=["id"], name="event_public", condition=Q(status__in=PUBLIC_STATUSES)),
            # They come first in a list, and the index of dates has them in no order.
            models.Index(fields=["id"], name="event_undated", condition=Q(latest__isnull=True)),
            # Serves the filters of the editors' list, each alone and together: few values, so it stays small
            # and is read whole where the first of them is left open.
            models.Index(
                fields=[
                    "kind", "verification", "precision", "date_precision", "status", "layer",
                    "is_demonstration",
                ],
                name="event_filters",
            ),
            # Few have any; an entry for each event that has none would cost an import as much as another.
            models.Index(fields=["assignee"], name="event_assignee", condition=Q(assignee__isnull=False)),
            models.Index(
                fields=["merged_into"], name="event_merged_into", condition=Q(merged_into__isnull=False)
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("event", args=[self.pk])

    @property
    def is_public(self) -> bool:
        return self.status in PUBLIC_STATUSES


class EventMentionQuerySet(models.QuerySet["EventMention"]):
    def published(self) -> Self:
        """The links by which readers are told of an event that they see."""
        return self.filter(is_shown=True, event__status__in=PUBLIC_STATUSES)


class EventMention(models.Model):
    """That a mention tells an event. A mention may tell several.

    `is_shown`: the mention is accepted and its article published. The database keeps it (migration
    `0013_shown_links`), whatever is written here, so that no public query has to ask mentions and articles.
    """

    event = models.ForeignKey(
        Event, on_delete=models.CASCADE, related_name="event_mentions",
        db_index=False,  # the unique constraint's index begins with it
        db_constraint=False,  # migration 0063 keeps it, as that of the mention
    )  # fmt: skip
    mention = models.ForeignKey(
        Mention, on_delete=models.PROTECT, related_name="event_mentions", db_constraint=False
    )
    is_shown = models.BooleanField(default=False, db_default=False, editable=False)

    objects = EventMentionQuerySet.as_manager()

    class Meta:
        verbose_name = _("mention of the event")
        verbose_name_plural = _("mentions of the event")
        constraints = [models.UniqueConstraint(fields=["event", "mention"], name="event_mention_once")]
        indexes = [
            # Serves `published()` of events and figures.
            models.Index(fields=["event"], condition=Q(is_shown=True), name="link_shown"),
        ]

    def __str__(self) -> str:
        return f"{self.mention} → {self.event}"


#: States in which an event may still be edited freely.
OPEN_STATUSES = (Status.DRAFT, Status.IN_REVIEW)
