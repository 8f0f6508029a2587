"""The background map's vector tiles, rendered by PostGIS and kept on disk.

A tile's address holds the version of the gazetteer that it was drawn from, so a tile never changes and may be
kept by browsers and a CDN for ever.
"""

from __future__ import annotations

import logging
import os
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import get_language

from events.api.basemap_drawing import MAX_ZOOM, drawing, render
from events.api.encoding import accepted_encoding, encode
from events.api.kept import KeptAnswers
from events.geocoding import loading

ATTRIBUTION = "Natural Earth · GeoNames · geoBoundaries"
CONTENT_TYPE = "application/vnd.mapbox-vector-tile"
PACK_TYPE = "application/x-dateline-tiles"
#: More than the largest screens show at once.
MOST_IN_A_PACK = 60
_IMMUTABLE = "public, max-age=31536000, immutable"
_VERSION_TTL_S = 30
_log = logging.getLogger(__name__)
#: In each process: compressed once, not for each reader.
_kept = KeptAnswers(8 * 1024 * 1024)
_known_version: tuple[float, str] = (0.0, "")


def version() -> str:
    """Of the gazetteer and the drawing, in any language; "none" before the gazetteer is loaded."""
    global _known_version
    asked, known = _known_version
    if not known or time.monotonic() - asked > _VERSION_TTL_S:
        known = _version_of(loading.loaded_stamp())
        _known_version = (time.monotonic(), "" if known == "none" else known)
    return known


def _version_of(stamp: str) -> str:
    """Of the gazetteer's load and of how it is drawn: tiles are kept for ever under it."""
    return f"{stamp}-{drawing()}" if stamp else "none"


def version_in(language: str) -> str:
    """What stands in the addresses of tiles whose names are in the language."""
    return version() if language == settings.LANGUAGE_CODE else f"{version()}-{language}"


def _language_of(version: str) -> str:
    language = version.rpartition("-")[2]
    return language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def url_template() -> str:
    """The tiles' address with {z}, {x} and {y} to fill in, as Leaflet and TileJSON write it."""
    shown = version_in(get_language() or settings.LANGUAGE_CODE)
    address = reverse("basemap-tile", kwargs={"version": shown, "z": 987, "x": 654, "y": 321})
    return address.replace("987", "{z}").replace("654", "{x}").replace("321", "{y}")


def tile(request: HttpRequest, version: str, z: int, x: int, y: int) -> HttpResponse:
    """One tile: layers land, admin1, coast, border and label."""
    size = 1 << min(z, MAX_ZOOM)
    if z > MAX_ZOOM or not (0 <= x < size and 0 <= y < size):
        sentence = f"There is no background tile {z}/{x}/{y}. Zooms go from 0 to {MAX_ZOOM}."
        return _opened(JsonResponse({"error": sentence, "field": "z"}, status=404))
    return _answer(
        request, version, f"{z}/{x}/{y}", CONTENT_TYPE, lambda current: stored_tile(current, z, x, y)
    )


def pack(
    request: HttpRequest, version: str, z: int, left: int, right: int, top: int, bottom: int
) -> HttpResponse:
    """A rectangle of tiles, edges included, in one answer: a first view costs one request instead of nine.

    Row by row, each tile as its length in four bytes, the highest first, and so many bytes.
    """
    size = 1 << min(z, MAX_ZOOM)
    is_there = z <= MAX_ZOOM and 0 <= left <= right < size and 0 <= top <= bottom < size
    if not is_there or (right - left + 1) * (bottom - top + 1) > MOST_IN_A_PACK:
        sentence = (
            f"There is no pack {z}/{left}-{right}/{top}-{bottom}. Zooms go from 0 to {MAX_ZOOM},"
            f" and a pack has {MOST_IN_A_PACK} tiles at most."
        )
        return _opened(JsonResponse({"error": sentence, "field": "z"}, status=404))

    def packed(current: str) -> bytes:
        places = ((x, y) for y in range(top, bottom + 1) for x in range(left, right + 1))
        tiles = [stored_tile(current, z, x, y) for x, y in places]
        return b"".join(len(tile).to_bytes(4, "big") + tile for tile in tiles)

    return _answer(request, version, f"{z}/{left}-{right}/{top}-{bottom}", PACK_TYPE, packed)


def _answer(
    request: HttpRequest, version: str, place: str, content_type: str, draw: Callable[[str], bytes]
) -> HttpResponse:
    current, encoding = version_in(_language_of(version)), accepted_encoding(request)
    key = f"{current}/{place} {encoding}"
    response = _kept.get(key)
    if response is None:
        response = HttpResponse(draw(current), content_type=content_type)
        encode(response, encoding)
        _kept.keep(key, response)
    # A page that was open while the gazetteer was reloaded gets the present tile, but must not keep it.
    response["Cache-Control"] = _IMMUTABLE if version == current else "no-store"
    return _opened(response)


def _opened(response: HttpResponse) -> HttpResponse:
    response["Access-Control-Allow-Origin"] = "*"
    return response


def stored_tile(version: str, z: int, x: int, y: int) -> bytes:
    """The tile from the disk, rendered first where it is missing."""
    file = folder(version) / str(z) / str(x) / f"{y}.mvt"
    try:
        return file.read_bytes()
    except OSError:
        data = render(z, x, y, _language_of(version))
        if not version.startswith("none"):
            _store(file, data)
        return data


def folder(version: str) -> Path:
    return Path(settings.LOCAL_DIR) / "basemap" / version


def _store(file: Path, data: bytes) -> None:
    # Written aside and renamed, so that another process never reads half a tile. A full or read-only disk
    # costs speed, not the map.
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=file.parent)
        with os.fdopen(handle, "wb") as out:
            out.write(data)
        Path(name).replace(file)
    except OSError as error:
        _log.warning("The background tile %s could not be kept: %s", file, error)


def prerender() -> int:
    """Draw zooms 0 to 2, so that the first reader of a new gazetteer waits for nothing."""
    current, count = _version_of(loading.loaded_stamp()), 0
    _forget_other_versions(current)
    for z in range(3):
        for x in range(1 << z):
            for y in range(1 << z):
                stored_tile(current, z, x, y)
                count += 1
    return count


def _forget_other_versions(current: str) -> None:
    """Delete the tiles of versions gone by; with several databases on one disk they are drawn again."""
    for old in folder(current).parent.glob("*"):
        if not old.name.startswith(current):
            shutil.rmtree(old, ignore_errors=True)
