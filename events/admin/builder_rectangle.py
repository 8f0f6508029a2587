"""A map's first view, and that of a step, as fields of the map builder."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib.gis.geos import GEOSException, GEOSGeometry, Polygon
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from events.admin.builder_fields import Controls, one
from events.api.errors import BadParameter, shown
from events.api.values import read_bbox
from events.models.map import MOST_ZOOM

_SIDES = ("west", "south", "east", "north")
#: Decimals of a degree: a tenth of a metre.
_DIGITS = 6


class ZoomField(forms.FloatField):
    """The zoom at which a view was taken from the preview; empty for sides that were typed."""

    def __init__(self, **options: Any) -> None:
        widget = forms.NumberInput({"step": "any", "data-zoom": "", "class": "view-zoom", "dir": "ltr"})
        super().__init__(
            **{"required": False, "min_value": 0, "max_value": MOST_ZOOM, "widget": widget, **options}
        )


class RectangleWidget(Controls):
    template_name = "admin/events/map/widgets/rectangle.html"

    def read(self, data: Mapping[str, Any], name: str) -> str:
        sides = [one(data, f"{name}-{side}") for side in _SIDES]
        return ",".join(sides) if any(sides) else ""

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        parts = str(value or "").split(",")
        values = parts if len(parts) == len(_SIDES) else [""] * len(_SIDES)
        labels = (_("West"), _("South"), _("East"), _("North"))
        # Typed or taken, a side that cannot be read is there to be corrected.
        context["is_wrong"] = "aria-invalid" in (attrs or {})
        context["sides"] = list(zip(_SIDES, labels, values, strict=True))
        return context


class RectangleField(forms.Field):
    """A view as a rectangle in degrees, "west,south,east,north"; GeoJSON is taken too, for its bounds."""

    widget = RectangleWidget

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, **options)

    def prepare_value(self, value: Any) -> Any:
        return self.said(value) if isinstance(value, GEOSGeometry) else value

    def to_python(self, value: Any) -> Polygon | None:
        if value in self.empty_values or isinstance(value, GEOSGeometry):
            return value or None
        text = str(value)
        if text.lstrip().startswith("{"):
            text = _bounds(text)
        try:
            west, south, east, north = read_bbox(text) or ()
        except BadParameter as error:
            raise ValidationError(error.sentence) from error
        if west >= east or south >= north:
            raise ValidationError(
                _("A view reaches from west to east and from south to north; %s does not.") % shown(text)
            )
        rectangle = Polygon.from_bbox((west, south, east, north))
        rectangle.srid = 4326
        return rectangle

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.said(self.to_python(initial)) != self.said(self.to_python(data))
        except ValidationError:
            return True

    def said(self, value: Any) -> str:
        if value is None:
            return ""
        return ",".join(map(_plain, value.extent))


def _plain(degrees: float) -> str:
    return f"{degrees:.{_DIGITS}f}".rstrip("0").rstrip(".")


def _bounds(text: str) -> str:
    try:
        return ",".join(map(_plain, GEOSGeometry(text).extent))
    except (GEOSException, ValueError, TypeError) as error:
        raise ValidationError(_("This is no shape that can be read. Use the view of the map.")) from error
