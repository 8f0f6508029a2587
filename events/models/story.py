"""A story told along a map: views of it in a row, each with what is to be seen there."""

from __future__ import annotations

from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.utils.translation import gettext_lazy as _

from events.models.event import Event
from events.models.map import Map, zoom_of_a_view

MOST_STEPS = 30
LONGEST_HEADING = 120
LONGEST_TEXT = 1000


class StoryStep(models.Model):
    """One view of a map's story. It changes with its map, by `review/maps.py`, under the map's version.

    What is empty is the map's own: its first view, all of its time, its layers. For example the third step
    of "Winter in Idlib" shows December around Maarat al-Numan with one event opened:

        StoryStep(map=winter, position=2, heading="The road south is cut", start=date(2019, 12, 16),
                  end=date(2019, 12, 31), event=strike, layers=[3], translations={"fr": {"heading": "…"}})
    """

    map = models.ForeignKey(Map, verbose_name=_("map"), on_delete=models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField(_("position"))
    heading = models.CharField(_("heading"), max_length=LONGEST_HEADING)
    text = models.TextField(_("text"), blank=True, max_length=LONGEST_TEXT)
    extent = models.PolygonField(_("view"), srid=4326, null=True, blank=True)
    zoom = models.FloatField(_("zoom of the view"), null=True, blank=True)
    start = models.DateField(_("from"), null=True, blank=True)
    end = models.DateField(_("until"), null=True, blank=True)
    event = models.ForeignKey(
        Event, verbose_name=_("event"), null=True, blank=True, on_delete=models.SET_NULL, related_name="steps"
    )
    layers = ArrayField(
        models.BigIntegerField(), verbose_name=_("layers"), default=list, blank=True,
        help_text=_("None chosen means the map's."),
    )  # fmt: skip
    #: `{"ar": {"heading": "…", "text": "…"}}`; for a missing or empty one stands the step's own.
    translations = models.JSONField(_("in other languages"), default=dict, blank=True)

    class Meta:
        ordering = ["map", "position"]
        verbose_name = _("step of a story")
        verbose_name_plural = _("steps of a story")
        # Who may change a map changes its steps with it.
        default_permissions = ("view",)
        constraints = [
            # Deferred: two steps exchange their places in one transaction.
            models.UniqueConstraint(
                fields=["map", "position"], name="storystep_once_per_position",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                condition=models.Q(start__isnull=True) | models.Q(end__isnull=True)
                | models.Q(start__lte=models.F("end")),
                name="storystep_dates_in_order",
            ),
            models.CheckConstraint(condition=zoom_of_a_view(), name="storystep_zoom_of_a_view"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.heading
