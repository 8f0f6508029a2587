"""Rows of GeoNames' dump files about places that do not exist."""

from __future__ import annotations

import zipfile
from pathlib import Path


def place(
    id: int, name: str, *, lat: object = 35.5, lon: object = 36.5, feature: str = "P.PPL",
    country: str = "SY", admin1: str = "12", population: object = 0, alternates: str = "", ascii: str = "",
) -> str:  # fmt: skip
    kind, code = feature.split(".")
    fields = [id, name, ascii or name, alternates, lat, lon, kind, code, country, "", admin1, "", "", "",
              population, "", "", "Asia/Damascus", "2026-01-01"]  # fmt: skip
    return "\t".join(str(field) for field in fields) + "\n"


def name(id: int, geonames_id: int, language: str, text: str) -> str:
    return f"{id}\t{geonames_id}\t{language}\t{text}\t\t\t\t\t\t\n"


def write(folder: Path, file: str, *rows: str, zipped: bool = False) -> Path:
    path = folder / file
    if zipped:
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("readme.txt", "no table\n")
            archive.writestr(path.with_suffix(".txt").name, "".join(rows))
    else:
        path.write_text("".join(rows), encoding="utf-8")
    return path
