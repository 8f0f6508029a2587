from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import geopy.geocoders

#: How far the outline of an answer may be from the real one, in degrees: some 200 m. Norway's coast in full
#: has several megabytes.
_SIMPLIFIED = 0.002


class Nominatim(geopy.geocoders.Nominatim):
    """geopy's Nominatim, with outlines as simple as a news map needs them."""

    def _construct_url(self, base_api: str, params: Mapping[str, Any]) -> str:
        simplified = {"polygon_threshold": _SIMPLIFIED} if "polygon_geojson" in params else {}
        url: str = super()._construct_url(base_api, {**params, **simplified})
        return url
