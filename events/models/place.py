"""The gazetteer: one row a place, many names each."""

from __future__ import annotations

from django.contrib.gis.db import models
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.utils.translation import gettext_lazy as _

from events.enums import NameKind, PlaceKind


class Place(models.Model):
    """A gazetteer entry.

    `point` is where a label or symbol goes (for an area a point inside it); `geometry` is the area or line
    and is empty for a settlement. Both are WGS 84 (SRID 4326). `provider` and `provider_id` say where the
    row comes from and make loading repeatable; a row that an editor has corrected keeps `is_edited` and is
    left alone by the loader. `dataset` names the load that wrote the row, and what the same load no longer
    has it takes away again; it is empty for what people entered, which no load touches.
    """

    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=12, choices=PlaceKind)
    country = models.CharField(_("country"), max_length=2, blank=True)
    parent = models.ForeignKey(
        "self", verbose_name=_("part of"), null=True, blank=True, on_delete=models.SET_NULL,
        related_name="children",
    )  # fmt: skip
    point = models.PointField(_("label point"), srid=4326)
    geometry = models.GeometryField(_("area or line"), srid=4326, null=True, blank=True)
    population = models.BigIntegerField(_("population"), null=True, blank=True)
    provider = models.CharField(_("provider"), max_length=40, default="own")
    provider_id = models.CharField(_("provider's id"), max_length=80, blank=True)
    licence = models.CharField(_("licence"), max_length=100, blank=True)
    is_edited = models.BooleanField(_("corrected here"), default=False)
    dataset = models.CharField(_("loaded with"), max_length=60, blank=True, default="", editable=False)

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "provider_id"],
                condition=~models.Q(provider_id=""),
                name="place_provider_id_unique",
            ),
            models.CheckConstraint(
                condition=models.Q(population__isnull=True) | models.Q(population__gte=0),
                name="place_population_not_negative",
            ),
        ]
        indexes = [
            # Serves the basemap's labels and the admin's filter.
            models.Index(fields=["kind", "country"], name="place_kind_country"),
            # Serves the filter of the editors' list.
            models.Index(fields=["provider"], name="place_provider"),
            models.Index(
                "population",
                name="place_large_settlements",
                condition=models.Q(kind="settlement", population__gte=1000),
            ),
        ]

    def __str__(self) -> str:
        where = f", {self.country}" if self.country else ""
        return f"{self.name}{where} ({self.get_kind_display()})"


class PlaceName(models.Model):
    """A name of a place. `key` is the name folded for matching (see `events.folding.fold`); `dataset` is as
    in `Place`: a name that an editor entered has none and stays."""

    place = models.ForeignKey(Place, verbose_name=_("place"), on_delete=models.CASCADE, related_name="names")
    name = models.CharField(_("name"), max_length=200)
    key = models.CharField(_("folded name"), max_length=200, editable=False)
    language = models.CharField(_("language"), max_length=12, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=NameKind, default=NameKind.ALTERNATE)
    dataset = models.CharField(_("loaded with"), max_length=60, blank=True, default="", editable=False)

    class Meta:
        verbose_name = _("place name")
        verbose_name_plural = _("place names")
        indexes = [
            # Serves exact look-up of every name in an article at once.
            models.Index(fields=["key"], name="placename_key"),
            # Serve the filters of the editors' list.
            models.Index(fields=["kind"], name="placename_kind"),
            models.Index(fields=["language"], name="placename_language"),
            # Serves "Find place" and search with misspellings.
            GinIndex(OpClass("key", name="gin_trgm_ops"), name="placename_key_trigrams"),
        ]

    def __str__(self) -> str:
        return self.name
