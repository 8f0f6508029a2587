from __future__ import annotations

from django.contrib.gis.db import models
from django.utils.translation import gettext_lazy as _


class BasemapShape(models.Model):
    """A piece of the muted background map, derived from the gazetteer's polygons by `load_gazetteer`.

    `level` 0, 1 and 2 are the same world ever less simplified, for zooms 0–3, 4–6 and 7 up. `kind` is one of
    land, coast, border, disputed, admin1.
    """

    level = models.PositiveSmallIntegerField(_("level"))
    kind = models.CharField(_("kind"), max_length=10)
    country = models.CharField(_("country"), max_length=2, blank=True)
    geometry = models.GeometryField(_("geometry"), srid=4326)

    class Meta:
        verbose_name = _("basemap shape")
        verbose_name_plural = _("basemap shapes")
        indexes = [models.Index(fields=["level", "kind"], name="basemap_level_kind")]

    def __str__(self) -> str:
        return f"{self.kind} {self.country} (level {self.level})"
