from __future__ import annotations

from typing import Self

from django.conf import settings
from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from events.enums import PUBLIC_STATUSES, Status
from events.models.base import Tracked
from events.models.event import Event
from events.models.layer import Layer


def site_language() -> str:
    return str(settings.LANGUAGE_CODE)


#: As far as maps on the web go.
MOST_ZOOM = 22


def zoom_of_a_view() -> models.Q:
    """A zoom without the view that it is of says nothing."""
    known = models.Q(zoom__gte=0, zoom__lte=MOST_ZOOM, extent__isnull=False)
    return models.Q(zoom__isnull=True) | known


class MapQuerySet(models.QuerySet["Map"]):
    def published(self) -> Self:
        return self.filter(status__in=PUBLIC_STATUSES)


class Map(Tracked):
    """A curated map: what gets embedded. It shows the published events of its layers under its filters.

    `filters` holds the filter parameters of the public routes ({"from": "2019-04-01"}); `extent` is the
    first view as a rectangle, `zoom` that at which it was taken from a map (None for sides that were typed);
    events picked by hand narrow the map to exactly those. `screen` says how the map opens, under the names
    that an address uses too ({"draw": "heat", "hide": "legend"}): what an address says goes before it. Its
    words are in `language`; `translations` has others, {"ar": {"title": "…"}}, and for a missing one stands
    the map's own.
    """

    slug = models.SlugField(_("slug"), unique=True, max_length=80)
    title = models.CharField(_("title"), max_length=200)
    introduction = models.TextField(_("introduction"), blank=True)
    credits = models.TextField(_("credits"), blank=True)
    language = models.CharField(_("language"), max_length=12, default=site_language)
    languages = ArrayField(
        models.CharField(max_length=12), verbose_name=_("offered in"), default=list, blank=True,
        help_text=_("None chosen means every language of the readers' pages."),
    )  # fmt: skip
    translations = models.JSONField(_("in other languages"), default=dict, blank=True)
    layers = models.ManyToManyField(
        Layer, verbose_name=_("layers"), blank=True, related_name="maps",
        help_text=_("None chosen means all layers."),
    )  # fmt: skip
    layer_order = ArrayField(
        models.BigIntegerField(), verbose_name=_("order of the layers"), default=list, blank=True,
        help_text=_("The topmost first. Layers that are not named follow by their positions."),
    )  # fmt: skip
    picked_events = models.ManyToManyField(
        Event, verbose_name=_("events picked by hand"), blank=True, related_name="maps"
    )
    filters = models.JSONField(
        _("filters"), default=dict, blank=True,
        help_text=_('The filter parameters of the public map, for example {"from": "2019-04-01"}.'),
    )  # fmt: skip
    extent = models.PolygonField(_("first view"), srid=4326, null=True, blank=True)
    zoom = models.FloatField(_("zoom of the first view"), null=True, blank=True)
    screen = models.JSONField(_("how it opens"), default=dict, blank=True)
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.DRAFT)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True, editable=False)
    is_demonstration = models.BooleanField(_("demonstration data"), default=False)

    objects = MapQuerySet.as_manager()

    class Meta:
        ordering = ["title"]
        verbose_name = _("map")
        verbose_name_plural = _("maps")
        permissions = [
            ("publish_map", _("Can publish a map")),
            ("withdraw_map", _("Can withdraw a map from readers")),
        ]
        constraints = [models.CheckConstraint(condition=zoom_of_a_view(), name="map_zoom_of_a_view")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("map", args=[self.slug])
