"""A map as readers saw it on a day."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from events.models.map import Map


class FrozenMapQuerySet(models.QuerySet["FrozenMap"]):
    def of(self, of_map: Map | None) -> Self:
        """Those of a curated map, or of the map of all events."""
        return self.filter(map=of_map) if of_map else self.filter(map__isnull=True)

    def published(self) -> Self:
        """Those of maps that readers see. What of their events still is public is looked up when shown."""
        return self.filter(
            models.Q(map__isnull=True) | models.Q(map__in=Map.objects.published()),
        )


class FrozenMap(models.Model):
    """What a map showed at an instant: its words, its layers and its events with all their evidence.

    There is at most one of a map and day, taken when somebody first asks for that day, and a trigger refuses
    to change it: an article that embeds it shows the same for good. `content` is in the site's own language,
    `translations` has the texts that differ in the others (see `embeds/freezing.py`). When nothing has
    changed since the one before, `same_as` names the row that holds the content. A row is no permission to
    show anything: what has been withdrawn since is left out of every answer.
    """

    map = models.ForeignKey(
        Map, verbose_name=_("map"), null=True, blank=True, on_delete=models.CASCADE,
        related_name="frozen_maps", help_text=_("Empty for the map of all events."),
    )  # fmt: skip
    day = models.DateField(_("day"))
    taken_at = models.DateTimeField(_("taken at"))
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("taken by"), null=True, blank=True,
        on_delete=models.PROTECT, related_name="+", help_text=_("Empty when a reader asked for it."),
    )  # fmt: skip
    number = models.PositiveIntegerField(_("events"))
    digest = models.CharField(_("digest"), max_length=64)
    same_as = models.ForeignKey(
        "self", verbose_name=_("same as"), null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    content = models.JSONField(_("content"), null=True)
    translations = models.JSONField(_("translations"), default=dict)

    objects = FrozenMapQuerySet.as_manager()

    class Meta:
        ordering = ["-day", "map"]
        verbose_name = _("frozen map")
        verbose_name_plural = _("frozen maps")
        constraints = [
            models.UniqueConstraint(
                fields=["map", "day"], nulls_distinct=False, name="frozen_map_once_a_day"
            ),
            models.CheckConstraint(
                condition=models.Q(content__isnull=True, same_as__isnull=False)
                | models.Q(content__isnull=False, same_as__isnull=True),
                name="frozen_map_has_content_or_names_it",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        title = self.map.title if self.map else _("All published events")
        return f"{title}, {self.day.isoformat()}"

    @property
    def whole(self) -> FrozenMap:
        """The row that holds the content."""
        return self.same_as or self

    def address(self, day: date | None = None) -> str:
        """Where it is shown, for a day that it stands for."""
        page = reverse("map-embed", args=[self.map.slug]) if self.map else reverse("home-embed")
        return f"{page}?as_of={(day or self.day).isoformat()}"

    def features(self) -> list[dict[str, Any]]:
        return self.whole.content["features"]
